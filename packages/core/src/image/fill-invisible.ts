/**
 * Colours for invisible pixels (α = 0): smoothly continued from the visible ones, so that upscaling the
 * colours neither rings at the edge of the visible part nor lets anything bleed into it.
 *
 * The pull–push pyramid of the Lumigraph (Gortler et al. 1996, section 3.4.3). Pull: each pixel of the next level is
 * the weighted mean of a 2×2 block, until no pixel is empty,
 *
 *     w' = min(1, Σ w)        c' = Σ w·c / Σ w        w = α on the finest level
 *
 * Push: back down, what is empty (w = 0) takes the next level's bilinear interpolation, and is then relaxed towards the
 * mean of its neighbours: without that it meets the visible colours in a step, which upscaling makes a fringe of.
 * Linear time.
 */
import { inPieces, type Pause, pauses } from "../pause.js";
import { clip, type PlanarImage } from "./planar-image.js";

/**
 * Of the relaxation, on each level. Of three cut-outs at ×2 the three pixels along the edge gain 0.5 dB by one sweep,
 * another 0.06 by four, nothing by eight.
 */
const SWEEPS = 4;

interface Size {
  width: number;
  height: number;
}

/** One level of the pyramid. */
interface Level extends Size {
  /** One for each channel. */
  planes: Float32Array[];
  /** The weight of each pixel; 0 where it has no colour yet. */
  weights: Float32Array;
}

/**
 * The image with other colours where alpha is 0: a copy.
 *
 * @param image [c, h, w].
 * @param alpha [1, h, w] in [0, 1].
 * @throws AbortError as the pause does
 */
export async function filledInvisible(
  image: PlanarImage,
  alpha: PlanarImage,
  pause?: Pause,
): Promise<PlanarImage> {
  const filled = { ...image, data: image.data.slice() };
  await fillInvisible(filled, alpha, pause);
  return filled;
}

/**
 * Replaces the colours where alpha is 0, in place. The others stay as they are. Black if alpha is 0 everywhere.
 *
 * @param image [c, h, w].
 * @param alpha [1, h, w] in [0, 1].
 * @throws AbortError as the pause does; part of the image is filled then.
 */
export async function fillInvisible(
  image: PlanarImage,
  alpha: PlanarImage,
  pause: Pause = pauses(undefined),
): Promise<void> {
  const { width, height, channels, data } = image;
  const pixels = width * height;
  const planes = Array.from({ length: channels }, (_, c) => data.subarray(c * pixels, (c + 1) * pixels));
  // Resizing overshoots.
  const weights = alpha.data.slice();
  clip(weights);
  await fill({ width, height, planes, weights }, pause);
}

async function fill(level: Level, pause: Pause): Promise<void> {
  if (!level.weights.includes(0)) return;
  if (level.weights.length === 1) {
    for (const plane of level.planes) plane[0] = 0;
    return;
  }
  const coarse = await pull(level, pause);
  await fill(coarse, pause);
  await push(coarse, level, pause);
  await relax(coarse, level, pause);
}

/** The next level: half the size, rounded up. */
async function pull(fine: Level, pause: Pause): Promise<Level> {
  const coarse = { width: Math.ceil(fine.width / 2), height: Math.ceil(fine.height / 2) };
  const sums = await sumBlocks(fine, coarse, pause);
  const planes: Float32Array[] = [];
  for (const plane of fine.planes) {
    const means = await sumBlocks(fine, coarse, pause, plane);
    for (let i = 0; i < sums.length; i++) means[i] = (means[i] as number) / (sums[i] || 1);
    planes.push(means);
  }
  return { ...coarse, planes, weights: sums.map((sum) => Math.min(sum, 1)) };
}

