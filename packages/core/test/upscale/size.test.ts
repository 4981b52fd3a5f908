import { describe, expect, it } from "vitest";
import { imresize } from "../../src/image/index.js";
import { bicubicKernel, downscale } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { factorFor, nextFactor, targetSize } from "../../src/upscale/size.js";
import { upscaleImage } from "../../src/upscale/upscale.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { largestDifference } from "../helpers/noise.js";
import { gaussianKernel, stripes } from "../helpers/pictures.js";

const photo = { width: 1000, height: 667 };

it.each([
  [{ scale: 1.5 }, 1500, 1001],
  [{ scale: 2 }, 2000, 1334],
  [{ scale: 2, size: "3000x" }, 3000, 2001],
  [{ scale: 2, size: "x2000" }, 2999, 2000],
  [{ scale: 2, size: "3000x1000" }, 1499, 1000],
  [{ scale: 2, size: "500x2000" }, 500, 334],
])("targetSize of %j", (options, width, height) => {
  expect(targetSize(photo, options)).toMatchObject({ width, height });
});

it("the way to a size leads over the next factor that is known", () => {
  const all = [1, 2, 3, 4, 8];
  expect([0.3, 1, 1.2, 2, 2.1, 5, 8].map((ratio) => factorFor(ratio, all))).toEqual([1, 1, 2, 2, 3, 8, 8]);
  expect(factorFor(1.2, [3, 4])).toBe(3);
  expect(() => factorFor(4.5, [2, 4])).toThrow(
    "4.5 times as large as the image; kernels are known for factors of at most 4",
  );
  expect([0.5, 1.5, 9].map(nextFactor)).toEqual([1, 2, 8]);
});

describe("upscaleImage", () => {
  const blur = gaussianKernel(13, 1.4, 2);
  const low = downscale(stripes(160, 144, 3), blur, 2);

  it.each([
    [{ scale: 1.5 }, 120, 108, 2],
    [{ size: "200x200" }, 200, 180, 3],
    [{ size: "60x" }, 60, 54, 1],
  ] as const)("reaches %j", async (options, width, height, scale) => {
    const rows: number[] = [];
    const control = { onRows: ({ height: count }: { height: number }) => rows.push(count) };
    const given = { kernel: "bicubic", noise: 1, ...options } as const;
    const { image, ...result } = await upscaleImage(low, given);
    expect(result).toMatchObject({ scale, kernel: { size: bicubicKernel(scale).size } });
    expect([image.width, image.height]).toEqual([width, height]);
    const { image: larger } = await superResolve(low, bicubicKernel(scale), { scale, noise: 1 });
    const expected = imresize(larger, { width, height }).data.map((v) => Math.min(1, Math.max(0, v)));
    expect(largestDifference(image.data, expected)).toBeLessThan(1e-6);
    const { image: empty } = await upscaleImage(low, given, control);
    expect([empty.width, empty.height, empty.data.length]).toEqual([width, height, 0]);
    expect(rows.reduce((a, b) => a + b, 0)).toBe(height);
  });

  it("takes the kernels that are given: one for the next factor, or the next of several", async () => {
    expect((await upscaleImage(low, { kernels: blur, scale: 1.2 })).scale).toBe(2);
    const several = { 3: bicubicKernel(3), 4: bicubicKernel(4) };
    expect((await upscaleImage(low, { kernels: several, scale: 1.2 })).scale).toBe(3);
    await expect(upscaleImage(low, { kernels: several, size: "900x" })).rejects.toThrow(
      "factors of at most 4",
    );
    await expect(upscaleImage(low, { kernels: several, scale: 2 })).rejects.toThrow("no kernel for scale 2");
  });

  it("estimates for the next factor", async () => {
    const image = downscale(deadLeaves(3, 400, 320), blur, 2);
    const { estimate, scale } = await upscaleImage(image, { scale: 1.7 });
    expect([estimate?.scale, scale]).toEqual([2, 2]);
  });

  it.each([
    [{ size: "3000" }, "a size in pixels such as 3000x"],
    [{ size: "0x20" }, "a size in pixels such as 3000x"],
    [{ size: "300x", scale: 2 }, "leave one of them out"],
    [{ scale: 0.5 }, "a number from 1 to 8"],
    [{ scale: 1, kernel: "kernelgan" }, "choose auto or spectral"],
  ])("refuses %j", async (options, message) => {
    await expect(upscaleImage(low, options)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringContaining(message),
    });
  });
});
