/**
 * The shapes of blur that are looked for, each with its power transfer function |K(f)|² in closed form. Lengths in
 * pixels of the (low-resolution) image, f in cycles per pixel of it: nothing here depends on the scale factor.
 *
 *     gaussian   exp(−(2π)² fᵀ Σ f)                                                       Σ
 *     disk       (2 J₁(r)/r)² · exp(−(2π)² τ² |f|²),   r = 4π √(fᵀ (Σ − τ²) f)             Σ: an even ellipse, blurred
 *     motion     (sin t / t)² · exp(−(2π)² τ² |f|²),   t = π ℓ (f · (cos θ, sin θ))        ℓ, θ, τ: an even line, blurred
 *     arc        a bent path, blurred (arc-shape.ts)                                       a, b, τ
 *     bicubic    (B(f_x) B(f_y))²,                                                         nothing
 *                B(f) = 3 (s(f)² − s(2f)) / (π f)² − (3 s(2f)² − 2 s(2f) − s(4f)) / (π f)²,   s(f) = sin(π f)/(π f)
 *
 * The last is what image programs shrink with (Keys' cubic with a = −½, of unit width): no blur to speak of.
 * A uniform ellipse of covariance Σ is the image of the unit disk, of covariance 1/4, under 2 Σ^½: defocus if round.
 *
 * Reference: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE Trans. Acoustics, Speech, and
 * Signal Processing 29(6), 1981.
 */
import {
  alignedCentre,
  bicubicKernel,
  type Covariance,
  centreKernel,
  type Kernel,
  normaliseKernel,
  oddFrame,
  reframe,
} from "../kernel/index.js";
import {
  arcExcess,
  arcPath,
  arcStarts,
  arcTrace,
  arcTransfer,
  mirroredArc,
  type PathPoint,
} from "./arc-shape.js";
import { besselJ1 } from "./bessel.js";

/** A covariance in squared pixels of the low-resolution image: that of the kernel over s². */
export type ScaleFreeCovariance = Covariance;

/** Names of the shapes. */
export type BlurShape = "gaussian" | "disk" | "motion" | "arc" | "bicubic";

/** What the fit varies: three numbers (an arc: five, bicubic: none), all of order 1, a step of 0.1 being small. */
export type ShapeParameters = readonly number[];

/** Least and greatest standard deviation of a blur along any direction, in pixels of the image. */
const NARROWEST = 0.28;
const WIDEST = 1.5;
/** What the fit of a shape begins with: the Gaussian's covariance and three quarters of it, and a round one of usual size. */
const FIRST_SIZES = [1, 0.75] as const;
const USUAL_VARIANCE = 0.5;
/** The same for lines: directions, and the variances along and across. The Gaussian's fit may fail on them. */
const DIRECTIONS = 4;
const LINE_VARIANCES = [0.9, 0.15] as const;
/** Blur of an ellipse's edge (τ), in pixels of the image: a quarter, half a high-resolution pixel at ×2. */
const EDGE = 0.25;
/** Lengths of a motion, and its blur (τ). */
const MOTION_LENGTHS = [0.6, 5.5] as const;
const MOTION_BLURS = [0.28, 0.75] as const;
/** Points that shapes are drawn with: along a radius, and along a line. */
const RADIAL_POINTS = 8;
const LINE_POINTS = 31;

/** |K(f)|², f = (y, x) in cycles per pixel. */
export type PowerTransfer = (y: number, x: number) => number;

/** K(f) = Σ k[p] exp(2πi f·p), real and imaginary part. */
export type Transfer = (y: number, x: number) => readonly [number, number];

/** One shape with its parameters. */
export interface ShapeModel {
  /** Where to begin, from the covariance of a Gaussian fit: one or several guesses. */
  starts(covariance: ScaleFreeCovariance): ShapeParameters[];
  /** How far the parameters lie outside their range, 0 inside. */
  excess(parameters: ShapeParameters): number;
  /** The trace of the covariance. */
  trace(parameters: ShapeParameters): number;
  transfer(parameters: ShapeParameters): PowerTransfer;
  /** The kernel for a scale factor, aligned, sum 1, (6s + 1)². */
  kernel(parameters: ShapeParameters, scale: number): Kernel;
  /** Shapes that are not their own mirror image: the mirrored parameters, and K with its phase. */
  readonly asymmetry?: {
    mirrored(parameters: ShapeParameters): ShapeParameters;
    transfer(parameters: ShapeParameters): Transfer;
  };
}

/** A covariance and a smaller one. */
function sizes({ yy, yx, xx }: ScaleFreeCovariance): ScaleFreeCovariance[] {
  return FIRST_SIZES.map((size) => ({ yy: size * yy, yx: size * yx, xx: size * xx }));
}

/** Covariances of lines in all directions. */
function lines(): ScaleFreeCovariance[] {
  const [along, across] = LINE_VARIANCES;
  return Array.from({ length: DIRECTIONS }, (_, i) => {
    const [cos, sin] = [Math.cos((Math.PI * i) / DIRECTIONS), Math.sin((Math.PI * i) / DIRECTIONS)];
    return {
      yy: along * sin * sin + across * cos * cos,
      yx: (along - across) * sin * cos,
      xx: along * cos * cos + across * sin * sin,
    };
  });
}

