/**
 * Fitting a shape of blur (shapes/) to the spectrum of an image: the parameters that minimise
 *
 *     loss = T(P) + EXCESS · excess(P),
 *
 * T the distance of scene-prior.ts between measured and predicted spectrum, −2 log-likelihood up to a constant; the excess keeps
 * the parameters within the range of the shape. The spectrum of a disk or a motion falls to 0 within the band and rises again, that
 * of a Gaussian does not: so the losses separate the shapes.
 */
import { minimise } from "../math/minimise.js";
import { withDeviations } from "./deviations.js";
import { CELLS } from "./polar-cells.js";
import type { PolarSpectrum } from "./polar-spectrum.js";
import { heavyTailed, ScenePrior } from "./scene-prior.js";
import { BLUR_SHAPES, type BlurShape } from "./shapes/index.js";
import type { PowerTransfer, ScaleFreeCovariance } from "./shapes/shape.js";
import { type BlurModel, SpectrumModel } from "./spectrum-model.js";

/** The weight of parameters beyond their range. */
const EXCESS_WEIGHT = 400;
/** Steps of the search per parameter: from every start, then from the best point. */
const FIRST_ITERATIONS = 12;
const ITERATIONS = 20;
const FIRST_STEP = 0.2;
const SECOND_STEP = 0.08;
/** Points of a scan (shapes/shape.ts) that the search starts from. */
const SCANNED_STARTS = 2;

/** A shape that was fitted. */
export interface ShapeFit {
  readonly shape: BlurShape;
  readonly parameters: readonly number[];
  /** The header's loss. */
  readonly loss: number;
}

/** The loss of any blur for one image. Keeps its work space. */
export class SpectrumLoss {
  readonly #model: SpectrumModel;
  readonly #prior: ScenePrior;
  readonly #residual = new Float64Array(CELLS);
  /** As of {@link BlurModel}. */
  readonly ownGrid: boolean;
  readonly wide: boolean;

  /** @param compressionPower power that compression adds to the spectrum, at each frequency */
  constructor(
    spectrum: PolarSpectrum,
    { ownGrid = false, wide = ownGrid }: BlurModel = {},
    compressionPower = 0,
  ) {
    this.ownGrid = ownGrid;
    this.wide = wide;
    this.#model = new SpectrumModel(
      { ...spectrum, noisePower: spectrum.noisePower + compressionPower },
      { ownGrid, wide },
    );
    this.#prior = ScenePrior.forSize(spectrum.size);
  }

  /** T for a kernel of this |K(f)|². */
  distance(transfer: PowerTransfer): number {
    this.#model.residual(transfer, this.#residual);
    return heavyTailed(this.#prior.distance(this.#residual));
  }
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
  pause: () => Promise<void>,
  others: readonly (readonly number[])[] = [],
): Promise<ShapeFit> {
  const model = BLUR_SHAPES[shape];
  const objective = objectiveOf(loss, shape);
  let best: { point: readonly number[]; value: number } | undefined;
  await pause();
  // These may be as wide as the range allows.
  const scanned = loss.wide ? lowest(model.scan?.(true) ?? [], objective, SCANNED_STARTS) : [];
  const usual = model.starts(covariance);
  const starts = scanned.length > 0 ? [...scanned, ...usual.slice(0, 1)] : [...others, ...usual];
  const searchFrom = (start: readonly number[]): void => {
    const found =
      start.length === 0
        ? { point: start, value: objective(start) }
        : minimise(objective, start, FIRST_STEP, FIRST_ITERATIONS * start.length);
    if (!best || found.value < best.value) best = found;
  };
  for (const start of starts) {
    await pause();
    searchFrom(start);
  }
  // Elsewhere wide blurs are rare: only where a point of the scan is better than all that the usual starts lead to.
  const [other] = loss.wide ? [] : lowest(model.scan?.(false) ?? [], objective, 1);
  await pause();
  if (other && best && objective(other) < (best as { value: number }).value) searchFrom(other);
  if (!best) throw new Error(`${shape} has no starts`);
  await pause();
  const { point, value } =
    best.point.length === 0
      ? best
      : minimise(objective, best.point, SECOND_STEP, ITERATIONS * best.point.length);
  return { shape, parameters: point, loss: value };
}

/** The fit of a kernel that is nearly of the shape (deviations.ts), or the one given, whichever explains more. */
export function fitWithDeviations(loss: SpectrumLoss, exact: ShapeFit): ShapeFit {
  const { shape, parameters } = exact;
  const objective = objectiveOf(loss, shape, withDeviations);
  const { point, value } = minimise(objective, parameters, FIRST_STEP, ITERATIONS * parameters.length);
  return value < exact.loss ? { shape, parameters: point, loss: value } : exact;
}

/**
 * A rough fit: the best of a scan and a short search from there. Of a shape that has a scan.
 */
export async function fitRoughly(
  loss: SpectrumLoss,
  shape: BlurShape,
  pause: () => Promise<void>,
): Promise<ShapeFit> {
  const objective = objectiveOf(loss, shape);
  const [start] = lowest(BLUR_SHAPES[shape].scan?.(loss.wide) ?? [], objective, 1);
  if (!start) throw new Error(`${shape} has no scan`);
  await pause();
  const { point, value } = minimise(objective, start, SECOND_STEP, FIRST_ITERATIONS * start.length);
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
    loss.distance(expected(model.transfer(parameters))) + EXCESS_WEIGHT * model.excess(parameters, loss.wide);
}

/** The points of the lowest values. */
function lowest(
  points: readonly (readonly number[])[],
  objective: (point: readonly number[]) => number,
  count: number,
): (readonly number[])[] {
  const valued = points.map((point) => ({ point, value: objective(point) }));
  return valued
    .sort((a, b) => a.value - b.value)
    .slice(0, count)
    .map(({ point }) => point);
}
