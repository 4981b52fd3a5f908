/**
 * What noise and compression leave of a kernel. Under noise of standard deviation σ the high frequencies, which tell the
 * most, are lost; JPEG rounds many of them to 0, which looks like a wider kernel, and makes errors of rms J. A kernel that
 * is too wide makes an upscaler amplify both. So the kernel fades into the bicubic one,
 *
 *     k = (1 − t) k_fit + t k_bicubic,   t = max( ramp(σ; 4.5/255, 9/255), 0.6 · ramp(J; 1.5/255, 4.5/255) ),
 *
 * ramp(v; a, b) = (v − a)/(b − a) within [0, 1].
 */
import type { PlanarImage } from "../image/index.js";
import { jpegError, NoiseBlocks } from "../noise/index.js";

const NOISE_FADES = 4.5 / 255;
const NOISE_ENDS = 9 / 255;
const JPEG_FADES = 1.5;
const JPEG_ENDS = 4.5;
const JPEG_SHARE = 0.6;

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
  const noiseFade = noiseRamp(noise);
  const jpegFade = JPEG_SHARE * ramp(jpegError(new NoiseBlocks(image)), JPEG_FADES, JPEG_ENDS);
  const warnings: string[] = [];
  if (noiseFade > 0) {
    warnings.push(
      `the image is noisy (standard deviation ${(255 * noise).toFixed(1)} of 255): the kernel is less certain, and closer to bicubic`,
    );
  }
  if (jpegFade > 0) {
    warnings.push("the image was compressed as JPEG: the kernel is less certain, and closer to bicubic");
  }
  return { fade: Math.max(noiseFade, jpegFade), warnings };
}

/** How much of a kernel noise takes away: the header's ramp(σ). */
export function noiseRamp(noise: number): number {
  return ramp(noise, NOISE_FADES, NOISE_ENDS);
}

/** 0 up to `from`, 1 from `to` on. */
function ramp(value: number, from: number, to: number): number {
  return Math.min(1, Math.max(0, (value - from) / (to - from)));
}
