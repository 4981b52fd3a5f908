/** Super-resolution for a known kernel. The methods: method.ts. */

import { throwIfAborted } from "../abort.js";
import { check } from "../errors.js";
import {
  continueImage,
  encodedLight,
  type FoundLight,
  type FoundWrap,
  filledInvisible,
  type Light,
  type LinearImage,
  linearLight,
  type MixedLight,
  type PlanarImage,
  type StraightImage,
  type TakeRows,
  type ToneCurve,
  type Wrap,
  withoutMixedEdge,
  wrapMargins,
} from "../image/index.js";
import { isIdentity, type Kernel } from "../kernel/index.js";
import {
  checkOptions,
  mergeOptions,
  type OptionTable,
  type OptionValues,
  onlyWith,
  type ResolvedOptions,
  withDefaults,
} from "../options/index.js";
import { type Pause, pauses } from "../pause.js";
import type { Device } from "../runtime/engine.js";
import type { Warning } from "../warnings.js";
import { imageNoise } from "./assumed-noise.js";
import { FAST, FAST_OPTIONS } from "./fast/method.js";
import { findLight } from "./found-light.js";
import { kernelFinder, noKernelFor, type RestoreKernels } from "./kernels-by-factor.js";
import {
  COMMON_RESTORE_OPTIONS,
  type Restoration,
  type RestoreMethod,
  type RestoreTask,
  type SuperResolveControl,
  type UpscaleFactor,
} from "./method.js";
import { withoutOutliers } from "./outliers.js";
import { PRIOR_OPTIONS } from "./prior/method.js";
import { GIVEN_PRIOR, openPrior, type PriorModel } from "./prior/open-prior.js";
import { blended, interpolate, receiver, withoutMargins } from "./result-rows.js";
import { findWrap } from "./seam.js";
import { ZSSR, ZSSR_OPTIONS } from "./zssr/method.js";
import type { ZssrStepTraining } from "./zssr/restore-zssr.js";

/** The methods by name. */
const RESTORERS = { fast: FAST, zssr: ZSSR };

/**
 * Pixels beyond the kernel's reach that a pixel of the result may depend on: of an image that wraps so many are added.
 */
const WRAP_REACH = 40;

const TRUST_OPTIONS = {
  confidence: {
    type: "number",
    min: 0,
    max: 1,
    defaultText: "what the kernel's file says",
    help: "how far the kernel given can be trusted: the lower, the more errors of it are assumed; 1: nearly right",
  },
} as const satisfies OptionTable;

/** The options of {@link superResolve}, by the methods that they belong to; see the note at `ESTIMATE_OPTIONS`. */
export const SUPER_RESOLVE_OPTIONS = mergeOptions(
  COMMON_RESTORE_OPTIONS,
  onlyWith({ method: ["fast"] }, TRUST_OPTIONS),
  onlyWith({ method: ["fast"] }, FAST_OPTIONS),
  onlyWith({ method: ["zssr"] }, ZSSR_OPTIONS),
  onlyWith({ prior: "any" }, PRIOR_OPTIONS),
);

/** Arguments beside the options of the table, for programs. */
export interface SuperResolveSettings {
  /**
   * For `fast`: an ONNX model, as bytes, of a denoiser that takes the noise level as an input (docs/prior.md). It is
   * used instead of patches. The option `prior` may then give the model a name.
   */
  priorModel?: PriorModel | undefined;
  /**
   * How opaque the image is: [1, h, w], values in [0, 1], as {@link fromImageData} returns it. Alpha itself is enlarged
   * by bicubic interpolation. Where it is 0, the image's colours are ignored, and those of the result continue the
   * visible ones. The same is done along edges that contain the colour of a former background (image/mixed-edge.ts).
   */
  alpha?: PlanarImage | undefined;
}

/** Options of {@link superResolve}; all have defaults. */
export type SuperResolveOptions = OptionValues<typeof SUPER_RESOLVE_OPTIONS> & SuperResolveSettings;

/** The larger picture and how it was made. */
export interface SuperResolution extends StraightImage {
  /** [c, s·h, s·w], values in [0, 1]; its `data` is empty if `onRows` was given the rows. */
  image: PlanarImage;
  /** [1, s·h, s·w], values in [0, 1]; present if alpha was given; `data` as that of `image`. */
  alpha?: PlanarImage | undefined;
  scale: UpscaleFactor;
  method: RestoreMethod;
  /** The trained prior that `fast` used, if any: "small", or the name of the model that was given. */
  prior?: string | undefined;
  /** The kernel that was undone, normalised to sum 1, with the confidence in it if that is known. */
  kernel: Kernel;
  /** The axes along which opposite borders were joined: those given, or those that `auto` found. */
  wrap: FoundWrap;
  /** What the blur was taken to have mixed: what was given, what the kernel says, or else what `auto` found. */
  light: FoundLight;
  /** The tone curve of that light, where it is not sRGB's: the kernel's, or what `auto` found. */
  toneCurve?: ToneCurve | undefined;
  /**
   * A standard deviation in gray levels of 255: of the noise that `fast` assumed, or that `zssr` added to its training
   * examples.
   */
  noise: number;
  /** From `zssr`: the losses and the learning-rate cuts of each step. */
  trainings: ZssrStepTraining[];
  timing: {
    seconds: number;
    /** The device and the threads that a network was computed with, if there was one. */
    device?: Exclude<Device, "auto">;
    threads?: number;
  };
  /** What the user should know, such as that the borders were found to wrap. */
  warnings: Warning[];
}

