/**
 * The Bessel function J₁, for the Fourier transform of a disk. For 0 ≤ x ≤ 3 and above, polynomials in x/3 and 3/x
 * with errors below 1.3e-8·x and 1.1e-7/√x.
 *
 * Reference: M. Abramowitz, I. Stegun, "Handbook of Mathematical Functions", 1964, 9.4.4 and 9.4.6.
 */
import { tabulated } from "./tabulated.js";

/** J₁(x) / x. */
const SMALL = [0.5, -0.56249985, 0.21093573, -0.03954289, 0.00443319, -0.00031761, 0.00001109] as const;
/** Amplitude and phase for large x, in powers of 3/x. */
const AMPLITUDE = [
  0.79788456, 0.00000156, 0.01659667, 0.00017105, -0.00249511, 0.00113653, -0.00020033,
] as const;
const PHASE = [-2.35619449, 0.12499612, 0.0000565, -0.00637879, 0.00074348, 0.00079824, -0.00029166] as const;

/** @param x ≥ 0 */
export function besselJ1(x: number): number {
  if (x <= 3) return x * polynomial(SMALL, (x / 3) ** 2);
  return (polynomial(AMPLITUDE, 3 / x) * Math.cos(x + polynomial(PHASE, 3 / x))) / Math.sqrt(x);
}

/** 2 J₁(r)/r, the Fourier transform of a disk; from a table, with an error of 10⁻⁷. */
export const jinc: (r: number) => number = /* @__PURE__ */ tabulated(
  (r) => (Math.abs(r) < 1e-4 ? 1 : (2 * besselJ1(Math.abs(r))) / Math.abs(r)),
  32,
  192,
);

/** Σ c_i x^i, by Horner's rule. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!;
  return sum;
}
