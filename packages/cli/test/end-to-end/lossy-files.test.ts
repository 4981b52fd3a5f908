/**
 * WebP and AVIF files whose pictures are blurred. Their compression would look like sharpness, or like another blur; but
 * the file says how much was lost, and so do, roughly, the colours.
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
  ["webp", nagasakiBoats, 80, 0.4],
  // An AVIF might as well have been a JPEG that lost hardly anything: less is found, but nothing spoilt.
  ["avif", alpineLandscape, 60, -0.1],
] as const)("a blurred photograph as %s", (codec, photograph, quality, leastResaved) => {
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
    // Saved as a PNG it is still known as decoded, by its colours.
    const { coding: _, ...pixels } = image;
    const resaved = await upscaleImage(pixels, { scale: 2 });
    expect(psnr(resaved.image, original)).toBeGreaterThan(psnr(usual.image, original) + leastResaved);
  });
});
