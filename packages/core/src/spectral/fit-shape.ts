/**
 * Fitting a shape (shapes/) to the ratio D(f) of spectral-ratio.ts, aliasing and noise included. With a scene of spectrum
 * |f|^−α,
 *
 *     S(f) ∝ Σ_m |f + m|^−α |K(f + m)|²,   m ∈ {0, the two nearest repetitions of the spectrum},
 *     D(f) = log( S(f)/S(f/2) · (1 − ν) + ν ),   ν the noise's share in S(f/2),
 *     loss = mean √(e² + 0.1²) + 0.02 ((α − 2.2)/0.4)² + 0.02 max(0, (trace Σ − 1.4)/0.5)²,   e the difference of both sides,
 *
 * minimised over α and the shape's parameters. (At f/2 the repetitions are too weak to matter.) The spectrum of a disk or a
 * motion falls to 0 within the band and rises again, that of a Gaussian does not: so the losses separate the shapes. The last
 * term is a prior against very wide kernels: a scene that is soft itself looks like one under a wide kernel, and a kernel that
 * is too wide does more harm than one that is too narrow.
 */
import { minimise } from "../math/minimise.js";
import type { GaussianFit } from "./fit-gaussian.js";
import { BLUR_SHAPES, type BlurShape } from "./shapes/index.js";
import type { PowerTransfer } from "./shapes/shape.js";
import type { RatioSample } from "./spectral-ratio.js";

/** The loss is about quadratic in residuals well below this, and linear well above. */
const SOFTNESS = 0.1;
/** The prior of α: mean, standard deviation and weight; hard limits; and the range that fits start in. */
const EXPONENT_MEAN = 2.2;
const EXPONENT_DEVIATION = 0.4;
const EXPONENT_WEIGHT = 0.02;
const MIN_EXPONENT = 0.8;
const MAX_EXPONENT = 3.6;
const MIN_FIRST_EXPONENT = 1.2;
const MAX_FIRST_EXPONENT = 3;
/** The smallest 1 − ν that the model takes. */
const MIN_HALF_SIGNAL = 0.2;
/** The prior of trace Σ, in squared pixels of the image: none up to this, how quickly it grows above, and its weight. */
const FREE_TRACE = 1.4;
const TRACE_DEVIATION = 0.5;
const TRACE_WEIGHT = 0.02;
/** Steps of the search per parameter: from every start, then from the best point. */
const FIRST_ITERATIONS = 10;
const ITERATIONS = 18;
const FIRST_STEP = 0.15;
const SECOND_STEP = 0.06;

/** A shape that was fitted. */
export interface ShapeFit {
  readonly shape: BlurShape;
  readonly parameters: readonly number[];
  /** α. */
  readonly exponent: number;
  /** The header's loss. */
  readonly loss: number;
}

/** The best fit of one shape. */
export function fitShape(samples: readonly RatioSample[], shape: BlurShape, gaussian: GaussianFit): ShapeFit {
  const model = BLUR_SHAPES[shape];
  const ready = samples.map(prepared);
  const loss = (point: readonly number[]): number => {
    const { exponent, parameters } = split(point);
    const excess = model.excess(parameters) + Math.max(0, MIN_EXPONENT - exponent, exponent - MAX_EXPONENT);
    const prior =
      EXPONENT_WEIGHT * ((exponent - EXPONENT_MEAN) / EXPONENT_DEVIATION) ** 2 +
      TRACE_WEIGHT * Math.max(0, (model.trace(parameters) - FREE_TRACE) / TRACE_DEVIATION) ** 2;
    return meanResidual(ready, model.transfer(parameters), exponent) + prior + excess;
  };
  const exponent = Math.min(MAX_FIRST_EXPONENT, Math.max(MIN_FIRST_EXPONENT, -gaussian.constant / Math.LN2));
  const starts = model.starts(gaussian.covariance).map((start) => [exponent, ...start]);
  const guesses = starts.map((start) => minimise(loss, start, FIRST_STEP, FIRST_ITERATIONS * start.length));
  const guess = guesses.reduce((a, b) => (b.value < a.value ? b : a)).point;
  const { point, value } = minimise(loss, guess, SECOND_STEP, ITERATIONS * guess.length);
  return { shape, ...split(point), loss: value };
}

/** A point of the search: α, then the shape's parameters. */
function split(point: readonly number[]): Pick<ShapeFit, "exponent" | "parameters"> {
  return { exponent: point[0]!, parameters: point.slice(1) };
}

/** A sample with what does not change during a fit: the frequencies that fold onto it, and f/2, each with log |f|². */
interface PreparedSample extends RatioSample {
  readonly folded: readonly (readonly [y: number, x: number, logSquare: number])[];
  readonly halfLogSquare: number;
}

function prepared(sample: RatioSample): PreparedSample {
  const { y, x } = sample;
  const frequencies: readonly (readonly [y: number, x: number])[] = [
    [y, x],
    [y - 1, x],
    [y, x > 0 ? x - 1 : x + 1],
  ];
  return {
    ...sample,
    folded: frequencies.map(([v, u]) => [v, u, Math.log(v * v + u * u)] as const),
    halfLogSquare: Math.log((y * y + x * x) / 4),
  };
}

function meanResidual(samples: readonly PreparedSample[], transfer: PowerTransfer, exponent: number): number {
  let sum = 0;
  for (const { y, x, ratio, halfNoise, folded, halfLogSquare } of samples) {
    let power = 0;
    for (const [v, u, logSquare] of folded) power += Math.exp(-0.5 * exponent * logSquare) * transfer(v, u);
    const clean = power / (Math.exp(-0.5 * exponent * halfLogSquare) * transfer(y / 2, x / 2));
    const e = ratio - Math.log(clean * Math.max(MIN_HALF_SIGNAL, 1 - halfNoise) + halfNoise);
    sum += Math.sqrt(e * e + SOFTNESS ** 2);
  }
  return sum / samples.length;
}
