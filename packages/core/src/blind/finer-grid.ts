/** A kernel that was found on the image's own grid, on the grid of the larger image. */
import { imresize } from "../image/index.js";
import { centreKernel, type Kernel, normaliseKernel, withoutFaintWeights } from "../kernel/index.js";
import type { Weights } from "./sparse-steps.js";

/** Weights below this share of the largest are ringing of the interpolation. */
const FAINT = 0.02;

/**
 * The aligned kernel of an image that is `scale` times as large: what lies one pixel apart in the small image is
 * `scale` pixels apart in it.
 *
 * @param weights for convolution; kernels are for correlation (kernel.ts), so that the result is turned by 180°
 */
export function onFinerGrid({ size, data }: Weights, scale: number): Kernel {
  const turned = Float32Array.from(data).reverse();
  const fine =
    scale === 1 ? turned : imresize({ width: size, height: size, channels: 1, data: turned }, { scale }).data;
  const side = Math.round(Math.sqrt(fine.length));
  // An odd frame has its origin in the middle.
  const framed = oddFrameOf(fine, side);
  const kept = normaliseKernel(withoutFaintWeights(framed, FAINT));
  return centreKernel(kept, scale, { size: kept.size + 2 * scale });
}

function oddFrameOf(data: Float32Array, side: number): Kernel {
  const size = side + 1 - (side % 2);
  const result = new Float64Array(size * size);
  for (let i = 0; i < side; i++) {
    for (let j = 0; j < side; j++) result[i * size + j] = Math.max(0, data[i * side + j]!);
  }
  return { size, data: result };
}
