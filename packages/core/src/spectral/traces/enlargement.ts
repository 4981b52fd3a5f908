/**
 * Whether an image was enlarged before, as pictures of the web are, or stretched along one axis, as frames of films are.
 * Such an image is blurred, and its spectrum looks like that of any blur, but there is no detail to restore: what a
 * kernel brings out is the traces of the interpolation and of compression before it. Signs:
 *
 * - Interpolation leaves a period (interpolation-period.ts).
 * - Interpolation by a whole factor may leave none. It is found by what it makes of neighbouring pixels
 *   (interpolated-phases.ts).
 * - The spectrum ends: log S over the noise falls more steeply towards half the sampling rate than a blur makes it. A
 *   logistic regression on the differences between the bands of polar-cells.ts, by `npm run bench:fit-confidence`.
 */
import type { PlanarImage } from "../../image/index.js";
import { logistic } from "../../math/logistic.js";
import type { Pause } from "../../pause.js";
import { ANGLES, RADII } from "../spectrum/polar-cells.js";
import type { PolarSpectrum } from "../spectrum/polar-spectrum.js";
import { isWholeFactor, phaseContrast } from "./interpolated-phases.js";
import { isPeriodic, periodicity } from "./interpolation-period.js";

/**
 * Weights of the regression, and the probability from which on the spectrum has an end: high, because an enlargement
 * that is not found costs nothing on average, and one that is found where there is none takes away all that could be
 * gained.
 */
const WEIGHTS = [
  -20.056, -7.509, 4.479, -3.684, 4.323, -0.696, -1.249, -9.151, -7.381, 3.709, 7.585, -0.04, -5.674, -4.051,
] as const;
const MIN_PROBABILITY = 0.97;

/** The terms of the regression, beginning with 1. */
export function enlargementTerms({ logPower, noisePower }: PolarSpectrum): number[] {
  const bands = Array.from({ length: RADII }, (_, band) => {
    let sum = 0;
    for (let angle = 0; angle < ANGLES; angle++) sum += logPower[angle * RADII + band]!;
    return sum / ANGLES - Math.log(noisePower);
  });
  return [1, ...bands.slice(1).map((value, i) => value - bands[i]!)];
}

/** Whether the spectrum ends below half the sampling rate. */
export function hasEnd(spectrum: PolarSpectrum): boolean {
  return logistic(WEIGHTS, enlargementTerms(spectrum)) > MIN_PROBABILITY;
}

/**
 * Whether there are traces of an interpolation, along both axes or along one.
 *
 * @param gray [1, h, w], values in [0, 1]
 * @param image.isShrunk the image was shrunk: what was enlarged by a whole factor shows that at its own size
 * @param image.isCompressed it was compressed in blocks, at its own size
 */
export async function isInterpolated(
  gray: PlanarImage,
  { isShrunk, isCompressed }: { isShrunk: boolean; isCompressed: boolean },
  pause: Pause,
): Promise<boolean> {
  if (isPeriodic(periodicity(gray, isCompressed))) return true;
  return !isShrunk && isWholeFactor(await phaseContrast(gray, pause));
}
