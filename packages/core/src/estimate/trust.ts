/**
 * Decides for every method whether to use the kernel that it found. A kernel that is too wide ruins a picture, so a
 * kernel that is not likely to be right is replaced by a safe one. Safe is the bicubic kernel, which is right for
 * images that were only shrunk; at scale 1 the identity; for an image that was sharpened, the kernel that undoes this.
 *
 * A kernel is replaced if the confidence in it (spectral/evidence/confidence.ts) is below the limits in this file, or,
 * whatever the confidence, if the image's edges contradict it (contradiction.ts). A kernel without a model has its own
 * limit, which auto.ts has applied before it comes here.
 */
import type { PlanarImage } from "../image/index.js";
import { bicubicKernel, covariance, type Kernel, reframe } from "../kernel/index.js";
import { noPause, type Pause } from "../pause.js";
import { type BlurEvidence, findSharpening, sharpenedKernel } from "../spectral/index.js";
import type { Warning } from "../warnings.js";
import { SCALES_UP_TO, type Scale } from "./choices.js";
import { isContradicted } from "./contradiction.js";
import type { Found, Judgement } from "./method.js";
import type { EstimateResult } from "./result.js";
import { noBlur } from "./safe-words.js";

/**
 * The least confidence with which a kernel is used at ×2: `npm run bench:fit-confidence` prints what is gained and lost
 * with other limits.
 */
const MIN_CONFIDENCE = 0.53;
/**
 * The same at ×3 and more, where kernels bring more than the confidence promises. Between the two limits lie, of 34
 * photographs of BSD68 and 14 of Urban100 without compression, whole and small, 24 cases at ×3 and 18 at ×4
 * (`npm run bench:fit-confidence`): using their kernels gains 1.2 and 0.7 dB on average, and loses at most 1.5 and
 * 0.8 dB. Images that were only shrunk should fall back: of those, 2 of 228 lie between the limits, and of 16 macro
 * photographs 3 of 80.
 */
const MIN_CONFIDENCE_LARGER = 0.45;
/**
 * The same at scale 1, where photographs that are already sharp, as most are, can only lose. Of 57 sharp ones (12 of
 * Kodak's, 34 of BSD68, 11 of Urban100) none has a confidence above 0.58; blurred with a Gaussian of 0.7 pixels, all
 * have at least 0.7. `npm run bench:wide -- PATH… --blurs gauss0.7,sharp` prints how many fall back.
 */
const MIN_CONFIDENCE_OWN_GRID = 0.65;
/**
 * The same of narrow kernels, whose mean variance along the axes, in squared pixels, is below the second. A sharp
 * picture that was turned a little or resized by a factor near 1 was interpolated, so it is a little soft, here more and
 * there less: one kernel for all of it makes it worse. Of 36 photographs of BSD68 and Urban100, resized to 0.9975, 0.95
 * and 1.05 or turned by 1°, six of 144 have a confidence above 0.65, up to 0.76, and a variance below 0.38. Of the same
 * under Gaussians of 0.7 pixels four lie there, of 0.8 none (`npm run bench:wide -- PATH… --blurs
 * resized0.95,resized1.05,gauss0.7`).
 */
const MIN_CONFIDENCE_NARROW = 0.77;
const NARROW = 0.38;
/** An image with a side below this has few blocks to measure a spectrum from. Only a warning depends on it. */
const SMALL_SIDE = 64;
/** Noise, in gray levels of 255, that hides most of a blur. Only a warning depends on it. */
const MUCH_NOISE = 4.5;

/** Width and height in pixels. */
type PictureSize = Pick<PlanarImage, "width" | "height">;

/** What becomes of the kernels that a method found. */
export interface Trusted {
  kernel: Kernel;
  kernels: Partial<Record<Scale, Kernel>>;
  confidence: number;
  /** As in {@link Judgement}: also where there is no falling back. */
  isTrusted: boolean;
  fellBack: boolean;
  warnings: Warning[];
}

/** How to decide. */
export interface TrustOptions {
  readonly scale: Scale;
  /** Whether to fall back at all; if not, the kernels are those that were found. */
  readonly fallback: boolean;
  /**
   * The evidence at the size that shows the blur (spectral/fit/blur-level.ts); default: that of the image's own size.
   */
  readonly shown?: BlurEvidence;
  /** The size of the picture, for the warnings; default: the evidence's, which differs where an image wraps. */
  readonly picture?: PictureSize;
  /** The least side of the safe kernels; default: that of the kernels that were found. */
  readonly sizeOf?: ((scale: Scale) => number) | undefined;
  readonly pause?: Pause;
}

/**
 * Decides whether the kernels that a method found are used.
 *
 * @param evidence of the image at its own size
 */
