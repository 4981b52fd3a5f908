/** How close pictures come to the original: PSNR and SSIM (metrics in core). */
import { evaluateImage, type ImageQuality, KernelGanError, type PlanarImage } from "@kernelgan/core";
import { cutToSize } from "@kernelgan/core/internal";
import type { MeasureInput } from "../tasks.js";
import { decodeBitmap } from "./picture.js";
import { context2d, readPixels } from "./pixels.js";

/**
 * Measures pictures of one size against the original.
 *
 * @throws KernelGanError `invalid-input` if the original is no picture, or of another size
 */
export async function measure({ pictures, original, scale, space }: MeasureInput): Promise<ImageQuality[]> {
  const hr = imageOf(await decodeBitmap(original), space);
  return pictures.map((picture) => {
    const sr = imageOf(picture, space);
    const cut = cutToSize(hr, sr, scale);
    if (!cut) {
      throw new KernelGanError(
        "invalid-input",
        `it has ${hr.width} × ${hr.height} pixels, the result ${sr.width} × ${sr.height}; they must agree`,
      );
    }
    return evaluateImage(sr, cut, { scale });
  });
}

function imageOf(bitmap: ImageBitmap, space: PredefinedColorSpace): PlanarImage {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  context2d(canvas, space).drawImage(bitmap, 0, 0);
  bitmap.close();
  return readPixels(canvas, space).image;
}
