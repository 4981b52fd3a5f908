/**
 * WebP and AVIF files whose pictures are blurred. Of their pixels alone, their compression would look like sharpness, or
 * like another blur; but the file says how much was lost.
 */
import { join } from "node:path";
import { imresize, type PlanarImage, psnr, upscaleImage } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { readImage, readPicture, writePicture } from "../../src/index.js";
import { gaussianBlur } from "../helpers/gaussian-blur.js";
import { alpineLandscape, nagasakiBoats } from "../helpers/photographs.js";

const folder = temporaryFolder();

/** Halved under a Gaussian of 1 pixel of the result. */
async function blurredFile(photograph: string, file: string, quality: number): Promise<PlanarImage> {
  const original = imresize(await readImage(photograph), { width: 512, height: 408 });
  await writePicture(file, { image: gaussianBlur(original, 2, 2), depth: 8 }, { quality });
  return original;
}

describe.each([
  ["webp", nagasakiBoats, 80],
  ["avif", alpineLandscape, 60],
] as const)("a blurred photograph as %s", (codec, photograph, quality) => {
  const file = join(folder, `photograph.${codec}`);
  let original: PlanarImage;
  beforeAll(async () => {
    original = await blurredFile(photograph, file, quality);
  });

  it("is sharpened as far as its compression lets it", async () => {
    const { image } = await readPicture(file);
    expect(image.coding?.codec).toBe(codec);
    expect(await readImage(file)).toEqual(image);
    const { image: result, fellBack } = await upscaleImage(image, { scale: 2 });
    const usual = await upscaleImage(image, { scale: 2, kernel: "bicubic" });
    expect(fellBack).toBe(false);
    expect(psnr(result, original)).toBeGreaterThan(psnr(usual.image, original) + 0.4);
    // Saved as a PNG nothing is known of it, and less is gained, or more lost.
    const { coding: _, ...pixels } = image;
    const blind = await upscaleImage(pixels, { scale: 2 });
    expect(psnr(result, original)).toBeGreaterThan(psnr(blind.image, original) + 0.4);
  });
});
