/**
 * Centring: shifting a kernel with sub-pixel accuracy so that its centre of mass is where the convention wants it
 * (see kernel.ts). The method defines kernels only up to a shift of the image, and a kernel that is off by a pixel
 * shifts whatever is upscaled with it by a pixel.
 *
 *     k'[i] = P( Σ_j η(i − j − d) k[j] ),   d such that the centre of mass of k' is the aligned centre
 *
 * along both axes, with η the cardinal cubic spline (interpolation by cubic B-splines, as `scipy.ndimage.shift`
 * does) and P the projection onto non-negative kernels of sum 1 (simplex.ts).
 *
 * Why these two: 100 kernels of each kind, rendered off-centre by U(−1, 1) px and on the aligned centre; mean
 * Σ|shifted − rendered on the centre|, and in brackets how much the trace of the covariance grew:
 *
 *     interpolation, made ≥ 0 by   Gaussian        motion         defocus disk   camera shake
 *     linear                       0.073 (+7.2%)   0.347 (+16%)   0.155 (+13%)   0.335 (+16%)
 *     Keys' cubic, clip + divide   0.026 (+0.1%)   0.265 (+11%)   0.112 (+7%)    0.255 (+9%)
 *     Keys' cubic, projection      0.026 (−0.2%)   0.241 (+7%)    0.105 (+5%)    0.241 (+5%)
 *     cubic spline, clip + divide  0.013 (−0.2%)   0.251 (+23%)   0.107 (+12%)   0.241 (+18%)
 *     cubic spline, projection     0.013 (−0.3%)   0.195 (+5%)    0.091 (+4%)    0.210 (+3%)
 *     Lanczos-3, projection        0.020 (−0.6%)   0.187 (+4%)    0.089 (+4%)    0.207 (+2%)
 *
 * The spline is the sharpest on smooth kernels, keeps mean and covariance exactly (before P), and rings beside
 * sharp edges; there the projection removes both the negative ripples and the far positive ones, which clipping
 * leaves in place and blows up. Sharp edges are lost in part whatever one does: they are not sampled well enough
 * to be shifted, so a kernel that is centred already is left as it is. Isolated spikes are the extreme: there the
 * ripples can outweigh what is shifted, and linear interpolation, which has none, takes over.
 */

import { check } from "../errors.js";
import { projectToSimplex } from "../math/simplex.js";
import { checkInteger } from "../range.js";
import { alignedCentre, type Kernel } from "./kernel.js";
import { centreOfMass, type KernelPoint, kernelSum, normaliseKernel } from "./moments.js";

/** Options of {@link centreKernel}. */
export interface CentreOptions {
  /** Side length of the result; default: that of the kernel. */
  readonly size?: number;
}

/** How far from its place the centre of mass may end up, in pixels. */
const TOLERANCE = 1e-4;

/** How far it may be without trying linear interpolation instead. */
const GOOD_ENOUGH = 1e-3;

/** Shifts tried. Gaussians need 2, camera shake 5; more only where much of the mass leaves the frame. */
const MAX_SHIFTS = 50;

/** A shift that keeps less than this part of the mass inside the frame keeps nothing but ripples. */
const MIN_INSIDE = 0.01;

/** Weights below −this × the largest make a kernel one with negative weights (bicubic) rather than rounding. */
const NEGATIVE = 1e-6;

/** Pole of the cubic B-spline's interpolation filter. */
const POLE = Math.sqrt(3) - 2;

/** Cubic B-spline: a bell of support (−2, 2). */
function bSpline(x: number): number {
  const t = Math.abs(x);
  if (t < 1) return 2 / 3 - t * t * (1 - t / 2);
  return t < 2 ? (2 - t) ** 3 / 6 : 0;
}

/**
 * Cardinal cubic spline η: 1 at 0, 0 at the other integers, `η(x) = √3 Σ_j z^|j| B(x − j)`, z = √3 − 2.
 * (M. Unser, "Splines: a perfect fit for signal and image processing", IEEE Signal Processing Magazine, 1999.)
 */
function cardinalSpline(x: number): number {
  let sum = 0;
  for (let j = Math.floor(x) - 1; j <= Math.floor(x) + 2; j++) sum += POLE ** Math.abs(j) * bSpline(x - j);
  return Math.sqrt(3) * sum;
}

/** Linear interpolation's basis function. */
function linear(x: number): number {
  return Math.max(0, 1 - Math.abs(x));
}

/**
 * Distance beyond which a sample contributes nothing that a sum of doubles would hold: there the spline is below 1e-17.
 */
const REACH = 32;

/** What one sample of a signal contributes at distance x. */
type Basis = (x: number) => number;

/** basis(i − j − shift) of all samples j, for one output i: those from number `first` on that are within reach. */
interface ShiftRow {
  readonly first: number;
  readonly weights: Float64Array;
}

