/**
 * Fits a shape of blur (shapes/) to the spectrum of an image: finds the parameters P that minimise
 *
 *     loss = T(P) + EXCESS_WEIGHT · excess(P),
 *
 * T that of spectrum-loss.ts. The excess keeps the parameters within the range of the shape. The losses tell the shapes
 * apart, as the spectrum of a disk or a motion falls to 0 within the band and rises again, and that of a Gaussian does
 * not.
 */

import { type Minimum, minimise } from "../../math/minimise.js";
import type { Pause } from "../../pause.js";
import { withDeviations } from "../model/deviations.js";
import type { SpectrumLoss } from "../model/spectrum-loss.js";
import { BLUR_SHAPES, type BlurShape } from "../shapes/index.js";
import type { PowerTransfer, ScaleFreeCovariance } from "../shapes/shape.js";

/** The weight of the excess, by which parameters lie beyond their range. */
const EXCESS_WEIGHT = 400;
/**
 * The search, round by round: the number of points that it goes on from, those with the lowest losses so far; the first
 * step; and the iterations for each parameter. The loss of an arc has many local minima, and it shows late where a
 * start leads: with only three points kept after 24 iterations from every start, one of Kodak's six shakes is not
 * found.
 */
const ROUNDS = [
  { points: Number.POSITIVE_INFINITY, step: 0.2, iterations: 2 },
  { points: 9, step: 0.2, iterations: 4 },
  { points: 4, step: 0.15, iterations: 8 },
  { points: 1, step: 0.08, iterations: 20 },
] as const;
/** The only round of a rough fit, and that of a fit with deviations. */
const ROUGH = { step: 0.08, iterations: 12 } as const;
const WITH_DEVIATIONS = { step: 0.2, iterations: 20 } as const;
/** The number of points of a scan (shapes/shape.ts) that the search starts from where blur may be wide. */
const SCANNED_STARTS = 2;

/**
 * The loss that a box of whole pixels may have beyond that of the best box: three parameters that are known to a
 * percent are worth 2 log 100 each. On twelve photographs of BSD68 and Urban100 boxes of 3 to 7 pixels have up to 15
 * more than the best fit, Gaussians that are cut off 40 and more, boxes of 3.6 pixels 84
 * (`npm run bench:fit-wide -- PATH… --only edges`).
 */
const WHOLE_PIXELS = 30;

/** A shape that was fitted. */
export interface ShapeFit {
  readonly shape: BlurShape;
  readonly parameters: readonly number[];
  /** The header's loss. */
  readonly loss: number;
}

/**
 * The best fit of one shape.
 *
 * @param covariance of a Gaussian that fits, to start from
 * @param others parameters to start from as well
 * @param pause awaited between the searches from different starts
 */
export async function fitShape(
  loss: SpectrumLoss,
  shape: BlurShape,
  covariance: ScaleFreeCovariance,
  pause: Pause,
  others: readonly (readonly number[])[] = [],
): Promise<ShapeFit> {
  const objective = objectiveOf(loss, shape);
  const usual = BLUR_SHAPES[shape].starts(covariance);
  await pause();
  const scanned = lowestOfScan(loss, shape, loss.wide ? SCANNED_STARTS : 1);
  const points = scanned.map(({ point }) => point);
  // Where blur may be wide, the search starts from the scan. Elsewhere wide blurs are rare, so the scan's best point
  // only joins after the first round, and has to be among the best then.
  const starts = loss.wide && points.length > 0 ? [...points, ...usual.slice(0, 1)] : [...others, ...usual];
  let found: Minimum[] = [];
  for (const [round, { points: count, step, iterations }] of ROUNDS.entries()) {
    const from = round === 0 ? starts : found.slice(0, count).map(({ point }) => point);
    found = [];
    for (const start of from) {
      await pause();
      found.push(minimise(objective, start, step, iterations * start.length));
    }
    if (round === 0 && !loss.wide) found.push(...scanned);
    found.sort((a, b) => a.value - b.value);
  }
  const [best] = found;
  if (!best) throw new Error(`${shape} has no starts`);
  const { point, value } = preferWholePixels(best, shape, loss, objective);
  return { shape, parameters: point, loss: value };
}

/** The fit, or one of whole pixels that explains the spectrum about as well with fewer free parameters. */
function preferWholePixels(
  fit: Minimum,
  shape: BlurShape,
  { pitch }: SpectrumLoss,
  objective: (parameters: readonly number[]) => number,
): Minimum {
  const rounded = pitch === undefined ? [] : (BLUR_SHAPES[shape].wholePixels?.(fit.point, pitch) ?? []);
  const [nearest] = rounded
    .map((point): Minimum => ({ point: [...point], value: objective(point) }))
    .sort((a, b) => a.value - b.value);
  return nearest && nearest.value < fit.value + WHOLE_PIXELS ? nearest : fit;
}

/** The fit of a kernel that is nearly of the shape (deviations.ts), or the one given, whichever has the lower loss. */
export function fitWithDeviations(loss: SpectrumLoss, exact: ShapeFit): ShapeFit {
  const { shape, parameters } = exact;
  const objective = objectiveOf(loss, shape, withDeviations);
  const { step, iterations } = WITH_DEVIATIONS;
  const { point, value } = minimise(objective, parameters, step, iterations * parameters.length);
  return value < exact.loss ? { shape, parameters: point, loss: value } : exact;
}

/** A rough fit of a shape that has a scan: a short search from the best point of the scan. */
export async function fitRoughly(loss: SpectrumLoss, shape: BlurShape, pause: Pause): Promise<ShapeFit> {
  const objective = objectiveOf(loss, shape);
  const [start] = lowestOfScan(loss, shape, 1);
  if (!start) throw new Error(`${shape} has no scan`);
  await pause();
  const { step, iterations } = ROUGH;
  const { point, value } = minimise(objective, start.point, step, iterations * start.point.length);
  return { shape, parameters: point, loss: value };
}

/** @param expected the E |K|² of a shape's |K|² */
function objectiveOf(
  loss: SpectrumLoss,
  shape: BlurShape,
  expected: (transfer: PowerTransfer) => PowerTransfer = (transfer) => transfer,
): (parameters: readonly number[]) => number {
  const model = BLUR_SHAPES[shape];
  return (parameters) =>
    loss.distance(expected(model.transfer(parameters, loss.pitch))) +
    EXCESS_WEIGHT * model.excess(parameters, loss.wide, loss.pitch);
}

const scans = new WeakMap<SpectrumLoss, Map<BlurShape, readonly Minimum[]>>();

/**
 * The points of a shape's scan with the lowest losses; none if it has no scan. The scan is kept for each image, as both
 * blur-level.ts and the fits need it.
 */
function lowestOfScan(loss: SpectrumLoss, shape: BlurShape, count: number): readonly Minimum[] {
  const known = scans.get(loss) ?? new Map<BlurShape, readonly Minimum[]>();
  scans.set(loss, known);
  const scanned = known.get(shape) ?? scan(loss, shape);
  known.set(shape, scanned);
  return scanned.slice(0, count);
}

/** By ascending loss. Without the pixels that the shapes fall on: the valleys are the same, and found sooner. */
function scan(loss: SpectrumLoss, shape: BlurShape): Minimum[] {
  const { scan: points, transfer, excess } = BLUR_SHAPES[shape];
  const found = (points?.(loss.wide) ?? []).map((point): Minimum => {
    const value = loss.distance(transfer(point)) + EXCESS_WEIGHT * excess(point, loss.wide);
    return { point, value };
  });
  return found.sort((a, b) => a.value - b.value);
}
