/**
 * Blind deconvolution on the image's own grid: finds a kernel that follows no formula, such as that of camera shake.
 * All that is assumed is that its weights are positive and few, and that the scene has edges. Such a kernel has hardly
 * any power above half the sampling rate, so the downscaling after the blur changes little and is ignored. From coarse
 * to fine grids, alternately,
 *
 *     1. given the kernel, the sharp image with few gradients that it would blur to the image (sparse-pair.ts),
 *     2. given the sharp image, the kernel that blurs its gradients to those of the image (kernel-from-edges.ts),
 *        cleaned (path-weights.ts).
 *
 * λ, the price of a gradient, falls from turn to turn, so that strong edges come first. The result depends a little on
 * λ, so two runs with different λ are averaged, which takes hardly more time than one.
 *
 * References: J. Pan, Z. Hu, Z. Su, M.-H. Yang, CVPR 2014; S. Cho, S. Lee, SIGGRAPH Asia 2009.
 */

import { cropMiddle, imresize, type PlanarImage } from "../image/index.js";
import { type Kernel, normaliseKernel } from "../kernel/index.js";
import { noPause, type Pause } from "../pause.js";
import { simdFftLength } from "../simd/fft.js";
import { simdModule } from "../simd/module.js";
import { Simd } from "../simd/simd.js";
import { onFinerGrid } from "./finer-grid.js";
import { KernelFromEdges } from "./kernel-from-edges.js";
import { alignment, clean, enlarged, moved, overlap, toMiddle } from "./path-weights.js";
import { smoothBorder } from "./smooth-border.js";
import { SparsePair } from "./sparse-pair.js";
import type { Weights } from "./sparse-steps.js";

/** Side of the largest kernel, in pixels of the image. */
const SIZE = 27;
/** Largest side of the middle part of the image that is looked at. */
const MAX_SIDE = 400;
/** The size of each grid relative to the next finer one. */
const STEP = Math.SQRT1_2;
/** Side of the kernel on the coarsest grid. */
const MIN_SIZE = 5;
/** Turns on each grid. */
const TURNS = 5;
/** λ of the two runs in their first turn, the divisor after each turn, and the least λ. */
const LAMBDAS = [2.5e-3, 5e-3] as const;
const DECAY = 1.1;
const MIN_LAMBDA = 1e-4;
/** λ of the comparison with no blur, and the square above which a gradient counts there, for values in [0, 1]. */
const COMPARED_LAMBDA = 1e-3;
const MIN_GRADIENT = 1e-5;

/** A kernel without a model. */
export interface BlindKernel {
  /** How alike the kernels of the two runs are: their correlation, in [0, 1]. */
  readonly agreement: number;
  /**
   * log(n₀ / n), n₀ the number of gradients that explain the image without a blur, and n that with this kernel.
   * Positive if the kernel turns soft edges into sharp ones; a wrong kernel needs gradients for what it does not
   * explain.
   */
  readonly sparsity: number;
  /** The kernel for any scale factor: aligned, of sum 1, all weights at least 0. */
  kernel(scale: number): Kernel;
}

/** How to follow and stop the search. */
export interface BlindControl {
  /** Awaited between pieces of work of some milliseconds; may throw to stop. */
  readonly pause?: Pause;
  /** Called with the share that is done, in (0, 1]. */
  readonly onProgress?: (done: number) => void;
}

/** @param image [1, h, w], values in [0, 1], at least 32×32; only the middle of a large one is looked at */
export async function findBlindKernel(
  image: PlanarImage,
  { pause = noPause, onProgress = () => {} }: BlindControl = {},
): Promise<BlindKernel> {
  const part = cropMiddle(image, MAX_SIDE, MAX_SIDE);
  const { kernels, pair } = await bothKernels(part, pause, onProgress);
  const [a, b] = kernels;
  const other = moved(b, ...alignment(a, b));
  const mean = normaliseKernel({ size: a.size, data: a.data.map((weight, i) => weight + other.data[i]!) });
  const compared = await pair.solve(
    [
      { kernel: mean, lambda: COMPARED_LAMBDA },
      { kernel: { size: 1, data: Float64Array.of(1) }, lambda: COMPARED_LAMBDA },
    ],
    pause,
  );
  const [restored, kept] = mapBoth(compared, (x) => countGradients(x, pair.width, part));
  return {
    agreement: overlap(a, other, 0, 0) / Math.sqrt(overlap(a, a, 0, 0) * overlap(other, other, 0, 0)),
    sparsity: Math.log(kept / restored),
    kernel: (scale) => onFinerGrid(mean, scale),
  };
}

