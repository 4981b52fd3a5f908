/**
 * Changing a kernel's frame without changing what it does. A kernel's origin is its weight (⌊n/2⌋, ⌊n/2⌋), the one
 * that multiplies the pixel asked for; zero-padding or cropping round the origin leaves the operator as it is (up
 * to the weights cut off).
 */
import { checkInteger } from "../range.js";
import type { Kernel } from "./kernel.js";

/**
 * The kernel in a frame of another size, origin on origin; zeros where it had no weights. Not renormalised.
 *
 * For even n, `reframe(k, n + 1)` appends a row and a column of zeros: any even-sized kernel is an odd-sized one.
 *
 * @param size new side length.
 * @throws KernelGanError `invalid-argument` if `size` is not a positive integer.
 */
export function reframe(kernel: Kernel, size: number): Kernel {
  checkInteger("a kernel's size", size, { min: 1 });
  const shift = Math.floor(size / 2) - Math.floor(kernel.size / 2);
  const data = new Float64Array(size * size);
  for (let y = Math.max(0, shift); y < Math.min(size, kernel.size + shift); y++) {
    for (let x = Math.max(0, shift); x < Math.min(size, kernel.size + shift); x++) {
      data[y * size + x] = kernel.data[(y - shift) * kernel.size + x - shift]!;
    }
  }
  return { ...kernel, size, data };
}

/** Whether a kernel leaves images as they are: all of its weight is at the origin. */
export function isIdentity({ size, data }: Kernel): boolean {
  const origin = Math.floor(size / 2) * (size + 1);
  return data[origin] === 1 && data.every((weight, i) => weight === 0 || i === origin);
}

/**
 * The kernel without the weights whose magnitude is below a share of the largest, in the smallest odd frame that holds
 * the others. Not renormalised.
 */
export function withoutFaintWeights({ size, data }: Kernel, share: number): Kernel {
  const least = share * data.reduce((largest, weight) => Math.max(largest, Math.abs(weight)), 0);
  const kept = data.map((weight) => (Math.abs(weight) < least ? 0 : weight));
  const origin = Math.floor(size / 2);
  const reachOf = (index: number): number => Math.abs(index - origin);
  let reach = 0;
  for (const [i, weight] of kept.entries()) {
    if (weight !== 0) reach = Math.max(reach, reachOf(Math.floor(i / size)), reachOf(i % size));
  }
  return reframe({ size, data: kept }, 2 * reach + 1);
}

/** The kernel in the smallest odd frame that holds it, so that its origin is its middle. */
export function oddFrame(kernel: Kernel): Kernel {
  return kernel.size % 2 === 1 ? kernel : reframe(kernel, kernel.size + 1);
}
