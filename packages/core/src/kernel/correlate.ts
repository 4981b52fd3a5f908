/**
 * The sum of kernel/downscale.ts by Fourier's transform, for wide kernels: on a frame that holds a part of the image
 * and what the kernel reads around it,
 *
 *     F(y) = F(x) · conj(F(k)),
 *
 * which wraps at the frame's borders; only what does not wrap is taken (overlap-save, A. V. Oppenheim, R. W. Schafer,
 * "Discrete-Time Signal Processing", section 8.7). In double precision: rounded to float32 it is the direct sum.
 */
import type { Rectangle } from "../image/crop.js";
import { mirror } from "../image/mirror.js";
import type { PlanarImage } from "../image/planar-image.js";
import { Fft2d, fftLength } from "../math/fft.js";
import type { Kernel } from "./kernel.js";

/** Largest side of a part, in pixels of the image, unless the kernel is wider. */
const PART = 256;

/**
 * The time that a sample of a frame takes, there and back, in products of the direct sum: measured, 100 and 0.7 ns, for
 * kernels of 7 to 257 pixels on images of 300×200 and 1000×700.
 */
const SAMPLE_COST = 150;

/** One channel of a part of the result, in pixels of the result. */
interface Part extends Rectangle {
  readonly channel: number;
}

/** How an image is cut, and the frame that holds what a part reads. */
interface Cut {
  readonly parts: readonly Part[];
  readonly width: number;
  readonly height: number;
}

/** @param result gets the sums at every s-th pixel: [c, ⌈h/s⌉, ⌈w/s⌉] */
export function correlateByTransform(
  image: PlanarImage,
  { size, data }: Kernel,
  scale: number,
  result: PlanarImage,
): void {
  const { parts, width, height } = cut(result, size, scale);
  const fft = new Fft2d(width, height);
  const plane = (): Float64Array => new Float64Array(width * height);
  const [kRe, kIm, re, im] = [plane(), plane(), plane(), plane()];
  // With the factor of the inverse.
  for (let u = 0; u < size; u++) {
    for (let v = 0; v < size; v++) kRe[u * width + v] = data[u * size + v]! / kRe.length;
  }
  fft.forward(kRe, kIm);
  for (let i = 0; i < parts.length; i += 2) {
    // The weights are real: real and imaginary part are two parts of the image.
    const [first, second] = [parts[i]!, parts[i + 1]];
    load(first, re);
    if (second) load(second, im);
    else im.fill(0);
    fft.forward(re, im);
    for (let f = 0; f < re.length; f++) {
      const [a, b] = [re[f]!, im[f]!];
      re[f] = a * kRe[f]! + b * kIm[f]!;
      im[f] = b * kRe[f]! - a * kIm[f]!;
    }
    fft.unscaledInverse(re, im);
    take(first, re);
    if (second) take(second, im);
  }

  /** The part and what the kernel reads around it, borders mirrored. */
  function load({ channel, x, y }: Part, target: Float64Array): void {
    const origin = Math.floor(size / 2);
    const columns = Int32Array.from({ length: width }, (_, j) => mirror(scale * x + j - origin, image.width));
    for (let i = 0; i < height; i++) {
      const row = (channel * image.height + mirror(scale * y + i - origin, image.height)) * image.width;
      for (let j = 0; j < width; j++) target[i * width + j] = image.data[row + columns[j]!]!;
    }
  }

  function take(part: Part, sums: Float64Array): void {
    for (let i = 0; i < part.height; i++) {
      const to = (part.channel * result.height + part.y + i) * result.width + part.x;
      const from = scale * i * width;
      for (let j = 0; j < part.width; j++) result.data[to + j] = sums[from + scale * j]!;
    }
  }
}

/**
 * How many products of the direct sum would take the time of {@link correlateByTransform}.
 *
 * @param size of the kernel
 */
export function transformCost(result: PlanarImage, size: number, scale: number): number {
  const { parts, width, height } = cut(result, size, scale);
  // The kernel goes there only.
  return SAMPLE_COST * (Math.ceil(parts.length / 2) + 0.5) * width * height;
}

function cut({ width, height, channels }: PlanarImage, size: number, scale: number): Cut {
  const largest = Math.max(1, Math.floor(Math.max(PART, size) / scale));
  const side = (length: number): number => Math.ceil(length / Math.ceil(length / largest));
  const [w, h] = [side(width), side(height)];
  const parts: Part[] = [];
  for (let channel = 0; channel < channels; channel++) {
    for (let y = 0; y < height; y += h) {
      for (let x = 0; x < width; x += w) {
        parts.push({ channel, x, y, width: Math.min(w, width - x), height: Math.min(h, height - y) });
      }
    }
  }
  const frame = (length: number): number => fftLength(scale * (length - 1) + size);
  return { parts, width: frame(w), height: frame(h) };
}
