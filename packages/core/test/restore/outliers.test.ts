import { describe, expect, it, test } from "vitest";
import { estimateKernel } from "../../src/estimate/index.js";
import { crop, imresize, type PlanarImage, planarImage } from "../../src/image/index.js";
import { bicubicKernel, downscale, type Kernel, normaliseKernel } from "../../src/kernel/index.js";
import { imageNoise } from "../../src/restore/assumed-noise.js";
import { withoutOutliers } from "../../src/restore/outliers.js";
import { superResolve } from "../../src/restore/super-resolve.js";
import { jpeg } from "../helpers/jpeg.js";
import { gaussianKernel } from "../helpers/pictures.js";
import { gain, scene, withNoise } from "../helpers/scene.js";

const SIDE = 160;
const FRAME = 16;

/** Blurs of 1.2 pixels of the small image. */
const blurs: [scale: 1 | 2 | 3, blur: Kernel][] = [
  [1, gaussianKernel(9, 1.2, 1)],
  [2, gaussianKernel(19, 2.4, 2)],
  [3, gaussianKernel(27, 3.6, 3)],
];

/** The image in a frame of a small image's 16 pixels. */
function framed(image: PlanarImage, factor: number, value: number): PlanarImage {
  const margin = FRAME * factor;
  const result = planarImage(image.width + 2 * margin, image.height + 2 * margin, image.channels);
  result.data.fill(value);
  for (let row = 0; row < image.channels * image.height; row++) {
    const [c, y] = [Math.floor(row / image.height), row % image.height];
    const to = (c * result.height + y + margin) * result.width + margin;
    result.data.set(image.data.subarray(row * image.width, (row + 1) * image.width), to);
  }
  return result;
}

/** Strokes of 2 pixels of the small image. */
function lettered(image: PlanarImage, factor: number, value: number): PlanarImage {
  const result = { ...image, data: image.data.slice() };
  for (let stroke = 0; stroke < 10; stroke++) {
    for (let y = 20 * factor; y < 34 * factor; y++) {
      const from = y * image.width + (12 + 5 * stroke) * factor;
      result.data.fill(value, from, from + 2 * factor);
    }
  }
  return result;
}

/** A kernel without symmetry, of sum 1. */
function skewed(size: number, scale: number): Kernel {
  const { data } = gaussianKernel(size, size / 6, scale);
  const uneven = data.map((weight, i) => weight * (1 + ((i * 31) % 17)));
  return normaliseKernel({ size, data: uneven });
}

describe.each(blurs)("×%i", (scale, blur) => {
  const sharp = scene(scale * SIDE, scale * SIDE);
  const low = downscale(sharp, blur, scale);

  test.each([
    ["a white frame", (image: PlanarImage, factor: number) => framed(image, factor, 1)],
    ["a black frame", (image: PlanarImage, factor: number) => framed(image, factor, 0)],
    ["white letters", (image: PlanarImage, factor: number) => lettered(image, factor, 1)],
    ["gray letters", (image: PlanarImage, factor: number) => lettered(image, factor, 0.85)],
  ])("what was not blurred does not ring: %s", async (_, spoil) => {
    const image = await jpeg(spoil(low, 1), 95);
    const truth = spoil(sharp, scale);
    const interpolated = scale === 1 ? image : imresize(image, { scale });
    const { image: result, warnings } = await superResolve(image, blur, { scale });
    expect(gain(result, interpolated, truth)).toBeGreaterThan(0.5);
    expect(warnings.map(({ code }) => code)).toContain("sharp-places");
  });

  it.each([
    ["as it is", async (image: PlanarImage) => image],
    ["noisy", async (image: PlanarImage) => withNoise(image, 5 / 255)],
    ["compressed", (image: PlanarImage) => jpeg(image, 70)],
  ])("leaves a blurred picture alone: %s", async (_, spoil) => {
    const image = await spoil(low);
    const found = await withoutOutliers(image, blur, scale);
    expect(found.share).toBeLessThan(1e-3);
    if (found.share === 0) expect(found.image).toBe(image);
  });
});

test("the noise is that of the image as it was given, JPEG's error included, not of one without its outliers", async () => {
  const [scale, blur] = blurs[1]!;
  const low = downscale(scene(scale * SIDE, scale * SIDE), blur, scale);
  const image = await jpeg(lettered(low, 1, 1), 75);
  const { noise } = await superResolve(image, blur, { scale });
  expect(noise).toBeCloseTo(255 * imageNoise(image, 2), 9);
  expect(noise).toBeGreaterThan(2);
});