/**
 * Upscales an image for the kernel that it was downscaled with. At scale 1 it only undoes the blur; if the kernel is
 * the identity and no noise is given, the result is then the image itself.
 *
 * @param given the image, [1 or 3, h, w], values in [0, 1]
 * @param kernels from {@link estimateKernel} (`estimate.kernels`), a kernel read from a file, or
 *   `bicubicKernel(scale)`; normalised to sum 1 here. The option `confidence` says how far to trust the kernel; without
 *   it the kernel's own confidence does. A kernel without either is treated as one of unknown quality. With `exactKernel`
 *   the kernel is taken for the true one; `warnings` says so if its confidence is below 1.
 * @throws KernelGanError `invalid-argument` for options or kernels that make no sense, `image-too-small` (`zssr` needs
 *   a few pixels to train on), `invalid-input` for a prior that is no denoiser in ONNX, `device-unavailable`,
 *   `training-failed`, `aborted`
 * @example
 * const { kernels } = await estimateKernel(image, { scale: 2 });
 * const { image: larger } = await superResolve(image, kernels, { scale: 2 });
 */
export async function superResolve(
  given: PlanarImage,
  kernels: RestoreKernels,
  options: SuperResolveOptions = {},
  control: SuperResolveControl = {},
): Promise<SuperResolution> {
  const started = performance.now();
  const { priorModel, alpha, ...values } = options;
  values.prior ??= priorModel && GIVEN_PRIOR;
  checkOptions(SUPER_RESOLVE_OPTIONS, values);
  const resolved = withDefaults(SUPER_RESOLVE_OPTIONS, values);
  const { scale, method, strength } = resolved;
  const prior = await openPrior(values.prior, priorModel);
  const kernelOf = kernelFinder(kernels, scale);
  const found = kernelOf(scale);
  check(found !== undefined, () => noKernelFor(scale, kernels));
  const kernel =
    values.confidence === undefined
      ? found
      : { ...found, confidence: values.confidence, fellBack: undefined };
  // A kernel in the place of an estimate is as good as any of its kind.
  const confidence = kernel.fellBack ? undefined : kernel.confidence;
  throwIfAborted(control.signal);

  const { width, height, channels } = given;
  const size = { width: scale * width, height: scale * height, channels };
  const { take, result } = receiver(size, control.onRows, alpha, resolved.wrap);
  // Nothing to undo: then at most the size changes.
  const isKept = strength === 0 || (scale === 1 && isIdentity(kernel) && values.noise === undefined);
  const pause = pauses(control.signal);
  const image = alpha
    ? await filledInvisible(given, isKept ? alpha : withoutMixedEdge(given, alpha), pause)
    : given;
  const findsWrap = resolved.wrap === "auto" && !isKept;
  const wrap = findsWrap ? await findWrap(image, kernel, scale, control.signal) : knownWrap(resolved.wrap);
  const { light, toneCurve } =
    knownLight(kernel, resolved.light) ?? (isKept ? ENCODED : await findLight(image, kernel, scale, pause));
  const task = { image, alpha, kernel, kernelOf, confidence, prior, toneCurve };
  const { engine, warnings, ...restored } = isKept
    ? await resize(image, scale, wrap, take, pause)
    : await restore(task, { ...resolved, wrap, light }, control, take);
  const seconds = (performance.now() - started) / 1000;
  const name = values.prior && !isKept && { prior: values.prior };
  return {
    ...restored,
    ...result,
    scale,
    method,
    ...name,
    kernel,
    wrap,
    light,
    ...(toneCurve && { toneCurve }),
    timing: { seconds, ...engine },
    warnings: [
      ...(resolved.exactKernel && !isKept ? contradicted(kernel) : []),
      ...warnings,
      ...(light === "linear" && !isKept ? [undoneInLight(toneCurve)] : []),
      ...(findsWrap && wrap !== "none" ? [{ code: "wraps", message: ROUND_BLUR[wrap] } as const] : []),
    ],
  };
}

/** What is said of a kernel that is to be the true one, where it is known not to be. */
function contradicted({ confidence = 1 }: Kernel): Warning[] {
  if (confidence === 1) return [];
  const known = `the kernel is an estimate, with a confidence of ${confidence.toFixed(2)}`;
  const message = `${known}, but "exactKernel" says that it is the true one: what is wrong with it will show`;
  return [{ code: "inexact-kernel", message }];
}

