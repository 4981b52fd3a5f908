/**
 * What the spectrum of a kernel has beyond that of its shape. No kernel is exactly a Gaussian or a line. If every
 * weight is off by a part of its own, independent of the others,
 *
 *     k_i = k̄_i (1 + σ e_i),   E e_i = 0,  E e_i² = 1,   then   E |K(f)|² = |K̄(f)|² + σ² Σ_i k̄_i²,
 *
 * as much at all frequencies. A Gaussian has next to nothing left at high ones: there this is what the image shows, and
 * a fit that does not know it takes it for a sharper Gaussian, or for an arc. Other shapes have more at high
 * frequencies than this; with it they would only become more alike.
 */
import type { PowerTransfer } from "../shapes/shape.js";

/**
 * σ: that of the kernels of DIV2KRK (kernel/random-kernel.ts), whose weights are off by up to a quarter, evenly:
 * 0.25/√3.
 */
const DEVIATION = 0.25 / Math.sqrt(3);
/** Half the period of |K|², in cycles per pixel of the image: the weights are half a pixel apart, as for ×2. */
const BAND = 1;
/** Frequencies along each axis of it at which |K̄|² is averaged. */
const SAMPLES = 6;
const COUNT = 2 * SAMPLES ** 2;
const STEP = BAND / SAMPLES;
const SAMPLED_Y = Float64Array.from(
  { length: COUNT },
  (_, i) => (Math.floor(i / (2 * SAMPLES)) + 0.5) * STEP,
);
const SAMPLED_X = Float64Array.from(
  { length: COUNT },
  (_, i) => ((i % (2 * SAMPLES)) - SAMPLES + 0.5) * STEP,
);

/**
 * E |K|².
 *
 * @param transfer |K̄|²
 */
export function withDeviations(transfer: PowerTransfer): PowerTransfer {
  // Σ k̄² is the mean of |K̄|² over a period (Parseval's theorem); |K̄|² is even, so that half of it will do.
  const samples = new Float64Array(COUNT);
  transfer(SAMPLED_Y, SAMPLED_X, samples);
  const excess = (DEVIATION ** 2 * samples.reduce((sum, value) => sum + value, 0)) / COUNT;
  return (y, x, power) => {
    transfer(y, x, power);
    for (let i = 0; i < power.length; i++) power[i]! += excess;
  };
}