describe("withoutOutliers", () => {
  const [, [scale, blur]] = blurs as [unknown, [2, Kernel]];
  const low = downscale(scene(2 * SIDE, 2 * SIDE, 3), blur, scale);

  it("changes an image beside its outliers alone, all channels alike", async () => {
    const image = { ...low, data: low.data.slice() };
    const pixels = low.width * low.height;
    const [x, y] = [60, 70];
    for (let c = 0; c < 3; c++) image.data[c * pixels + y * low.width + x] = 1;
    const { image: mended, share } = await withoutOutliers(image, blur, scale);
    expect(share).toBeGreaterThan(0);
    const changed = mended.data.map((value, i) => (value === image.data[i] ? 0 : 1));
    for (let c = 0; c < 3; c++) expect(changed[c * pixels + y * low.width + x]).toBe(1);
    for (let i = 0; i < changed.length; i++) {
      if (!changed[i]) continue;
      expect(Math.abs((i % low.width) - x)).toBeLessThan(8);
      expect(Math.abs((Math.floor(i / low.width) % low.height) - y)).toBeLessThan(8);
    }
  });

  it("has nothing to find under a kernel that passes all frequencies", async () => {
    const image = framed(low, 1, 1);
    expect(await withoutOutliers(image, bicubicKernel(2), 2)).toEqual({ image, share: 0 });
  });

  it("gives the same for tiles and for the whole", async () => {
    // Two tiles, of which one has the outlier beside the other.
    const wide = downscale(scene(2 * 300, 2 * 64), blur, scale);
    const at = 30 * wide.width + 150;
    wide.data[at] = 1;
    const part = planarImage(200, 64, 1);
    for (let row = 0; row < 64; row++) {
      part.data.set(wide.data.subarray(row * 300 + 50, row * 300 + 250), row * 200);
    }
    const whole = await withoutOutliers(wide, blur, scale);
    const cut = await withoutOutliers(part, blur, scale);
    for (let row = 20; row < 40; row++) {
      for (let column = 90; column < 110; column++) {
        const expected = whole.image.data[row * 300 + column + 50] as number;
        expect(cut.image.data[row * 200 + column]).toBeCloseTo(expected, 3);
      }
    }
  });

  it.each<[scale: 1 | 2 | 3, size: number, width: number]>([
    [1, 41, 90],
    [2, 64, 90],
    [3, 65, 90],
    // Two tiles.
    [2, 41, 300],
  ])("replaces outliers by the interpolation, blurred: ×%i, %i² weights", async (factor, size, width) => {
    const kernel = skewed(size, factor);
    const flat = planarImage(width - 2 * FRAME, 50 - 2 * FRAME, 3);
    const image = framed({ ...flat, data: flat.data.map((_, i) => 0.3 + (0.4 * (i % 7)) / 7) }, 1, 1);
    const { image: mended } = await withoutOutliers(image, kernel, factor);
    const reblurred = downscale(factor === 1 ? image : imresize(image, { scale: factor }), kernel, factor);
    // On both sides of where the picture meets its frame nothing is left of the image as it was.
    for (let c = 0; c < 3; c++) {
      for (const row of [FRAME - 1, FRAME]) {
        for (let x = FRAME; x < width - FRAME; x++) {
          const at = (c * image.height + row) * width + x;
          expect(mended.data[at]).toBeCloseTo(reblurred.data[at]!, 5);
          expect(Math.abs(image.data[at]! - reblurred.data[at]!)).toBeGreaterThan(0.01);
        }
      }
    }
  });

  it("keeps channels that are equal equal", async () => {
    const gray = framed(crop(scene(200, 50), { x: 0, y: 0, width: 200, height: 50 }), 1, 1);
    const pixels = gray.width * gray.height;
    const image = planarImage(gray.width, gray.height, 3);
    for (let c = 0; c < 3; c++) image.data.set(gray.data.subarray(0, pixels), c * pixels);
    const { image: mended, share } = await withoutOutliers(image, blur, scale);
    expect(share).toBeGreaterThan(0);
    for (const c of [1, 2]) {
      expect(mended.data.subarray(c * pixels, (c + 1) * pixels)).toEqual(mended.data.subarray(0, pixels));
    }
  });

  it("stops when it is cancelled", async () => {
    const control = new AbortController();
    control.abort();
    await expect(withoutOutliers(low, blur, scale, { signal: control.signal })).rejects.toThrow("cancelled");
  });

  it("stops when it is cancelled while outliers are replaced", async () => {
    const control = new AbortController();
    // The noise is measured between the search and the replacing.
    const noise = (): number => {
      control.abort();
      return 0;
    };
    const image = framed(low, 1, 1);
    await expect(withoutOutliers(image, blur, scale, { noise, signal: control.signal })).rejects.toThrow(
      "cancelled",
    );
  });
});

describe("estimateKernel", () => {
  it("finds the blur of a picture in a sharp frame as that of the picture", async () => {
    const [, [scale, blur]] = blurs as [unknown, [2, Kernel]];
    const low = await jpeg(downscale(scene(256, 256), blur, scale), 95);
    const alone = await estimateKernel(low, { scale, fallback: false });
    for (const value of [0, 1]) {
      const found = await estimateKernel(framed(low, 1, value), { scale, fallback: false });
      expect(found.confidence).toBe(alone.confidence);
      expect(found.kernel).toEqual(alone.kernel);
    }
  });
});