/** Where an ellipse's fit begins. */
function ellipseStarts(covariance: ScaleFreeCovariance): ShapeParameters[] {
  return [...sizes(covariance), { yy: USUAL_VARIANCE, yx: 0, xx: USUAL_VARIANCE }].map(toCholesky);
}

function covarianceTrace(parameters: ShapeParameters): number {
  const { yy, xx } = fromCholesky(parameters);
  return yy + xx;
}

/** A covariance as log a, log d, c with Σ = L Lᵀ, L = [[a, 0], [c·a, d]] over (x, y): positive for any numbers. */
function toCholesky({ yy, yx, xx }: ScaleFreeCovariance): ShapeParameters {
  const a = Math.sqrt(xx);
  const below = yx / a;
  return [Math.log(a), 0.5 * Math.log(Math.max(NARROWEST ** 2 / 4, yy - below ** 2)), below / a];
}

function fromCholesky([logA, logD, c]: ShapeParameters): ScaleFreeCovariance {
  const a = Math.exp(logA);
  return { xx: a * a, yx: c * a * a, yy: (c * a) ** 2 + Math.exp(2 * logD) };
}

/** A covariance as the log of a motion's length, its angle and the log of its blur. */
function toMotion({ yy, yx, xx }: ScaleFreeCovariance): ShapeParameters {
  const distance = Math.hypot((yy - xx) / 2, yx);
  const narrow = Math.min(Math.max((yy + xx) / 2 - distance, MOTION_BLURS[0] ** 2), MOTION_BLURS[1] ** 2);
  const length = Math.sqrt(12 * Math.max(0.08, (yy + xx) / 2 + distance - narrow));
  return [Math.log(length), 0.5 * Math.atan2(2 * yx, xx - yy), 0.5 * Math.log(narrow)];
}

function covarianceExcess([logA, logD]: ShapeParameters): number {
  return (
    outside(logA, Math.log(NARROWEST), Math.log(WIDEST)) +
    outside(logD, Math.log(NARROWEST), Math.log(WIDEST))
  );
}

function outside(value: number, least: number, greatest: number): number {
  return Math.max(0, least - value, value - greatest);
}

/** fᵀ Σ f. */
function quadratic({ yy, yx, xx }: ScaleFreeCovariance, y: number, x: number): number {
  return yy * y * y + 2 * yx * y * x + xx * x * x;
}

const FOUR_PI_SQUARED = (2 * Math.PI) ** 2;

/** Σ − τ², which stays positive. */
function withoutEdge({ yy, yx, xx }: ScaleFreeCovariance): ScaleFreeCovariance {
  return withinBounds({ yy: yy - EDGE ** 2, yx, xx: xx - EDGE ** 2 }, EDGE / 5);
}

/** The shapes. */
export const BLUR_SHAPES: Readonly<Record<BlurShape, ShapeModel>> = {
  gaussian: {
    starts: ellipseStarts,
    excess: covarianceExcess,
    trace: covarianceTrace,
    transfer(parameters) {
      const covariance = fromCholesky(parameters);
      return (y, x) => Math.exp(-FOUR_PI_SQUARED * quadratic(covariance, y, x));
    },
    kernel: (parameters, scale) => gaussianKernel(fromCholesky(parameters), scale),
  },
  disk: {
    starts: ellipseStarts,
    excess: covarianceExcess,
    trace: covarianceTrace,
    transfer(parameters) {
      const inner = withoutEdge(fromCholesky(parameters));
      return (y, x) => {
        const r = 4 * Math.PI * Math.sqrt(Math.max(0, quadratic(inner, y, x)));
        const jinc = r < 1e-4 ? 1 : (2 * besselJ1(r)) / r;
        return jinc * jinc * Math.exp(-FOUR_PI_SQUARED * EDGE ** 2 * (y * y + x * x));
      };
    },
    kernel(parameters, scale) {
      const inner = withoutEdge(fromCholesky(parameters));
      const a = 2 * Math.sqrt(inner.xx);
      const c = (2 * inner.yx) / Math.sqrt(inner.xx);
      const d = 2 * Math.sqrt(inner.yy - inner.yx ** 2 / inner.xx);
      const points: PathPoint[] = [];
      for (let v = -RADIAL_POINTS; v <= RADIAL_POINTS; v++) {
        for (let u = -RADIAL_POINTS; u <= RADIAL_POINTS; u++) {
          const radius = RADIAL_POINTS + 0.25;
          if (u * u + v * v > radius ** 2) continue;
          points.push({ x: (a * u) / radius, y: (c * u + d * v) / radius });
        }
      }
      return drawn(points, EDGE, scale);
    },
  },
  motion: {
    starts: (covariance) => [...sizes(covariance), ...lines()].map(toMotion),
    excess: ([logLength, , logBlur]) =>
      outside(logLength, Math.log(MOTION_LENGTHS[0]), Math.log(MOTION_LENGTHS[1])) +
      outside(logBlur, Math.log(MOTION_BLURS[0]), Math.log(MOTION_BLURS[1])),
    trace: ([logLength, , logBlur]) => Math.exp(2 * logLength) / 12 + 2 * Math.exp(2 * logBlur),
    transfer([logLength, angle, logBlur]) {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      const half = Math.PI * Math.exp(logLength);
      const variance = Math.exp(2 * logBlur);
      return (y, x) => {
        const t = half * (x * cos + y * sin);
        const sinc = Math.abs(t) < 1e-4 ? 1 : Math.sin(t) / t;
        return sinc * sinc * Math.exp(-FOUR_PI_SQUARED * variance * (y * y + x * x));
      };
    },
    kernel([logLength, angle, logBlur], scale) {
      const length = Math.exp(logLength);
      const points = Array.from({ length: LINE_POINTS }, (_, i) => {
        const along = length * (i / (LINE_POINTS - 1) - 0.5);
        return { x: along * Math.cos(angle), y: along * Math.sin(angle) };
      });
      return drawn(points, Math.exp(logBlur), scale);
    },
  },
  arc: {
    starts: (covariance) => [
      ...arcStarts(covariance, [0, 0.25, 0.5, 0.75]),
      ...lines().flatMap((line) => arcStarts(line, [0.25])),
    ],
    excess: arcExcess,
    trace: arcTrace,
    transfer(parameters) {
      const transfer = arcTransfer(parameters);
      return (y, x) => {
        const [re, im] = transfer(y, x);
        return re * re + im * im;
      };
    },
    kernel: (parameters, scale) => drawn(arcPath(parameters), Math.exp(parameters[4]), scale),
    asymmetry: { mirrored: mirroredArc, transfer: arcTransfer },
  },
  bicubic: {
    starts: () => [[]],
    excess: () => 0,
    trace: () => 0,
    transfer: () => (y, x) => (cubicTransfer(y) * cubicTransfer(x)) ** 2,
    kernel: (_, scale) => safeKernel(scale),
  },
};

