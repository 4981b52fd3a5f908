/** How good a kernel is: PSNR of the image upscaled with it. */
import {
  crop,
  evaluateImage,
  type PlanarImage,
  planarImage,
  type RestoreKernels,
  type SuperResolution,
  type SuperResolveOptions,
  superResolve,
} from "@kernelgan/core";

/** Pixels left out along each side, if nothing else is said. */
export const BORDER = 8;

/** Which pixels are compared. */
export interface Comparison {
  /** Pixels left out along each side. */
  readonly border?: number | undefined;
  /** By how many pixels the picture lies further to the right and down than the original. */
  readonly shift?: number | undefined;
}

/** PSNR on Y of a picture as it would be written, with 8 bits. */
export function psnr(
  picture: PlanarImage,
  original: PlanarImage,
  { border = BORDER, shift = 0 }: Comparison = {},
): number {
  const [width, height] = [picture.width - shift, picture.height - shift];
  const moved = quantised(crop(picture, { x: shift, y: shift, width, height }));
  return evaluateImage(moved, crop(original, { x: 0, y: 0, width, height }), { border }).psnrY;
}

/** As 8 bits hold it. */
export function quantised({ width, height, channels, data }: PlanarImage): PlanarImage {
  return planarImage(width, height, channels, data.map(rounded));
}

/** A value in [0, 1] with 8 bits. */
export const rounded = (value: number): number =>
  Math.floor(Math.min(Math.max(value, 0), 1) * 255 + 0.5) / 255;

/** Upscales and compares. */
export async function judge(
  low: PlanarImage,
  high: PlanarImage,
  kernels: RestoreKernels,
  options: SuperResolveOptions,
  comparison?: Comparison,
): Promise<SuperResolution & { psnr: number }> {
  const result = await superResolve(low, kernels, options);
  return { ...result, psnr: psnr(result.image, high, comparison) };
}
