/**
 * Whether a blur mixed linear light or encoded pixel values (image/light.ts). What the blur cannot have passed of an
 * image, r (wiener-misfit.ts), is noise in the right one of the two, and more beside all edges in the other. So r is
 * computed in both, in blocks of pixels, and in linear light divided by what an error of the pixel values becomes there.
 * With d the difference of a block's mean squares, linear minus encoded,
 *
 *     the light is linear if  mean(d) < t · standard error of the mean,  t < 0.
 *
 * Where the image does not decide, pixel values it is.
 */
import {
  crop,
  type FoundLight,
  linearLight,
  type PlanarImage,
  planeOf,
  squaredSlope,
  withoutFlatBorder,
} from "../image/index.js";
import { isIdentity, type Kernel } from "../kernel/index.js";
import { noPause, type Pause } from "../pause.js";
import { OUTLIER_CONSTANTS } from "./outliers.js";
import { wienerMisfit } from "./wiener-misfit.js";

/**
 * t where the kernels that are estimated in both have to say so; `npm run bench:fit-light` prints what others give on
 * named photographs.
 */
export const LIGHT_LIMIT = -0.5;
/** t where one kernel says it alone. Of the 38 images of Set5 and Set14 at ×2 and ×3, with true kernels, one has −2.4. */
const ALONE_LIMIT = -3;
/** Side of a block, and the least number of them. */
const BLOCK = 16;
const MIN_BLOCKS = 16;
/** Largest side of the part, in the middle of the image, that is looked at. */
const LARGEST_SIDE = 512;
/** Darker blocks, by the square of the slope, would count for more than their rounding allows. */
const MIN_SQUARED_SLOPE = 0.02;

/** What the blur of a kernel mixed that is all that is known. */
export async function findLight(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<FoundLight> {
  return (await lightStatistic(image, kernel, scale, pause)) < ALONE_LIMIT ? "linear" : "encoded";
}

/**
 * mean(d) over its standard error.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @returns 0 where the kernel is too narrow, or the image too small, to say anything
 */
export async function lightStatistic(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause = noPause,
): Promise<number> {
  if (isIdentity(kernel)) return 0;
  // Of colours mixed to gray the light is not that of their mixed values.
  // A frame is sharp.
  const values = planeOf(middle(withoutFlatBorder(image)), image.channels === 3 ? 1 : 0);
  const { image: light, unit } = linearLight(values);
  const { regularisation } = OUTLIER_CONSTANTS;
  const ofValues = await wienerMisfit(values, kernel, scale, regularisation, pause);
  const ofLight = ofValues && (await wienerMisfit(light, kernel, scale, regularisation, pause));
  if (!ofLight) return 0;
  const margin = Math.ceil(kernel.size / scale);
  const { width, height, data } = values;
  const differences: number[] = [];
  for (let top = margin; top + BLOCK <= height - margin; top += BLOCK) {
    for (let left = margin; left + BLOCK <= width - margin; left += BLOCK) {
      let [slopes, value, linear] = [0, 0, 0];
      for (let y = top; y < top + BLOCK; y++) {
        for (let i = y * width + left, end = i + BLOCK; i < end; i++) {
          slopes += squaredSlope(data[i]!);
          value += ofValues[i]! ** 2;
          linear += (unit * ofLight[i]!) ** 2;
        }
      }
      differences.push(linear / Math.max(MIN_SQUARED_SLOPE, slopes / BLOCK ** 2) - value);
    }
  }
  if (differences.length < MIN_BLOCKS) return 0;
  const mean = differences.reduce((sum, d) => sum + d, 0) / differences.length;
  const variance = differences.reduce((sum, d) => sum + (d - mean) ** 2, 0) / differences.length;
  return variance > 0 ? mean / Math.sqrt(variance / differences.length) : 0;
}

function middle(image: PlanarImage): PlanarImage {
  const [width, height] = [Math.min(LARGEST_SIDE, image.width), Math.min(LARGEST_SIDE, image.height)];
  const [x, y] = [Math.floor((image.width - width) / 2), Math.floor((image.height - height) / 2)];
  return crop(image, { x, y, width, height });
}
