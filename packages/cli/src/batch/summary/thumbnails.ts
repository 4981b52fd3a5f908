/** Small pictures as data URIs, a few kilobytes each. */
import type { Kernel } from "@kernelgan/core";
import { heatMapPixels, kernelRange } from "@kernelgan/figures";
import { SIGNATURE_BYTES } from "@kernelgan/formats/internal";
import { inFile } from "../../errors/in-file.js";
import { readStart } from "../../files/read-file.js";
import { sharp } from "../../image-files/sharp.js";
import { inputFormat } from "../../image-files/signature.js";

/** Longest side of an image's thumbnail: 96 CSS pixels on a dense screen. */
const MAX_SIDE = 192;
const QUALITY = 60;

/**
 * An image file, small: WebP.
 *
 * @throws KernelGanError `invalid-input` if it is none
 */
export async function imageThumbnail(path: string): Promise<string> {
  const start = await readStart(path, SIGNATURE_BYTES);
  await inFile(path, () => inputFormat(start));
  const bytes = await sharp(path, { limitInputPixels: false, failOn: "none" })
    .autoOrient()
    .resize(MAX_SIDE, MAX_SIDE, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
  return `data:image/webp;base64,${bytes.toString("base64")}`;
}

/** A kernel, one pixel for each weight, in the colours of kernel pictures: PNG. */
export async function kernelThumbnail(k: Kernel): Promise<string> {
  const pixels = heatMapPixels(k.data, kernelRange(k), "kernel");
  const bytes = await sharp(pixels, { raw: { width: k.size, height: k.size, channels: 4 } })
    .removeAlpha()
    .png({ compressionLevel: 9 })
    .toBuffer();
  return `data:image/png;base64,${bytes.toString("base64")}`;
}
