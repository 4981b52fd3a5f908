/**
 * How much noise and compression take away from a kernel. Under noise of standard deviation σ the high frequencies, which say
 * most about a blur, are lost; JPEG rounds many of them to 0, which looks like a wider kernel, and makes errors of rms J. With
 * a kernel that is too wide an upscaler amplifies both. So the kernel fades into the bicubic one,
 *
 *     k = (1 − t) k_fit + t k_bicubic,   t = max( ramp(σ; 4.5/255, 9/255), 0.6 · ramp(J; 1.5/255, 4.5/255) ),
 *
 * ramp(v; a, b) = (v − a)/(b − a) within [0, 1].
 */
import type { PlanarImage } from "../image/index.js";
import { jpegError, NoiseBlocks } from "../noise/index.js";

/** σ at which t begins to rise, and at which it is 1. */
const NOISE_START = 4.5 / 255;
const NOISE_END = 9 / 255;
/** J at which t begins to rise and at which it is largest, in gray levels of 255; and that t. */
const JPEG_START = 1.5;
const JPEG_END = 4.5;
const MAX_JPEG_FADE = 0.6;

/** The bicubic kernel's share, and why. */
export interface Degradation {
  /** t, in [0, 1]. */
  readonly fade: number;
  readonly warnings: readonly string[];
}

/**
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param noise σ of the gray image
 */
export function degradation(image: PlanarImage, noise: number): Degradation {
  const fromNoise = noiseFade(noise);
  const fromJpeg = MAX_JPEG_FADE * ramp(jpegError(new NoiseBlocks(image)), JPEG_START, JPEG_END);
  const warnings: string[] = [];
  if (fromNoise > 0) {
    warnings.push(
      `the image is noisy (standard deviation ${(255 * noise).toFixed(1)} of 255): the kernel is less certain, and closer to bicubic`,
    );
  }
  if (fromJpeg > 0) {
    warnings.push("the image was compressed as JPEG: the kernel is less certain, and closer to bicubic");
  }
  return { fade: Math.max(fromNoise, fromJpeg), warnings };
}

/** t of the noise alone: the header's ramp(σ). */
export function noiseFade(noise: number): number {
  return ramp(noise, NOISE_START, NOISE_END);
}

/** 0 up to `from`, 1 from `to` on. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