/** The bicubic kernel in the frame of the kernels made here. */
export function safeKernel(scale: number): Kernel {
  return reframe(oddFrame(bicubicKernel(scale)), shapeKernelSize(scale));
}

/** B(f). */
function cubicTransfer(f: number): number {
  if (Math.abs(f) < 1e-3) return 1;
  const sinc = (v: number): number => Math.sin(Math.PI * v) / (Math.PI * v);
  const [one, two, four] = [sinc(f), sinc(2 * f), sinc(4 * f)];
  return (3 * (one * one - two) - (3 * two * two - 2 * two - four)) / (Math.PI * f) ** 2;
}

/** Side of the kernels made here: 13, 19 and 25 for scale 2, 3 and 4. */
export function shapeKernelSize(scale: number): number {
  return 6 * scale + 1;
}

/** A Gaussian of a covariance given in pixels of the image, as an aligned kernel of sum 1. */
export function gaussianKernel({ yy, yx, xx }: ScaleFreeCovariance, scale: number): Kernel {
  const size = shapeKernelSize(scale);
  const centre = alignedCentre(size, scale);
  const factor = -0.5 / (scale ** 2 * (yy * xx - yx * yx));
  const data = Float64Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - centre, (i % size) - centre];
    return Math.exp(factor * (xx * y * y - 2 * yx * y * x + yy * x * x));
  });
  return centreKernel(normaliseKernel({ size, data }), scale);
}

/** The sum of Gaussians of standard deviation `blur` at the points, as an aligned kernel of sum 1. */
function drawn(points: readonly PathPoint[], blur: number, scale: number): Kernel {
  const size = shapeKernelSize(scale);
  const centre = alignedCentre(size, scale);
  const data = new Float64Array(size * size);
  const profile = (place: number): Float64Array =>
    Float64Array.from({ length: size }, (_, i) =>
      Math.exp(-0.5 * ((i - centre - scale * place) / (scale * blur)) ** 2),
    );
  for (const point of points) {
    const [column, row] = [profile(point.y), profile(point.x)];
    for (let i = 0; i < data.length; i++) data[i] += column[Math.floor(i / size)] * row[i % size];
  }
  return centreKernel(normaliseKernel({ size, data }), scale);
}

/** The covariance with its eigenvalues moved into the range of blurs. */
export function withinBounds(
  { yy, yx, xx }: ScaleFreeCovariance,
  narrowest = NARROWEST,
): ScaleFreeCovariance {
  const mean = (yy + xx) / 2;
  const distance = Math.hypot((yy - xx) / 2, yx);
  const bounded = (eigenvalue: number): number => Math.min(Math.max(eigenvalue, narrowest ** 2), WIDEST ** 2);
  const [largest, smallest] = [bounded(mean + distance), bounded(mean - distance)];
  const [cos, sin] = distance > 0 ? [(yy - xx) / 2 / distance, yx / distance] : [1, 0];
  const [middle, reach] = [(largest + smallest) / 2, (largest - smallest) / 2];
  return { yy: middle + reach * cos, yx: reach * sin, xx: middle - reach * cos };
}
