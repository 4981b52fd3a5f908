/**
 * How alike two kernels are. Kernels are determined only up to a shift, so both are centred first, in a frame that
 * holds both.
 *
 * What the numbers are worth: what matters in the end is the image that comes out with a kernel, and for that its
 * width and direction matter most. So look at `traceRatio` and the covariances first (KernelGAN's typical error is
 * a trace of 0.5 to 0.75 of the true one), at `correlation` for the shape. `psnr` is here because papers report it;
 * it says little: the many pixels near 0 that any two kernels agree on dominate it.
 */
import { centreKernel } from "./centre.js";
import { oddFrame } from "./frame.js";
import type { Kernel } from "./kernel.js";
import { type Covariance, covariance } from "./moments.js";

/** What {@link compareKernels} finds, of kernel a against reference b. */
export interface KernelComparison {
  /**
   * trace(Σ_a) / trace(Σ_b): below 1, a is too narrow (its result too soft); above 1, too wide (ringing); 1 if both are
   * 0, as that of the bicubic kernel is; Infinity if that of b alone is.
   */
  readonly traceRatio: number;
  /** Covariance of a, in px². */
  readonly covarianceA: Covariance;
  /** Covariance of b, in px². */
  readonly covarianceB: Covariance;
  /** Normalised cross-correlation Σ a·b / (‖a‖ ‖b‖), 1 for equal shapes. */
  readonly correlation: number;
  /** Σ |a − b|: 0 for equal kernels, 2 for kernels that do not overlap. */
  readonly l1: number;
  /** 10 log₁₀(max(b)² / mean (a − b)²) in dB over the common frame; Infinity for equal kernels. */
  readonly psnr: number;
}

/**
 * Compares kernel `a` (an estimate) with kernel `b` (the reference), both centred for `scale` and zero-padded to
 * the larger of their sizes.
 *
 * @throws KernelGanError `invalid-argument` if a kernel's weights do not sum to a positive number.
 */
export function compareKernels(a: Kernel, b: Kernel, scale: number): KernelComparison {
  // Odd frames: shifting half a pixel just to change parity would blur one of the two.
  const [oddA, oddB] = [oddFrame(a), oddFrame(b)];
  const size = Math.max(oddA.size, oddB.size);
  const centredA = centreKernel(oddA, scale, { size });
  const centredB = centreKernel(oddB, scale, { size });
  let dot = 0;
  let energyA = 0;
  let energyB = 0;
  let l1 = 0;
  let squared = 0;
  let peak = 0;
  for (let i = 0; i < size * size; i++) {
    const [p, q] = [centredA.data[i]!, centredB.data[i]!];
    dot += p * q;
    energyA += p * p;
    energyB += q * q;
    l1 += Math.abs(p - q);
    squared += (p - q) ** 2;
    peak = Math.max(peak, q);
  }
  const covarianceA = covariance(centredA);
  const covarianceB = covariance(centredB);
  // Those of the bicubic kernel are 0: it keeps parabolas as they are.
  const [traceA, traceB] = [covarianceA, covarianceB].map(traceOf) as [number, number];
  return {
    traceRatio: traceA === traceB ? 1 : traceA / traceB,
    covarianceA,
    covarianceB,
    correlation: dot / Math.sqrt(energyA * energyB),
    l1,
    psnr: 10 * Math.log10((peak ** 2 * size * size) / squared),
  };
}

/** In px²; what rounding leaves of a sum that is 0 is 0, or two kernels without width would have any ratio. */
function traceOf({ xx, yy }: Covariance): number {
  return Math.abs(xx + yy) < ROUNDING ? 0 : xx + yy;
}

const ROUNDING = 1e-9;
