/**
 * Warnings: what a careful user should know about a result, although the call succeeded. Each has a `code` that a
 * program can switch on, or put into its own language, and a message in one line.
 */

/** What a warning is about, for programs. */
export type WarningCode =
  /** There is no blur that can be undone: a safe kernel, such as the bicubic one, is used instead of the estimate. */
  | "no-blur"
  /** No estimate was possible (an error where `fallback` is off): the picture is enlarged in the usual way. */
  | "no-estimate"
  /** The image was sharpened before: its halos are removed. */
  | "sharpened"
  /** The image was probably sharpened, but not for certain: its halos are reduced a little. */
  | "maybe-sharpened"
  /** The image was enlarged or stretched before: it has no more detail than a smaller one. */
  | "enlarged-before"
  /** Each pixel of the image is repeated: that is undone, and the picture enlarged in the usual way. */
  | "repeated-pixels"
  /** What looks like a blur may be the grain of a film. */
  | "grainy"
  /** Noise makes the estimate less certain. */
  | "noisy"
  /** The image is small: its blur is found less exactly. */
  | "small"
  /** The image is so small that KernelGAN trained with smaller crops, or closer to the borders, than published. */
  | "small-for-training"
  /** The image has hardly any texture: do not rely on its estimate. */
  | "little-texture"
  /** The training was too short for its kernel to be trusted. */
  | "too-few-iterations"
  /** A training run failed: another replaced it, or the kernel comes from fewer runs. */
  | "run-failed"
  /** Networks are computed in WebAssembly because the native runtime does not work: the same for all images. */
  | "slow-engine"
  /** The given kernel is not an estimate but the safe one that replaced an estimate that could not be trusted. */
  | "safe-kernel"
  /** The kernel is declared the true one (`exactKernel`) but is known to be an estimate. */
  | "inexact-kernel"
  /** Some places, such as a caption, are sharper than the blur allows: they are left as they are. */
  | "sharp-places"
  /** The blur wraps around opposite borders: they are restored together. */
  | "wraps"
  /** The blur mixed linear light, as in a camera, not pixel values: it is undone there. */
  | "linear-light"
  /** The size asked for is smaller than the image, which is reduced. */
  | "reduced"
  /** The weights of a kernel in a file do not sum to 1: they are divided by their sum. */
  | "kernel-sum"
  /** The centre of mass of a kernel in a file is far from its place: pictures that are made with it are moved. */
  | "kernel-centre"
  /** The confidence in a kernel's file is not from 0 to 1: it counts as unknown. */
  | "kernel-confidence"
  /** The tone curve in a kernel's file is none: light counts as that of sRGB. */
  | "kernel-tone-curve"
  /** Parts of the file are missing or wrong, and it was read as far as it goes (`allowDamaged`). */
  | "damaged"
  /** The file has several frames or pages, and only the first is used. */
  | "first-page"
  /** Parts of the image are transparent: only the visible part counts. */
  | "transparent"
  /** The colours were converted to sRGB. */
  | "colours-converted"
  /** EXIF, XMP, comments or the like, or a second picture for other screens, are not kept. */
  | "metadata-left-out"
  /** The colour profile, or what stands for it, is not kept: the picture may look different without it. */
  | "profile-left-out"
  /** The file has fewer colours than the picture: 8 bits a sample, not 16, or 256 colours. */
  | "fewer-colours"
  /** The file has no transparency: the picture is put on white. */
  | "transparency-left-out"
  /** An option makes no difference to the file. */
  | "option-without-effect"
  /** The original was cut to the size of the image that is compared with it. */
  | "cut"
  /** A gray image is compared with one in colour. */
  | "gray-and-colour"
  /** Images without a counterpart are left out of a comparison. */
  | "unpaired";

/** What a careful user should know about a result. */
export interface Warning {
  readonly code: WarningCode;
  /** One line. */
  readonly message: string;
}

/** The warnings, each message once. */
export function distinctWarnings(warnings: Iterable<Warning>): Warning[] {
  const byMessage = new Map<string, Warning>();
  for (const warning of warnings)
    if (!byMessage.has(warning.message)) byMessage.set(warning.message, warning);
  return [...byMessage.values()];
}