export async function trust(
  evidence: BlurEvidence,
  {
    kernelOf,
    judgedBy,
    judgement,
    judgedScale,
  }: Pick<Found<EstimateResult>, "kernelOf" | "judgedBy" | "judgement" | "judgedScale">,
  { scale, fallback, shown = evidence, picture = evidence, sizeOf, pause }: TrustOptions,
): Promise<Trusted> {
  const kernels = Object.fromEntries(SCALES_UP_TO[scale].map((s) => [s, kernelOf(s)])) as Trusted["kernels"];
  const found = kernels[scale] as Kernel;
  const ofScale = judgedScale ?? scale;
  const judged = (): Kernel => judgedBy?.(ofScale) ?? kernelOf(ofScale);
  const { confidence, isTrusted } =
    judgement ?? (await judgementOf(judged(), ofScale, evidence, { shown, pause }));
  const fellBack = fallback && !isTrusted;
  const warnings = warningsOf(picture, evidence.spectrum.noise, shown.isFaint);
  if (!fellBack) return { kernel: found, kernels, confidence, isTrusted, fellBack, warnings };

  // At scale 1 nobody asks for a softer picture.
  const sharpening = scale > 1 ? findSharpening(evidence) : undefined;
  if (sharpening) {
    warnings.push(
      sharpening.isCertain
        ? { code: "sharpened", message: "the image was sharpened: its halos are removed" }
        : {
            code: "maybe-sharpened",
            message: "the image may have been sharpened: its halos are reduced a little",
          },
    );
  } else {
    if (evidence.wasEnlarged) {
      warnings.push({
        code: "enlarged-before",
        message: "the picture was enlarged or stretched before: it has no more detail than a smaller one",
      });
    }
    const isLikelyApartFromGrain = (kernel: Kernel): boolean =>
      isLikely(kernel, ofScale, shown.confidenceApartFromGrain(kernel, ofScale));
    if (shown.isGrainy && isLikelyApartFromGrain(judged())) {
      warnings.push({
        code: "grainy",
        message: "the picture is grainy, and what looks like a blur may be its grain",
      });
    }
    warnings.push(noBlur(scale));
  }
  for (const s of SCALES_UP_TO[scale]) {
    const safe = sharpening ? sharpenedKernel(sharpening.amount, s) : bicubicKernel(s);
    kernels[s] = framed(safe, sizeOf?.(s) ?? kernels[s]?.size ?? 0);
  }
  return { kernel: kernels[scale] as Kernel, kernels, confidence, isTrusted, fellBack, warnings };
}

/**
 * How far a kernel can be trusted: the confidence that the spectrum gives, or 0 if the image's edges contradict the
 * kernel.
 *
 * @param evidence of the image at its own size
 * @param how.shown the evidence at the size that shows the blur; default: `evidence`
 * @param how.arcWeight the weight of the arc in the kernel, if that is a mean of shapes
 */
export async function judgementOf(
  kernel: Kernel,
  scale: Scale,
  evidence: BlurEvidence,
  {
    shown = evidence,
    arcWeight = 0,
    pause = noPause,
  }: { shown?: BlurEvidence | undefined; arcWeight?: number; pause?: Pause | undefined } = {},
): Promise<Judgement> {
  const confidence = shown.confidenceIn(kernel, scale, arcWeight);
  const isTrusted = isLikely(kernel, scale, confidence);
  if (isTrusted && (await isContradicted(evidence, kernel, scale, pause))) {
    return { confidence: 0, isTrusted: false };
  }
  return { confidence, isTrusted };
}

/** Whether a kernel for a scale factor is used that has this confidence. */
export function isLikely(kernel: Kernel, scale: Scale, confidence: number): boolean {
  if (scale > 1) return confidence >= (scale === 2 ? MIN_CONFIDENCE : MIN_CONFIDENCE_LARGER);
  const { yy, xx } = covariance(kernel);
  return confidence >= ((yy + xx) / 2 < NARROW ? MIN_CONFIDENCE_NARROW : MIN_CONFIDENCE_OWN_GRID);
}

/** A kernel of at least this size: a method's safe kernels have the size of those that it finds. */
function framed(kernel: Kernel, size: number): Kernel {
  return kernel.size < size ? reframe(kernel, size) : kernel;
}

function warningsOf({ width, height }: PictureSize, noise: number, isFaint: boolean): Warning[] {
  const warnings: Warning[] = [];
  if (Math.min(width, height) < SMALL_SIDE) {
    warnings.push({
      code: "small",
      message: `the picture is small (${width}×${height}): its blur is found less exactly`,
    });
  }
  if (isFaint) {
    warnings.push({
      code: "little-texture",
      message: "the picture has hardly any texture: what is found of its blur is not to be trusted",
    });
  }
  if (255 * noise > MUCH_NOISE) {
    warnings.push({
      code: "noisy",
      message: `the picture is noisy (by ${(255 * noise).toFixed(1)} of 255 gray levels): its blur is less certain`,
    });
  }
  return warnings;
}
