/**
 * How noisy an image is. The mask of Immerkær (the difference of two Laplacians) answers 0 to planes, straight
 * horizontal and vertical edges, and white noise of standard deviation σ with 6σ:
 *
 *     M = [1 −2 1; −2 4 −2; 1 −2 1],   σ = rms(image ⋆ M) / 6
 *
 * Texture answers too. So the mask's answer is taken block by block, and what counts are the quietest blocks:
 * σ is the tenth percentile over the blocks, made larger by what that percentile falls short of σ on pure noise.
 * Blocks with many pixels at black or white do not count: clipping removes noise.
 *
 * Reference: J. Immerkær, "Fast Noise Variance Estimation", Computer Vision and Image Understanding 64(2), 1996.
 */
import type { PlanarImage } from "../image/index.js";

/** Side of a block, in pixels. */
const BLOCK = 16;
/** The share of blocks that are quieter than the one that counts. */
const QUIET = 0.1;
/** The tenth percentile of the rms over 16×16 answers on white noise of σ = 1 (simulated, 10⁵ blocks). */
const QUIET_RMS = 0.892;
/** A block with more than this share of its pixels at black or white does not count. */
const CLIPPED = 0.1;

/**
 * The standard deviation of an image's noise, taken as white and equally strong in all channels.
 *
 * @param image [c, h, w], values in [0, 1].
 * @returns σ ≥ 0; 0 for images too small to tell (a side below 3) or clipped all over. Rounding to 8 bits counts as
 *   noise, of 0.29/255; texture without a quiet spot does, too.
 * @example estimateNoise(photo) * 255 // 2.1
 */
export function estimateNoise(image: PlanarImage): number {
  const { width, height, channels, data } = image;
  const blockWidth = Math.min(BLOCK, width - 2);
  const blockHeight = Math.min(BLOCK, height - 2);
  if (blockWidth < 1 || blockHeight < 1) return 0;
  let variance = 0;
  for (let c = 0; c < channels; c++) {
    const plane = data.subarray(c * width * height, (c + 1) * width * height);
    const answers: number[] = [];
    for (let y = 1; y + blockHeight < height; y += blockHeight) {
      for (let x = 1; x + blockWidth < width; x += blockWidth) {
        const answer = blockAnswer(plane, width, { x, y, width: blockWidth, height: blockHeight });
        if (answer !== undefined) answers.push(answer);
      }
    }
    answers.sort((a, b) => a - b);
    const quiet = answers[Math.floor(QUIET * answers.length)] ?? 0;
    variance += (quiet / (6 * QUIET_RMS)) ** 2 / channels;
  }
  return Math.sqrt(variance);
}

/** Rms of the mask's answers over a block; undefined if too much of it is clipped. */
function blockAnswer(
  plane: Float32Array,
  stride: number,
  block: { x: number; y: number; width: number; height: number },
): number | undefined {
  let sum = 0;
  let clipped = 0;
  for (let y = block.y; y < block.y + block.height; y++) {
    for (let i = y * stride + block.x, end = i + block.width; i < end; i++) {
      const [up, down] = [i - stride, i + stride];
      const answer =
        plane[up - 1] -
        2 * plane[up] +
        plane[up + 1] -
        2 * (plane[i - 1] - 2 * plane[i] + plane[i + 1]) +
        plane[down - 1] -
        2 * plane[down] +
        plane[down + 1];
      sum += answer * answer;
      if (plane[i] <= 0 || plane[i] >= 1) clipped++;
    }
  }
  const pixels = block.width * block.height;
  return clipped > CLIPPED * pixels ? undefined : Math.sqrt(sum / pixels);
}

/**
 * What the errors of an estimated kernel amount to, as noise of the image: a solver that trusts a wrong kernel rings.
 * Gain of `fast` over bicubic interpolation in dB, six images of the bench, by the noise assumed:
 *
 *     255·σ                    0.2    0.5      1      2      3      4
 *     the exact kernel        4.86   4.58   4.07   3.42
 *     KernelGAN's estimates                 0.71   1.57   1.73   1.69
 */
export const KERNEL_NOISE = 3 / 255;

/**
 * The noise that a solver should assume if it is not told: what the image seems to have, and at least
 * {@link KERNEL_NOISE} unless the kernel is exact.
 *
 * @param image [c, h, w], values in [0, 1]
 */
export function assumedNoise(image: PlanarImage, exactKernel: boolean): number {
  return Math.max(estimateNoise(image), exactKernel ? 0 : KERNEL_NOISE);
}