/** What is said where the blur was found to go round. */
const ROUND_BLUR = {
  x: "the blur goes on from the left to the right border, as in a picture that tiles: they are restored as one",
  y: "the blur goes on from the upper to the lower border, as in a picture that tiles: they are restored as one",
  both: "the blur goes on across the borders, as in a picture that tiles: opposite ones are restored as one",
} as const satisfies Record<Exclude<FoundWrap, "none">, string>;

/** What is said where the blur mixed light. */
function undoneInLight(toneCurve: ToneCurve | undefined): Warning {
  const by = toneCurve ? ", by the camera's tone curve" : "";
  const message = `the blur mixed light, as in a camera, not pixel values: it is undone in linear light${by}`;
  return { code: "linear-light", message };
}

/**
 * From this share of the pixels on, outliers are mentioned in a warning. Fewer are a few lights, or a place at the
 * border.
 */
const NOTABLE_OUTLIERS = 5e-3;
const SHARP_ALREADY: Warning = {
  code: "sharp-places",
  message:
    "some places are sharper than the blur allows, as a frame or a caption is: they are left as sharp as they are",
};

const ENCODED: MixedLight = { light: "encoded" };

/** What the blur mixed, if the option or else the kernel says so; the curve is that of the kernel. */
function knownLight(kernel: Kernel, option: Light): MixedLight | undefined {
  const light = option === "auto" ? kernel.light : option;
  return light && (light === "linear" ? { light, toneCurve: kernel.toneCurve } : { light });
}

/** The axes that a caller has named. */
function knownWrap(wrap: Wrap): FoundWrap {
  return wrap === "auto" ? "none" : wrap;
}

/** Changes the size alone, where there is nothing to undo. */
async function resize(
  image: PlanarImage,
  scale: number,
  wrap: FoundWrap,
  take: TakeRows,
  pause: Pause,
): Promise<Omit<Restoration, "image">> {
  await interpolate(image, scale, wrap, take, pause);
  return { noise: 0, trainings: [], warnings: [] };
}

/** What is restored, and the tone curve of its light. */
interface WholeTask extends Omit<RestoreTask, "imageNoise"> {
  readonly alpha: PlanarImage | undefined;
  readonly toneCurve: ToneCurve | undefined;
}

/** Does what the method does, to an image that may wrap, and hands on the share of it that the strength says. */
async function restore(
  { image, alpha, toneCurve, ...task }: WholeTask,
  options: ResolvedOptions<typeof SUPER_RESOLVE_OPTIONS>,
  control: SuperResolveControl,
  take: TakeRows,
): Promise<Omit<Restoration, "image">> {
  const { scale, method, wrap, strength } = options;
  const margins = wrapMargins(wrap, wrapMargin(task.kernel, scale));
  const values = continueImage(image, margins);
  const { image: given, unit, errorFactor } = mixed(values, options.light, toneCurve);
  let measured: number | undefined;
  const noiseOfGiven = (): number => {
    measured ??= errorFactor * imageNoise(values, scale, alpha && continueImage(alpha, margins));
    return measured;
  };
  const { image: whole, share: outlierShare } = await withoutOutliers(given, task.kernel, scale, {
    noise: noiseOfGiven,
    signal: control.signal,
  });
  const size = { width: scale * whole.width, height: scale * whole.height };
  const blend = strength < 1 ? blended(image, scale, wrap, strength, take) : take;
  const inner =
    wrap === "none" ? blend : withoutMargins(size, { x: scale * margins.x, y: scale * margins.y }, blend);
  const onRows: TakeRows =
    options.light === "linear" ? (rows, top) => inner(encodedLight(rows, unit, toneCurve), top) : inner;
  const noise = options.noise === undefined ? undefined : errorFactor * options.noise;
  const run = RESTORERS[method].run(
    { ...task, image: whole, imageNoise: noiseOfGiven },
    { ...options, noise },
    { ...control, onRows },
  );
  const { image: rows, ...found } = await run;
  if (rows.data.length > 0) onRows(rows, 0);
  const restored = { ...found, noise: found.noise / errorFactor };
  return outlierShare < NOTABLE_OUTLIERS
    ? restored
    : { ...restored, warnings: [...restored.warnings, SHARP_ALREADY] };
}

/** What the blur mixed of an image: its pixel values, or their light. */
function mixed(image: PlanarImage, light: Light, toneCurve: ToneCurve | undefined): LinearImage {
  return light === "linear" ? linearLight(image, toneCurve) : { image, unit: 1, errorFactor: 1 };
}

/**
 * Pixels on each side of an image that wraps: so many that its own do not depend on the borders, and whole blocks of
 * JPEG, so that these are where they were.
 */
function wrapMargin({ size }: Kernel, scale: number): number {
  return 8 * Math.ceil((WRAP_REACH + size / scale) / 8);
}
