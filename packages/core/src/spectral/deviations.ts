/**
 * What the spectrum of a kernel has beyond that of its shape. No kernel is exactly a Gaussian or a line. If every weight is off by a part of its own,
 * independent of the others,
 *
 *     k_i = k̄_i (1 + σ e_i),   E e_i = 0,  E e_i² = 1,   then   E |K(f)|² = |K̄(f)|² + σ² Σ_i k̄_i²,
 *
 * as much at all frequencies. A Gaussian has next to nothing left at high ones: there this is what the image shows, and a fit that does not know it takes it for
 * a sharper Gaussian, or for an arc. Other shapes have more at high frequencies than this; with it they would only become more alike.
 */
import type { PowerTransfer } from "./shapes/shape.js";

/** σ: that of the kernels of DIV2KRK (kernel/random-kernel.ts), whose weights are off by up to a quarter, evenly: 0.25/√3. */
const DEVIATION = 0.25 / Math.sqrt(3);
/** Half the period of |K|², in cycles per pixel of the image: the weights are half a pixel apart, as for ×2. */
const BAND = 1;
/** Frequencies along each axis of it at which |K̄|² is averaged. */
const SAMPLES = 6;

/** E |K|². @param transfer |K̄|² */
export function withDeviations(transfer: PowerTransfer): PowerTransfer {
  const step = BAND / SAMPLES;
  // Σ k̄² is the mean of |K̄|² over a period (Parseval's theorem); |K̄|² is even, so that half of it will do.
  let sum = 0;
  for (let i = 0; i < SAMPLES; i++) {
    for (let j = -SAMPLES; j < SAMPLES; j++) sum += transfer((i + 0.5) * step, (j + 0.5) * step);
  }
  const excess = (DEVIATION ** 2 * sum) / (2 * SAMPLES ** 2);
  return (y, x) => transfer(y, x) + excess;
}
