/**
 * Fitting the shapes of blur-shapes.ts to the ratio D(f), aliasing and noise included. With a scene of spectrum
 * |f|^−α,
 *
 *     S(f) ∝ Σ_m |f + m|^−α |K(f + m)|²,   m ∈ {0, the two nearest repetitions of the spectrum},
 *     D(f) = log( S(f)/S(f/2) · (1 − ν) + ν ),   ν the noise's share in S(f/2),
 *     loss = mean √(e² + 0.1²) + 0.02 ((α − 2.2)/0.4)²,   e the difference of both sides,
 *
 * minimised over α and the shape's parameters. A disk's and a motion's spectrum fall to 0 within the band and rise again,
 * a Gaussian's does not: the losses tell the shapes apart.
 */

import { BLUR_SHAPES, type BlurShape, type PowerTransfer, type ShapeParameters } from "./blur-shapes.js";
import type { GaussianFit } from "./gaussian-fit.js";
import { minimise } from "./nelder-mead.js";
import type { RatioSample } from "./spectral-ratio.js";

/** Residuals well below this count as their squares, well above as they are. */
const SOFTNESS = 0.1;
/** What is known of α (photographs: 2.2 ± 0.4) and how much it counts. */
const USUAL_EXPONENT = 2.2;
const EXPONENT_SPREAD = 0.4;
const EXPONENT_WEIGHT = 0.02;
const LEAST_SIGNAL = 0.2;
const ITERATIONS = 110;
const FIRST_STEP = 0.15;
/** Where the searches begin: the Gaussian's widths, and three quarters of their squares. */
const SHRINKAGE = [1, 0.75] as const;

/** A shape that was fitted. */
export interface ShapeFit {
  readonly shape: BlurShape;
  readonly parameters: ShapeParameters;
  readonly exponent: number;
  /** The mean residual of the log-ratio, softened (the header's loss). */
  readonly loss: number;
}

/** The best fit of one shape. */
export function fitShape(samples: readonly RatioSample[], shape: BlurShape, gaussian: GaussianFit): ShapeFit {
  const model = BLUR_SHAPES[shape];
  const loss = ([exponent, a, b, c]: readonly number[]): number => {
    const parameters: ShapeParameters = [a, b, c];
    const excess = model.excess(parameters) + Math.max(0, 0.8 - exponent, exponent - 3.6);
    const prior = EXPONENT_WEIGHT * ((exponent - USUAL_EXPONENT) / EXPONENT_SPREAD) ** 2;
    return meanResidual(samples, model.transfer(parameters), exponent) + prior + excess;
  };
  const exponent = Math.min(3, Math.max(1.2, -gaussian.constant / Math.LN2));
  const minima = SHRINKAGE.map((shrinkage) => {
    const { yy, yx, xx } = gaussian.covariance;
    const start = model.start({ yy: shrinkage * yy, yx: shrinkage * yx, xx: shrinkage * xx });
    return minimise(loss, [exponent, ...start], FIRST_STEP, ITERATIONS);
  });
  const { point, value } = minima.reduce((a, b) => (b.value < a.value ? b : a));
  return { shape, parameters: [point[1], point[2], point[3]], exponent: point[0], loss: value };
}

function meanResidual(samples: readonly RatioSample[], transfer: PowerTransfer, exponent: number): number {
  const power = (y: number, x: number): number => (y * y + x * x) ** (-exponent / 2) * transfer(y, x);
  const aliased = (y: number, x: number): number =>
    power(y, x) + power(y - 1, x) + power(y, x > 0 ? x - 1 : x + 1);
  let sum = 0;
  for (const { y, x, ratio, halfNoise } of samples) {
    const clean = aliased(y, x) / aliased(y / 2, x / 2);
    const e = ratio - Math.log(clean * Math.max(LEAST_SIGNAL, 1 - halfNoise) + halfNoise);
    sum += Math.sqrt(e * e + SOFTNESS ** 2);
  }
  return sum / samples.length;
}