/** Σ w·c over blocks of 2×2, fewer at odd borders; Σ w without a plane. */
async function sumBlocks(
  { width, height, weights }: Level,
  coarse: Size,
  pause: Pause,
  plane?: Float32Array,
): Promise<Float32Array> {
  const sums = new Float32Array(coarse.width * coarse.height);
  await inPieces({ width, height }, pause, (top, bottom) => {
    for (let y = top, i = top * width; y < bottom; y++) {
      const row = (y >> 1) * coarse.width;
      for (let x = 0; x < width; x++, i++) {
        const weight = weights[i] as number;
        const at = row + (x >> 1);
        sums[at] = (sums[at] as number) + (plane ? weight * (plane[i] as number) : weight);
      }
    }
  });
  return sums;
}

/** Fills the empty pixels of a level. */
async function push(coarse: Level, { width, height, planes, weights }: Level, pause: Pause): Promise<void> {
  for (const [c, plane] of planes.entries()) {
    const from = coarse.planes[c] as Float32Array;
    const at = (index: number): number => from[index] as number;
    await inPieces({ width, height }, pause, (top, bottom) => {
      for (let y = top, i = top * width; y < bottom; y++) {
        const near = (y >> 1) * coarse.width;
        const far = secondNearest(y, coarse.height) * coarse.width;
        for (let x = 0; x < width; x++, i++) {
          if ((weights[i] as number) > 0) continue;
          const nearX = x >> 1;
          const farX = secondNearest(x, coarse.width);
          plane[i] = (9 * at(near + nearX) + 3 * (at(near + farX) + at(far + nearX)) + at(far + farX)) / 16;
        }
      }
    });
  }
}

/** Pixel i lies in coarse pixel ⌊i/2⌋, ¼ off its middle; the next nearest lies on that side. */
function secondNearest(i: number, length: number): number {
  return Math.min(Math.max((i >> 1) + (i % 2 ? 1 : -1), 0), length - 1);
}

/**
 * Takes the empty pixels near visible ones to the mean of their neighbours, sweep by sweep; beyond the borders the
 * image is mirrored.
 */
async function relax(coarse: Level, { width, height, planes, weights }: Level, pause: Pause): Promise<void> {
  const near = await emptyNearVisible(coarse, { width, height, weights }, pause);
  for (const plane of planes) {
    for (let sweep = 0; sweep < SWEEPS; sweep++) {
      await pause();
      for (let n = 0; n < near.length; n++) {
        // To and fro, so that no direction is favoured.
        const i = near[sweep % 2 === 1 ? near.length - 1 - n : n]!;
        const x = i % width;
        const left = x > 0 ? i - 1 : i + Math.min(1, width - 1);
        const right = x < width - 1 ? i + 1 : i - Math.min(1, width - 1);
        const above = i >= width ? i - width : i + (height > 1 ? width : 0);
        const below = i + width < weights.length ? i + width : i - (height > 1 ? width : 0);
        plane[i] = (plane[left]! + plane[right]! + plane[above]! + plane[below]!) / 4;
      }
    }
  }
}

/**
 * Indices of the empty pixels that lie in, or next to, a coarse pixel with some weight: the others are smooth as they
 * are.
 */
async function emptyNearVisible(
  coarse: Level,
  { width, height, weights }: Omit<Level, "planes">,
  pause: Pause,
): Promise<Int32Array> {
  const near: number[] = [];
  await inPieces({ width, height }, pause, (top, bottom) => {
    for (let y = top, i = top * width; y < bottom; y++) {
      const row = (y >> 1) * coarse.width;
      const [above, below] = [
        Math.max(row - coarse.width, 0),
        Math.min(row + coarse.width, coarse.weights.length - coarse.width),
      ];
      for (let x = 0; x < width; x++, i++) {
        if (weights[i]! > 0) continue;
        const column = x >> 1;
        const visible =
          coarse.weights[row + column]! +
          coarse.weights[above + column]! +
          coarse.weights[below + column]! +
          coarse.weights[row + Math.max(column - 1, 0)]! +
          coarse.weights[row + Math.min(column + 1, coarse.width - 1)]!;
        if (visible > 0) near.push(i);
      }
    }
  });
  return Int32Array.from(near);
}
