/**
 * One rule of trust for all methods. A kernel that is too wide ruins a picture, so one that is not likely to be right
 * is not used: below a confidence (spectral/confidence.ts) of 0.53, at ×3 and more 0.45, at scale 1 0.65, the safe
 * kernel takes its place, the bicubic one, that of images which were only shrunk (at scale 1 the identity), or for an
 * image that was sharpened the one which takes that back. The same happens, whatever the confidence, where the image's
 * edges contradict the kernel (contradiction.ts). A kernel without a model has been judged by a limit of its own
 * (auto.ts) before it comes here.
 */
import type { PlanarImage } from "../image/index.js";
import { bicubicKernel, type Kernel, reframe } from "../kernel/index.js";
import { noPause, type Pause } from "../pause.js";
import { type BlurEvidence, findSharpening, sharpenedKernel } from "../spectral/index.js";
import { SCALES_UP_TO, type Scale } from "./choices.js";
import { isContradicted } from "./contradiction.js";
import type { Found, Judgement } from "./method.js";
import type { EstimateResult } from "./result.js";

/**
 * The confidence from which on a kernel is used: `npm run bench:fit-confidence` prints what is gained and lost by
 * others.
 */
const MIN_CONFIDENCE = 0.53;
/**
 * The same at ×3 and more, where kernels bring more than the confidence promises. Of 34 photographs of BSD68 and 14 of
 * Urban100, whole and small, the cases without compression between the two limits (`npm run bench:fit-confidence`; 24
 * at ×3, 18 at ×4) gain 1.2 and 0.7 dB on average, at worst −1.5 and −0.8; two of 228 that were only shrunk are among
 * them. Of 16 macro photographs 3 of 80 that were only shrunk lie there.
 */
const MIN_CONFIDENCE_LARGER = 0.45;
/**
 * The same at scale 1, where a photograph that is as sharp as most has everything to lose: of 57 sharp ones (12 of
 * Kodak's, 34 of BSD68, 11 of Urban100) none has more than 0.58, with a Gaussian of 0.7 pixels all have 0.7 and more.
 * `npm run bench:wide -- PATH… --blurs gauss0.7,sharp` prints how many fall back.
 */
const MIN_CONFIDENCE_OWN_GRID = 0.65;
/** Below this side an image has few blocks to look at. */
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
  fellBack: boolean;
  warnings: string[];
}

/**
 * @param found the kernels, by scale factor
 * @param fallback whether to fall back at all; otherwise the kernels are those that were found
 * @param how.shown the evidence at the size at which the image shows its blur (spectral/blur-level.ts)
 * @param how.picture the size of the picture, where the evidence is of one that goes on across its borders
 * @param how.sizeOf the frame of the safe kernels; by default that of the kernels that were found
 */
export async function trust(
  evidence: BlurEvidence,
  {
    kernelOf,
    judgedBy,
    judgement,
    judgedScale,
  }: Pick<Found<EstimateResult>, "kernelOf" | "judgedBy" | "judgement" | "judgedScale">,
  scale: Scale,
  fallback: boolean,
  {
    shown = evidence,
    picture = evidence,
    sizeOf,
    pause,
  }: {
    shown?: BlurEvidence;
    picture?: PictureSize;
    sizeOf?: ((scale: Scale) => number) | undefined;
    pause?: Pause;
  } = {},
): Promise<Trusted> {
  const kernels = Object.fromEntries(SCALES_UP_TO[scale].map((s) => [s, kernelOf(s)])) as Trusted["kernels"];
  const found = kernels[scale] as Kernel;
  const ofScale = judgedScale ?? scale;
  const judged = (): Kernel => judgedBy?.(ofScale) ?? kernelOf(ofScale);
  const { confidence, isTrusted } =
    judgement ?? (await judgementOf(judged(), ofScale, evidence, { shown, pause }));
  const fellBack = fallback && !isTrusted;
  const warnings = warningsOf(picture, evidence.spectrum.noise, shown.isFaint);
  if (!fellBack) return { kernel: found, kernels, confidence, fellBack, warnings };

  // At scale 1 nobody asks for a softer picture.
  const sharpening = scale > 1 ? findSharpening(evidence) : undefined;
  if (sharpening) {
    warnings.push(
      sharpening.isCertain
        ? "the image was sharpened: its halos are taken back"
        : "the image may have been sharpened: its halos are taken back a little",
    );
  } else {
    if (evidence.wasEnlarged)
      warnings.push("the picture was enlarged or stretched before: it has no more detail than a smaller one");
    if (shown.isGrainy && shown.confidenceApartFromGrain(judged(), ofScale) >= minConfidence(ofScale)) {
      warnings.push("the picture is grainy, and what looks like a blur may be its grain");
    }
    warnings.push(
      scale === 1
        ? "no blur that can be undone: nothing is sharpened"
        : "no blur that can be undone: enlarged in the usual way, with the bicubic kernel",
    );
  }
  for (const s of SCALES_UP_TO[scale]) {
    const safe = sharpening ? sharpenedKernel(sharpening.amount, s) : bicubicKernel(s);
    kernels[s] = framed(safe, sizeOf?.(s) ?? kernels[s]?.size ?? 0);
  }
  return { kernel: kernels[scale] as Kernel, kernels, confidence, fellBack, warnings };
}

/**
 * How far the spectrum says that a kernel can be trusted, unless the image's edges contradict it.
 *
 * @param evidence of the image at its own size
 * @param how.shown at the size at which the image shows its blur
 * @param how.arcWeight the weight of the arc in it, where it is a mean of shapes
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
  const isLikely = confidence >= minConfidence(scale);
  if (isLikely && (await isContradicted(evidence, kernel, scale, pause))) {
    return { confidence: 0, isTrusted: false };
  }
  return { confidence, isTrusted: isLikely };
}

/** The confidence from which on a kernel for a scale is used. */
export function minConfidence(scale: Scale): number {
  if (scale === 1) return MIN_CONFIDENCE_OWN_GRID;
  return scale === 2 ? MIN_CONFIDENCE : MIN_CONFIDENCE_LARGER;
}

/**
 * In a frame of at least this size: the kernels of a method have the same size, whether they are those that it found or
 * not.
 */
function framed(kernel: Kernel, size: number): Kernel {
  return kernel.size < size ? reframe(kernel, size) : kernel;
}

function warningsOf({ width, height }: PictureSize, noise: number, isFaint: boolean): string[] {
  const warnings: string[] = [];
  if (Math.min(width, height) < SMALL_SIDE) {
    warnings.push(`the picture is small (${width}×${height}): its blur is found less exactly`);
  }
  if (isFaint)
    warnings.push("the picture has hardly any texture: what is found of its blur is not to be trusted");
  if (255 * noise > MUCH_NOISE) {
    warnings.push(
      `the picture is noisy (by ${(255 * noise).toFixed(1)} of 255 gray levels): its blur is less certain`,
    );
  }
  return warnings;
}
