/**
 * Whether a blur mixed linear light or encoded pixel values (image/light.ts). What the blur cannot have passed of an
 * image, r (wiener-misfit.ts), is noise in the right one of the two, and more beside all edges in the other. So r is
 * computed in both, in blocks of pixels, and in linear light divided by what an error of the pixel values becomes there.
 * With d the difference of a block's mean squares, linear minus encoded, the statistic is the least of
 *
 *     mean(d) / standard error of the mean
 *
 * for several λ₀: zeros of the blur, as lines and disks have them, show with a large one, the smooth end of a Gaussian
 * with a small one. Where the image does not decide, pixel values it is.
 */
import { linearLight, type MixedLight, type PlanarImage, squaredSlope } from "../image/index.js";
import { isIdentity, type Kernel } from "../kernel/index.js";
import { meanAndError } from "../math/mean-and-error.js";
import { noPause, type Pause } from "../pause.js";
import { BLOCK, blockCorners } from "./blocks.js";
import { decidingPart, decidingPlane } from "./deciding-plane.js";
import { findTone, isShown } from "./tone/found-tone.js";
import { WienerMisfit } from "./wiener-misfit.js";

/**
 * The statistic below which a kernel that was estimated in the pixel values mixed linear light; `npm run
 * bench:fit-light` prints what others give on named photographs.
 */
export const LIGHT_LIMIT = -1;
/**
 * The same of a kernel of which nothing else is known. Of the 57 images of Set5 and Set14, with true kernels, one has
 * −3.3, and all others at least −0.2.
 */
export const ALONE_LIMIT = -3.5;
/**
 * Each λ₀, with the least gain that its filter must keep at some frequency to be used. With the largest λ₀, r still
 * contains part of the scene, even where the blur let it pass; beside bright surroundings, where the slope is large,
 * that would look smaller in linear light than it is.
 */
const FILTERS = [
  { regularisation: 3e-2, leastGain: 0.9 },
  { regularisation: 3e-3, leastGain: 0.25 },
  { regularisation: 3e-4, leastGain: 0.25 },
  { regularisation: 3e-5, leastGain: 0.25 },
] as const;
/** The least number of blocks. */
const MIN_BLOCKS = 16;
/** Largest side of the part, in the middle of the image, that is looked at. */
const LARGEST_SIDE = 512;
/** Blocks that are darker, by the mean square of the slope, say nothing: their noise is cut off, or rounding. */
const MIN_SQUARED_SLOPE = 0.02;

/** What the blur of a kernel mixed that is all that is known, and by which tone curve if the image shows one. */
export async function findLight(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<MixedLight> {
  const tone = await findTone(image, kernel, scale, pause);
  if (tone && isShown(tone)) return { light: "linear", toneCurve: tone.toneCurve };
  return { light: (await saysLinear(image, kernel, scale, pause)) ? "linear" : "encoded" };
}

/** Whether the statistic of a kernel of which nothing else is known says that it mixed linear light. */
export async function saysLinear(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<boolean> {
  return (await lightStatistic(image, kernel, scale, pause)) < ALONE_LIMIT;
}

/**
 * The header's statistic.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @returns Infinity where the kernel is too narrow, or the image too small, to say anything
 */
export async function lightStatistic(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause = noPause,
): Promise<number> {
  if (isIdentity(kernel)) return Number.POSITIVE_INFINITY;
  const values = decidingPlane(decidingPart(image, LARGEST_SIDE));
  const { image: light, unit } = linearLight(values);
  const ofKernel = await WienerMisfit.of(kernel, scale, values);
  const corners = blockCorners(values, Math.ceil(kernel.size / scale));
  const blocks = (samples: Float32Array): number[] => blockMeans(samples, corners, values.width);
  const slopes = blocks(values.data.map(squaredSlope));
  let least = Number.POSITIVE_INFINITY;
  for (const filter of FILTERS) {
    // Applied twice, the filter leaves less of what the blur passed.
    const misfitOf = ofKernel.filter({ ...filter, power: 2 });
    if (!misfitOf) continue;
    const ofValues = await misfitOf(values, pause);
    const ofLight = await misfitOf(light, pause);
    const inValues = blocks(ofValues.map((r) => r ** 2));
    const inLight = blocks(ofLight.map((r) => (unit * r) ** 2));
    const differences = slopes.flatMap((slope, i) =>
      slope < MIN_SQUARED_SLOPE ? [] : [inLight[i]! / slope - inValues[i]!],
    );
    if (differences.length < MIN_BLOCKS) continue;
    const { mean, error } = meanAndError(differences);
    // Differences that are all the same say nothing.
    if (error > 0) least = Math.min(least, mean / error);
  }
  return least;
}

/** The mean of each block. */
function blockMeans(samples: Float32Array, corners: readonly number[], width: number): number[] {
  return corners.map((corner) => {
    let sum = 0;
    for (let row = corner, end = corner + BLOCK * width; row < end; row += width) {
      for (let i = row; i < row + BLOCK; i++) sum += samples[i]!;
    }
    return sum / BLOCK ** 2;
  });
}
