/**
 * One rule of trust for all methods. The kernel that is returned lies between the one that a method found and a safe one,
 *
 *     k = t k_found + (1 − t) k_safe,   t = (c − 0.4) / 0.3 within [0, 1],
 *
 * c the confidence in k_found (spectral/confidence.ts). A kernel that is too wide ruins a picture, and half of it in a mean does
 * less than half of the harm. Below c = 0.4 it is the safe kernel alone: the bicubic one, that of images which were only shrunk,
 * or for an image that was sharpened the one which takes that back.
 */
import { bicubicKernel, type Kernel, reframe } from "../kernel/index.js";
import { averageKernels } from "../spectral/average-shapes.js";
import { type BlurEvidence, findSharpening, sharpenedKernel } from "../spectral/index.js";
import { SCALES_UP_TO, type Scale } from "./choices.js";

/** c up to which t is 0, and from which on it is 1. */
const MIN_CONFIDENCE = 0.4;
const SURE_CONFIDENCE = 0.7;
/** Probability of sharpening from which on it is taken back. */
const MIN_SHARPENING = 0.5;
/** Below this side an image has few blocks to look at. */
const SMALL_SIDE = 64;
/** Noise, in gray levels of 255, that hides most of a blur. */
const MUCH_NOISE = 4.5;

/** What becomes of the kernels that a method found. */
export interface Trusted {
  kernel: Kernel;
  kernels: Partial<Record<Scale, Kernel>>;
  confidence: number;
  fellBack: boolean;
  warnings: string[];
}

/**
 * @param kernelOf the kernel that was found, by scale factor
 * @param fallback whether to fall back at all; otherwise the kernels are those that were found
 */
export function trust(
  evidence: BlurEvidence,
  kernelOf: (scale: Scale) => Kernel,
  scale: Scale,
  fallback: boolean,
): Trusted {
  const confidence = evidence.confidenceIn(kernelOf(scale), scale);
  const share = fallback
    ? Math.min(1, Math.max(0, (confidence - MIN_CONFIDENCE) / (SURE_CONFIDENCE - MIN_CONFIDENCE)))
    : 1;
  const warnings = warningsOf(evidence);
  let safeKernel = bicubicKernel;
  if (share === 0) {
    const { probability, amount } = findSharpening(evidence);
    if (probability > MIN_SHARPENING) {
      safeKernel = (s) => sharpenedKernel(amount, s);
      warnings.push("the image was sharpened: its halos are taken back");
    } else warnings.push("no blur that can be undone: enlarged in the usual way, with the bicubic kernel");
  }
  const kernels: Partial<Record<Scale, Kernel>> = {};
  for (const s of SCALES_UP_TO[scale]) kernels[s] = mixed(kernelOf(s), safeKernel(s), share);
  return {
    kernel: kernels[scale] as Kernel,
    kernels,
    confidence,
    fellBack: share === 0,
    warnings,
  };
}

/** t of the one, 1 − t of the other. */
function mixed(found: Kernel, safe: Kernel, share: number): Kernel {
  if (share === 1) return found;
  if (share === 0) return safe;
  const size = Math.max(found.size, safe.size);
  return averageKernels([reframe(found, size), reframe(safe, size)], [share, 1 - share]);
}

function warningsOf({ width, height, isFaint, spectrum }: BlurEvidence): string[] {
  const warnings: string[] = [];
  if (Math.min(width, height) < SMALL_SIDE) {
    warnings.push(`the image is small (${width}×${height}): expect a rougher kernel`);
  }
  if (isFaint) warnings.push("there is hardly any texture in the image: do not trust the kernel");
  if (255 * spectrum.noise > MUCH_NOISE) {
    warnings.push(
      `the image is noisy (standard deviation ${(255 * spectrum.noise).toFixed(1)} of 255): the kernel is less certain`,
    );
  }
  return warnings;
}