/** The kernels of both runs, and the solver of the finest grid, which the comparison with no blur uses again. */
async function bothKernels(
  image: PlanarImage,
  pause: Pause,
  onProgress: (done: number) => void,
): Promise<{ kernels: [Weights, Weights]; pair: SparsePair }> {
  const grids = gridsOf(image);
  const turns = grids.reduce((sum, { factor }) => sum + TURNS * factor ** 2, 0);
  let lambdas: [number, number] = [...LAMBDAS];
  let kernels = mapBoth(lambdas, () => firstKernel(grids[0]!.size));
  let pair: SparsePair | undefined;
  let done = 0;
  const module = await simdModule();
  const simd = module && new Simd(module);
  const mark = simd?.mark() ?? 0;
  for (const { factor, size } of grids) {
    simd?.release(mark);
    const grid = factor === 1 ? image : imresize(image, sizeOf(image, factor));
    const { width, height, data } = grid;
    const sides = [simdFftLength(width + size - 1), simdFftLength(height + size - 1)] as const;
    pair = new SparsePair(smoothBorder(data, [width, height], sides), ...sides, simd);
    const edges = new KernelFromEdges(data, width, height, size, simd);
    if (done > 0) kernels = mapBoth(kernels, (coarse) => enlarged(coarse, 1 / STEP, size));
    for (let turn = 0; turn < TURNS; turn++) {
      const problems = mapBoth([0, 1], (run) => ({ kernel: kernels[run]!, lambda: lambdas[run]! }));
      const sharp = await pair.solve(problems, pause);
      for (const run of [0, 1] as const) {
        kernels[run] = clean(edges.find(sharp[run], sides[0])) ?? kernels[run];
        await pause();
      }
      lambdas = mapBoth(lambdas, (lambda) => Math.max(MIN_LAMBDA, lambda / DECAY));
      done += factor ** 2;
      onProgress(done / turns);
    }
    kernels = mapBoth(kernels, toMiddle);
  }
  return { kernels, pair: pair as SparsePair };
}

/** The number of gradients that count, away from the borders; at least 1. */
function countGradients(x: Float32Array, stride: number, { width, height }: PlanarImage): number {
  const margin = SIZE >> 1;
  let count = 0;
  for (let row = margin; row < height - margin; row++) {
    for (let column = margin, i = row * stride + margin; column < width - margin; column++, i++) {
      const [across, down] = [x[i + 1]! - x[i]!, x[i + stride]! - x[i]!];
      if (across * across + down * down > MIN_GRADIENT) count++;
    }
  }
  return Math.max(1, count);
}

/** The grids from coarse to fine: their size relative to the image, and the side of the kernel on each. */
function gridsOf({ width, height }: PlanarImage): { factor: number; size: number }[] {
  const largest = Math.min(SIZE, odd(Math.min(width, height) / 3));
  const coarser = Math.max(0, Math.floor(Math.log(MIN_SIZE / largest) / Math.log(STEP)));
  return Array.from({ length: coarser + 1 }, (_, i) => {
    const factor = STEP ** (coarser - i);
    return { factor, size: odd(largest * factor) };
  });
}

/** The next odd number that is not smaller. */
const odd = (n: number): number => 2 * Math.ceil((Math.ceil(n) - 1) / 2) + 1;

const sizeOf = ({ width, height }: PlanarImage, factor: number): { width: number; height: number } => ({
  width: Math.round(width * factor),
  height: Math.round(height * factor),
});

/** Two pixels side by side: enough to break the symmetry. */
function firstKernel(size: number): Weights {
  const data = new Float64Array(size * size);
  const middle = (size >> 1) * (size + 1);
  data[middle - 1] = 0.5;
  data[middle] = 0.5;
  return { size, data };
}

function mapBoth<T, U>([a, b]: readonly [T, T], change: (value: T) => U): [U, U] {
  return [change(a), change(b)];
}
