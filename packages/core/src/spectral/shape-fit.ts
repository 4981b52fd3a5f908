/**
 * Fitting the shapes of blur-shapes.ts to the ratio D(f), aliasing and noise included. With a scene of spectrum
 * |f|^−α,
 *
 *     S(f) ∝ Σ_m |f + m|^−α |K(f + m)|²,   m ∈ {0, the two nearest repetitions of the spectrum},
 *     D(f) = log( S(f)/S(f/2) · (1 − ν) + ν ),   ν the noise's share in S(f/2),
 *     loss = mean √(e² + 0.1²) + 0.02 ((α − 2.2)/0.4)² + 0.02 max(0, (trace Σ − 1.4)/0.5)²,   e the difference of both sides,
 *
 * minimised over α and the shape's parameters. (At f/2 the repetitions are too weak to count.) A disk's and a motion's
 * spectrum fall to 0 within the band and rise again, a Gaussian's does not: the losses tell the shapes apart. The last
 * term doubts very wide kernels: a scene that is soft itself looks as if the kernel were wide, and a kernel that is
 * too wide does more harm than one that is too narrow.
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
/** Kernels up to this trace of Σ (in squared pixels of the image) are usual; how quickly wider ones become doubtful. */
const USUAL_TRACE = 1.4;
const TRACE_SPREAD = 0.5;
const TRACE_WEIGHT = 0.02;
/** Steps of the search, for each number that is searched for: from all guesses, then on from the best point. */
const FIRST_ITERATIONS = 10;
const ITERATIONS = 18;
const FIRST_STEP = 0.15;
const SECOND_STEP = 0.06;

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
  const ready = samples.map(prepared);
  const loss = ([exponent, ...parameters]: readonly number[]): number => {
    const excess = model.excess(parameters) + Math.max(0, 0.8 - exponent, exponent - 3.6);
    const prior =
      EXPONENT_WEIGHT * ((exponent - USUAL_EXPONENT) / EXPONENT_SPREAD) ** 2 +
      TRACE_WEIGHT * Math.max(0, (model.trace(parameters) - USUAL_TRACE) / TRACE_SPREAD) ** 2;
    return meanResidual(ready, model.transfer(parameters), exponent) + prior + excess;
  };
  const exponent = Math.min(3, Math.max(1.2, -gaussian.constant / Math.LN2));
  const starts = model.starts(gaussian.covariance).map((start) => [exponent, ...start]);
  const guesses = starts.map((start) => minimise(loss, start, FIRST_STEP, FIRST_ITERATIONS * start.length));
  const guess = guesses.reduce((a, b) => (b.value < a.value ? b : a)).point;
  const { point, value } = minimise(loss, guess, SECOND_STEP, ITERATIONS * guess.length);
  const [best, ...parameters] = point;
  return { shape, parameters, exponent: best, loss: value };
}

/** A sample with what does not change during a fit: the frequencies that fold onto it, and f/2, each with log |f|². */
interface PreparedSample extends RatioSample {
  readonly folded: readonly (readonly [y: number, x: number, logSquare: number])[];
  readonly halfLogSquare: number;
}

function prepared(sample: RatioSample): PreparedSample {
  const { y, x } = sample;
  const places = [
    [y, x],
    [y - 1, x],
    [y, x > 0 ? x - 1 : x + 1],
  ];
  return {
    ...sample,
    folded: places.map(([v, u]) => [v, u, Math.log(v * v + u * u)] as const),
    halfLogSquare: Math.log((y * y + x * x) / 4),
  };
}

function meanResidual(samples: readonly PreparedSample[], transfer: PowerTransfer, exponent: number): number {
  let sum = 0;
  for (const { y, x, ratio, halfNoise, folded, halfLogSquare } of samples) {
    let power = 0;
    for (const [v, u, logSquare] of folded) power += Math.exp(-0.5 * exponent * logSquare) * transfer(v, u);
    const clean = power / (Math.exp(-0.5 * exponent * halfLogSquare) * transfer(y / 2, x / 2));
    const e = ratio - Math.log(clean * Math.max(LEAST_SIGNAL, 1 - halfNoise) + halfNoise);
    sum += Math.sqrt(e * e + SOFTNESS ** 2);
  }
  return sum / samples.length;
}
