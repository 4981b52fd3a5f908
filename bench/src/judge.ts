/** How good a kernel is: PSNR of the image upscaled with it. */
import {
  evaluateImage,
  type Kernel,
  type PlanarImage,
  planarImage,
  type SuperResolution,
  type SuperResolveOptions,
  superResolve,
} from "@kernelgan/core";

/** Pixels left out along each side. */
export const BORDER = 8;

/** PSNR on Y of a picture as it would be written, with 8 bits. */
export function psnr(picture: PlanarImage, original: PlanarImage): number {
  const { width, height, channels, data } = picture;
  const written = planarImage(width, height, channels, data.map(rounded));
  return evaluateImage(written, original, { border: BORDER }).psnrY;
}

/** A value in [0, 1] with 8 bits. */
export const rounded = (value: number): number =>
  Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5) / 255;

/** Upscales and compares. */
export async function judge(
  low: PlanarImage,
  high: PlanarImage,
  kernel: Kernel,
  options: SuperResolveOptions,
): Promise<SuperResolution & { psnr: number }> {
  const result = await superResolve(low, kernel, options);
  return { ...result, psnr: psnr(result.image, high) };
}
