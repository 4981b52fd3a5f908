/**
 * Moments of a kernel, seen as a distribution of mass over its pixels (0-based row y, column x):
 *
 *     sum Σ k,   centre of mass Σ k·(y, x) / Σ k,   covariance Σ k·(y − ȳ, x − x̄)(y − ȳ, x − x̄)ᵀ / Σ k
 */
import { check } from "../errors.js";
import type { Kernel } from "./kernel.js";

/** A position in a kernel, in high-resolution pixels, 0-based from its top-left weight. */
export interface KernelPoint {
  readonly y: number;
  readonly x: number;
}

/** A symmetric 2×2 covariance matrix, in squared high-resolution pixels. */
export interface Covariance {
  readonly yy: number;
  readonly yx: number;
  readonly xx: number;
}

/** The principal axes of a covariance. */
export interface PrincipalAxes {
  /** The variances along and across the direction of the greatest variance. */
  readonly along: number;
  readonly across: number;
  /** That direction, from x towards y, in radians. */
  readonly angle: number;
}

/**
 * The kurtosis up to which a kernel is a disk, a line or a path, whose spectra have zeros, and from which on a Gaussian,
 * or like one; `npm run bench:fit-light -- … --kernels` prints that of kernels that were estimated.
 */
export const GAUSSIAN_KURTOSIS = 2.4;

/** Sums this close to 0, relative to Σ|k|, make positions and normalised weights meaningless. */
const MIN_SUM = 1e-6;

/** The sum of a kernel's weights. */
export function kernelSum(kernel: Kernel): number {
  return kernel.data.reduce((sum, weight) => sum + weight, 0);
}

/**
 * Sum of the weights, checked to be safe to divide by.
 *
 * @throws KernelGanError `invalid-argument` if the sum is not positive (or a rounding error of positive and
 *   negative weights that cancel).
 */
function positiveSum(kernel: Kernel): number {
  const sum = kernelSum(kernel);
  const magnitude = kernel.data.reduce((total, weight) => total + Math.abs(weight), 0);
  check(sum > MIN_SUM * magnitude, () => `a kernel's weights must sum to a positive number, got ${sum}`);
  return sum;
}

/**
 * The kernel divided by its sum.
 *
 * @throws KernelGanError `invalid-argument` if the sum is not positive.
 */
export function normaliseKernel(kernel: Kernel): Kernel {
  const sum = positiveSum(kernel);
  return { ...kernel, data: kernel.data.map((weight) => weight / sum) };
}

/**
 * The centre of mass of a kernel.
 *
 * @throws KernelGanError `invalid-argument` if the weights' sum is not positive.
 */
export function centreOfMass(kernel: Kernel): KernelPoint {
  const sum = positiveSum(kernel);
  const { size, data } = kernel;
  let momentY = 0;
  let momentX = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const mass = data[y * size + x]!;
      momentY += y * mass;
      momentX += x * mass;
    }
  }
  return { y: momentY / sum, x: momentX / sum };
}

/**
 * The covariance about the centre of mass: how wide the blur is in each direction.
 *
 * @throws KernelGanError `invalid-argument` if the weights' sum is not positive.
 */
export function covariance(kernel: Kernel): Covariance {
  const sum = positiveSum(kernel);
  const centre = centreOfMass(kernel);
  const { size, data } = kernel;
  let yy = 0;
  let yx = 0;
  let xx = 0;
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const mass = data[y * size + x]! / sum;
      yy += mass * (y - centre.y) ** 2;
      yx += mass * (y - centre.y) * (x - centre.x);
      xx += mass * (x - centre.x) ** 2;
    }
  }
  return { yy, yx, xx };
}

/** The eigenvalues of a covariance and its direction; rounding may leave the smaller one slightly below 0. */
export function principalAxes({ yy, yx, xx }: Covariance): PrincipalAxes {
  const mean = (yy + xx) / 2;
  const distance = Math.hypot((yy - xx) / 2, yx);
  return { along: mean + distance, across: mean - distance, angle: 0.5 * Math.atan2(2 * yx, xx - yy) };
}

/**
 * An angle of image coordinates, whose rows go down, as it is seen: in degrees counterclockwise from the horizontal, in
 * [0, 180).
 *
 * @param angle in radians, in [−π/2, π/2]
 */
export function seenDegrees(angle: number): number {
  return ((-angle * 180) / Math.PI + 180) % 180;
}

/**
 * Kurtosis of a kernel's profile along its longer axis, Σ k u⁴ / (Σ k u²)²: 1.8 for a line, 2 for a disk, 3 for a
 * Gaussian; NaN for a single weight, which has no extent.
 *
 * @throws KernelGanError `invalid-argument` if the weights' sum is not positive.
 */
export function kurtosisAlong(kernel: Kernel): number {
  const sum = positiveSum(kernel);
  const centre = centreOfMass(kernel);
  const { angle } = principalAxes(covariance(kernel));
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const { size, data } = kernel;
  let [second, fourth] = [0, 0];
  for (let y = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const square = ((x - centre.x) * cos + (y - centre.y) * sin) ** 2;
      const mass = data[y * size + x]! / sum;
      second += mass * square;
      fourth += mass * square ** 2;
    }
  }
  return fourth / second ** 2;
}

/**
 * Whether a kernel is a Gaussian, or like one.
 *
 * @throws KernelGanError `invalid-argument` if the weights' sum is not positive.
 */
export function isGaussian(kernel: Kernel): boolean {
  return kurtosisAlong(kernel) >= GAUSSIAN_KURTOSIS;
}
