/** Small pictures as data URIs, a few kilobytes each. */
import type { Kernel } from "@kernelgan/core";
import { kernelColour } from "@kernelgan/formats";
import { sharp } from "../../image-files/sharp.js";

/** Longest side of an image's thumbnail: 96 CSS pixels on a dense screen. */
const SIDE = 192;
const QUALITY = 60;

/** An image file, small: WebP. */
export async function imageThumbnail(path: string): Promise<string> {
  const bytes = await sharp(path, { limitInputPixels: false, failOn: "none" })
    .autoOrient()
    .resize(SIDE, SIDE, { fit: "inside", withoutEnlargement: true })
    .webp({ quality: QUALITY })
    .toBuffer();
  return `data:image/webp;base64,${bytes.toString("base64")}`;
}

/** A kernel, one pixel for each weight, in the colours of kernel pictures: PNG. */
export async function kernelThumbnail(k: Kernel): Promise<string> {
  const most = Math.max(...k.data);
  const least = Math.min(0, ...k.data);
  const pixels = Uint8Array.from(
    Array.from(k.data).flatMap((weight) => rgb(kernelColour((weight - least) / (most - least)))),
  );
  const bytes = await sharp(pixels, { raw: { width: k.size, height: k.size, channels: 3 } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return `data:image/png;base64,${bytes.toString("base64")}`;
}

/** `#rrggbb` → [r, g, b]. */
function rgb(colour: string): number[] {
  return [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));
}