function shiftRows(rows: number, columns: number, shift: number, basis: Basis): ShiftRow[] {
  return Array.from({ length: rows }, (_, i) => {
    const first = Math.min(columns, Math.max(0, Math.ceil(i - shift - REACH)));
    const end = Math.max(first, Math.min(columns, Math.floor(i - shift + REACH) + 1));
    return {
      first,
      weights: Float64Array.from({ length: end - first }, (_, k) => basis(i - first - k - shift)),
    };
  });
}

/** The kernel moved down by `by.y` and right by `by.x` pixels, in a frame of `size`; zeros come in from outside. */
function shiftKernel(kernel: Kernel, by: KernelPoint, size: number, basis: Basis): Kernel {
  const n = kernel.size;
  const vertical = shiftRows(size, n, by.y, basis);
  const horizontal = shiftRows(size, n, by.x, basis);
  const data = new Float64Array(size * size);
  const row = new Float64Array(n);
  for (const [y, { first, weights }] of vertical.entries()) {
    row.fill(0);
    for (const [k, weight] of weights.entries()) {
      const start = (first + k) * n;
      for (let x = 0; x < n; x++) row[x]! += weight * kernel.data[start + x]!;
    }
    for (const [x, { first, weights }] of horizontal.entries()) {
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k]! * row[first + k]!;
      data[y * size + x] = sum;
    }
  }
  return { size, data };
}

/**
 * Shifts a kernel so that its centre of mass lies at `alignedCentre(size, scale)`, within 1e-3 pixels (nearly
 * always 1e-4) unless the frame is too small for that; the result sums to 1.
 *
 * What is pushed over the border is lost, the rest is renormalised and the shift corrected for it. Always shifts
 * the kernel given, never an already shifted one, so it is interpolated once however many corrections it takes.
 * Weights stay ≥ 0; a kernel that has negative weights (bicubic) keeps them.
 *
 * @param kernel weights with a positive sum; off-centre by any amount.
 * @param scale downscaling factor s that the kernel is for.
 * @throws KernelGanError `invalid-argument` if the weights do not sum to a positive number, or the frame is too small
 *   to hold the centre or any of the kernel's mass.
 * @example centreKernel(kernel(13, weights), 2) // centre of mass at (6.5, 6.5)
 */
export function centreKernel(kernel: Kernel, scale: number, options: CentreOptions = {}): Kernel {
  const { size = kernel.size } = options;
  checkInteger("the scale", scale, { min: 1 });
  checkInteger("a kernel's size", size, { min: 1 });
  const target = alignedCentre(size, scale);
  check(
    target <= size - 1,
    () => `a ${size}×${size} kernel is too small for scale ${scale}: its centre would lie at ${target}`,
  );
  const start = centreOfMass(kernel);
  const distance = Math.hypot(target - start.y, target - start.x);
  if (size === kernel.size && distance < TOLERANCE) return normaliseKernel(kernel);
  const smooth = approach(kernel, target, size, cardinalSpline);
  if (smooth.error < GOOD_ENOUGH) return smooth.kernel;
  const plain = approach(kernel, target, size, linear);
  return plain.error < smooth.error ? plain.kernel : smooth.kernel;
}

/** A shifted kernel, and how far its centre of mass is from its place. */
interface Attempt {
  readonly kernel: Kernel;
  readonly missing: KernelPoint;
  readonly error: number;
}

/** Shifts by what was missing the last time, until nothing is; the best of these attempts. */
function approach(kernel: Kernel, target: number, size: number, basis: Basis): Attempt {
  const largest = kernel.data.reduce((max, weight) => Math.max(max, weight), 0);
  const signed = kernel.data.some((weight) => weight < -NEGATIVE * largest);
  const start = centreOfMass(kernel);
  /** Undefined where (almost) nothing of the kernel stays in the frame. */
  const attempt = (by: KernelPoint): Attempt | undefined => {
    const shifted = shiftKernel(kernel, by, size, basis);
    if (kernelSum(shifted) <= MIN_INSIDE * kernelSum(kernel)) return undefined;
    const normalised = normaliseKernel(shifted);
    const result = signed ? normalised : { size, data: projectToSimplex(normalised.data) };
    const centre = centreOfMass(result);
    const missing = { y: target - centre.y, x: target - centre.x };
    return { kernel: result, missing, error: Math.hypot(missing.y, missing.x) };
  };
  let by = { y: target - start.y, x: target - start.x };
  let latest = attempt(by);
  check(
    latest !== undefined,
    () => `centring would push the kernel out of its frame of ${size}×${size}: ask for a larger size`,
  );
  let best = latest;
  for (let i = 1; i < MAX_SHIFTS && latest && latest.error >= TOLERANCE; i++) {
    by = { y: by.y + latest.missing.y, x: by.x + latest.missing.x };
    latest = attempt(by);
    if (latest && latest.error < best.error) best = latest;
  }
  return best;
}
