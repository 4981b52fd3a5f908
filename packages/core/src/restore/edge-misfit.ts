/**
 * How badly a kernel fits an image: the median, over the blocks with strong edges, of the largest |r|
 * (wiener-misfit.ts). A blur leaves no more of r than noise and its own errors. A kernel that is too wide leaves r
 * beside all the edges of the image, what was laid over it (a caption, a frame: outliers.ts) beside some.
 */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { median } from "../math/median.js";
import type { Pause } from "../pause.js";
import { OUTLIER_CONSTANTS } from "./outliers.js";
import { WienerMisfit } from "./wiener-misfit.js";

/**
 * Side of a block in pixels of the image. These three were chosen by hand; of blocks of 32 the misfit says the same.
 */
const BLOCK = 16;
/** The range of gray values, on [0, 1], of a block with strong edges. */
const STRONG = 0.2;
/** Fewer such blocks say nothing. */
const MIN_BLOCKS = 16;

/**
 * The misfit at edges.
 *
 * @param image [1, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @param scale s ≥ 1
 * @returns on [0, 1]; 0 where the kernel is too narrow, or the edges are too few, to say anything
 */
export async function edgeMisfit(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause,
): Promise<number> {
  const misfitOf = (await WienerMisfit.of(kernel, scale, image)).filter(OUTLIER_CONSTANTS);
  if (!misfitOf) return 0;
  const misfit = await misfitOf(image, pause);
  const { width, height, data } = image;
  const found: number[] = [];
  for (let top = 0; top + BLOCK <= height; top += BLOCK) {
    for (let left = 0; left + BLOCK <= width; left += BLOCK) {
      let [low, high, largest] = [1, 0, 0];
      for (let y = top; y < top + BLOCK; y++) {
        for (let i = y * width + left, end = i + BLOCK; i < end; i++) {
          low = Math.min(low, data[i]!);
          high = Math.max(high, data[i]!);
          largest = Math.max(largest, Math.abs(misfit[i]!));
        }
      }
      if (high - low >= STRONG) found.push(largest);
    }
  }
  return found.length < MIN_BLOCKS ? 0 : median(found);
}
