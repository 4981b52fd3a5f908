/**
 * `upscale` with its defaults, on pictures that no blur made: they must come out no worse than enlarged in the usual
 * way. One picture of each kind that was once ruined or refused; how they fare on average is measured by
 * `npm run bench:accuracy`.
 */
import {
  bicubicKernel,
  downscale,
  evaluateImage,
  imresize,
  type PlanarImage,
  planarImage,
  random,
  reframe,
  type Upscale,
  upscaleImage,
  type WarningCode,
} from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp, { type FormatEnum } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readImage } from "../../src/index.js";
import { outlineText } from "../../src/kernel-files/glyphs.js";
import { gaussianBlur } from "../helpers/gaussian-blur.js";
import { nagasakiBoats } from "../helpers/photographs.js";

/** An original, and the same shrunk by 2. */
let high: PlanarImage;
let low: PlanarImage;
const folder = temporaryFolder();
beforeAll(async () => {
  // Shrunk, so that the file's JPEG and its softness are gone.
  high = imresize(await readImage(nagasakiBoats), { width: 512, height: 408 });
  low = downscale(high, bicubicKernel(2), 2);
});

/** Drawn as SVG. */
async function drawn(width: number, height: number, shapes: string): Promise<PlanarImage> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${shapes}</svg>`;
  const { data } = await sharp(Buffer.from(svg)).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return planarImage(
    width,
    height,
    3,
    Float32Array.from(
      data,
      (_, i) => data[3 * (i % (width * height)) + Math.floor(i / (width * height))]! / 255,
    ),
  );
}

/** Through a file, and back. */
async function saved(
  image: PlanarImage,
  format: keyof FormatEnum,
  options: { quality?: number } = {},
): Promise<PlanarImage> {
  const { width, height, data } = image;
  const pixels = Uint8Array.from(data, (_, i) =>
    Math.round(255 * Math.min(1, Math.max(0, data[(i % 3) * width * height + Math.floor(i / 3)]!))),
  );
  const file = `${folder}/saved.${format}`;
  await sharp(pixels, { raw: { width, height, channels: 3 } })
    .toFormat(format, options)
    .toFile(file);
  return await readImage(file);
}

const TEXT = "The quick brown fox jumps over the lazy dog, 0123456789.";
const lines = (count: number, size: number, fill: string): string =>
  Array.from({ length: count }, (_, i) =>
    outlineText(TEXT, { x: 8, y: (i + 1.2) * size * 1.4, size, fill }),
  ).join("");

const decibels = (image: PlanarImage): number => evaluateImage(image, high).psnrY;
const gainOverInterpolation = (result: Upscale, of: PlanarImage): number =>
  decibels(result.image) - decibels(imresize(of, { scale: 2 }));

describe("pictures without blur are enlarged in the usual way, and the result says so", () => {
  it.each<[string, () => Promise<PlanarImage>]>([
    ["a photograph that was only shrunk", async () => saved(low, "png")],
    [
      "a soft photograph that was only shrunk",
      async () => saved(downscale(gaussianBlur(high, 0.7), bicubicKernel(2), 2), "png"),
    ],
    [
      "flat text",
      () => drawn(320, 240, `<rect width="320" height="240" fill="#ddd"/>${lines(9, 17, "crimson")}`),
    ],
    [
      "a screenshot",
      () =>
        drawn(
          400,
          300,
          `<rect width="400" height="300" fill="#fff"/><rect width="400" height="40" fill="#246"/>
           <rect x="20" y="200" width="120" height="30" rx="6" fill="#2a7"/><path d="M0 60.5H400M0 180.5H400" stroke="#ccc"/>
           ${lines(12, 13, "#222")}`,
        ),
    ],
    [
      "a drawing of lines",
      () =>
        drawn(
          300,
          300,
          `<rect width="300" height="300" fill="#fff"/><g fill="none" stroke="#000" stroke-width="1.5">${Array.from(
            { length: 24 },
            (_, i) => `<circle cx="${20 + 11 * i}" cy="${150 + 80 * Math.sin(i)}" r="${10 + 3 * i}"/>`,
          ).join("")}</g>`,
        ),
    ],
    [
      // Its spectrum is that of a thin line, out of focus.
      "a sign of strokes of one width",
      () =>
        drawn(
          280,
          158,
          `<rect width="280" height="158"/><g fill="none" stroke="#fff" stroke-width="5"><circle cx="140" cy="79" r="60"/>
           <path d="M140 19V139M140 79L98 121M140 79L182 121"/></g>`,
        ),
    ],
    [
      "a phantom of ellipses",
      async () =>
        downscale(
          await drawn(
            400,
            400,
            `<rect width="400" height="400"/><ellipse cx="200" cy="200" rx="140" ry="185" fill="#fff"/>
             <ellipse cx="200" cy="203" rx="132" ry="176" fill="#333"/><ellipse cx="245" cy="200" rx="22" ry="62" fill="#000" transform="rotate(18 245 200)"/>
             <ellipse cx="155" cy="200" rx="32" ry="82" fill="#000" transform="rotate(-18 155 200)"/><circle cx="200" cy="130" r="42" fill="#555"/>
             <circle cx="200" cy="182" r="9" fill="#666"/><circle cx="200" cy="218" r="9" fill="#666"/>`,
          ),
          bicubicKernel(2),
          2,
        ),
    ],
    [
      "sharp text over a soft photograph",
      async () => {
        const soft = gaussianBlur(low, 2);
        const text = await drawn(soft.width, soft.height, lines(4, 22, "#fff"));
        return saved({ ...soft, data: soft.data.map((v, i) => Math.max(v, text.data[i]!)) }, "png");
      },
    ],
    [
      "a halftone screen",
      async () => {
        const gray = downscale(high, bicubicKernel(2), 2);
        const wave = (t: number): number => 0.5 + 0.5 * Math.sin((2 * Math.PI * t) / 5.3);
        const data = gray.data.map((v, i) => {
          const [y, x] = [Math.floor((i % (gray.width * gray.height)) / gray.width), i % gray.width];
          const threshold = 0.5 * (wave(0.8 * x + 0.6 * y) + wave(0.8 * y - 0.6 * x));
          return 0.1 + 0.8 / (1 + Math.exp(-12 * (v - threshold)));
        });
        return saved({ ...gray, data }, "png");
      },
    ],
  ])("%s", async (_, picture) => {
    const image = await picture();
    const { kernel, estimate, warnings } = await upscaleImage(image);
    expect(estimate?.fellBack, String(estimate?.confidence)).toBe(true);
    expect(kernel.data).toEqual(reframe(bicubicKernel(2), 13).data);
    expect(warnings.map(({ code }) => code)).toContain("no-blur");
  });
});

describe("pictures in which no blur can be sought are enlarged all the same", () => {
  it.each<[string, () => Promise<PlanarImage> | PlanarImage]>([
    ["an icon", () => drawn(24, 24, '<circle cx="12" cy="12" r="9" fill="#e40"/>')],
    ["a strip", async () => imresize(low, { width: 284, height: 25 })],
    ["one gray", () => planarImage(64, 48, 3, new Float32Array(3 * 64 * 48).fill(0.5))],
  ])("%s", async (_, picture) => {
    const image = await picture();
    const { image: larger, kernel, estimate, warnings } = await upscaleImage(image);
    expect([larger.width, larger.height]).toEqual([2 * image.width, 2 * image.height]);
    expect(kernel.data).toEqual(bicubicKernel(2).data);
    expect(estimate).toBeUndefined();
    expect(warnings.map(({ code }) => code)).toContain("no-estimate");
    await expect(upscaleImage(image, { fallback: false })).rejects.toThrow(/at least 32×32|flat/);
  });
});

describe("what else was done to a picture makes it no worse than bicubic interpolation", () => {
  it.each<[string, () => Promise<PlanarImage>, WarningCode | undefined]>([
    [
      "sharpened",
      async () => {
        const soft = gaussianBlur(low, 1.2);
        const data = low.data.map((v, i) => Math.min(1, Math.max(0, v + 1.5 * (v - soft.data[i]!))));
        return saved({ ...low, data }, "png");
      },
      "sharpened",
    ],
    [
      "pixels doubled",
      async () => {
        const quarter = downscale(high, bicubicKernel(4), 4);
        const data = low.data.map((_, i) => {
          const [plane, at] = [Math.floor(i / (low.width * low.height)), i % (low.width * low.height)];
          const [y, x] = [Math.floor(at / low.width) >> 1, (at % low.width) >> 1];
          return quarter.data[(plane * quarter.height + y) * quarter.width + x]!;
        });
        return saved({ ...low, data }, "png");
      },
      "repeated-pixels",
    ],
    [
      "enlarged before",
      async () =>
        saved(
          imresize(downscale(high, bicubicKernel(4), 4), { width: low.width, height: low.height }),
          "png",
        ),
      undefined,
    ],
    [
      "stretched along its rows, as the frames of many films are",
      async () => {
        const [width, height] = [low.width / 2, low.height];
        return saved(imresize(imresize(low, { width, height }), { width: low.width, height }), "png");
      },
      "enlarged-before",
    ],
    [
      "JPEG, then enlarged",
      async () => {
        const small = await saved(imresize(high, { scale: 1 / 3 }), "jpeg", { quality: 75 });
        return saved(imresize(small, { width: low.width, height: low.height }), "png");
      },
      undefined,
    ],
    [
      "correlated grain",
      async () => {
        const numbers = random(1);
        const white = { ...low, data: low.data.map(() => numbers.normal()) };
        const grain = gaussianBlur(white, 0.9);
        const rms = Math.sqrt(grain.data.reduce((sum, v) => sum + v * v, 0) / grain.data.length);
        return saved({ ...low, data: low.data.map((v, i) => v + (9 / 255 / rms) * grain.data[i]!) }, "png");
      },
      undefined,
    ],
    ["blurred, then WebP", async () => saved(gaussianBlur(high, 2, 2), "webp", { quality: 60 }), undefined],
  ])("%s", async (_, picture, warning) => {
    const image = await picture();
    const result = await upscaleImage(image);
    expect(gainOverInterpolation(result, image)).toBeGreaterThan(-0.1);
    if (warning) expect(result.warnings.map(({ code }) => code)).toContain(warning);
  });
});
