import { describe, expect, test } from "vitest";
import { crop, cropMiddle, imresize, type PlanarImage, planarImage } from "../../../src/image/index.js";
import {
  alignedCentre,
  analyticKernel,
  bicubicKernel,
  downscale,
  type Kernel,
  kernel,
  randomKernel,
} from "../../../src/kernel/index.js";
import { random } from "../../../src/random.js";
import { restoreFast } from "../../../src/restore/fast/restore-fast.js";
import { gaussian, motion } from "../../helpers/kernels.js";
import { largestDifference } from "../../helpers/noise.js";
import { gain, rms, scene, withNoise } from "../../helpers/scene.js";

/** Neither noise nor errors of the kernel. */
const EXACT = { noise: 0 };
/** Some noise, for errors of the kernel. */
const CAREFUL = { noise: 1 / 255 };

const bicubic = (image: PlanarImage, scale: number): PlanarImage => imresize(image, { scale });
const round = (sigma: number, size: number, scale: number): Kernel => {
  const centre = alignedCentre(size, scale);
  return gaussian(size, { y: centre, x: centre }, { yy: sigma ** 2, yx: 0, xx: sigma ** 2 });
};

describe("restoreFast", () => {
  test.each<[string, number, Kernel]>([
    ["a random kernel", 2, randomKernel(random(3))],
    ["an even size", 2, round(1.2, 10, 2)],
    ["motion", 2, motion(11, { y: 5.5, x: 5.5 }, 5, 0.6)],
    ["bicubic", 2, bicubicKernel(2)],
    ["a random kernel", 3, randomKernel(random(4), { scale: 3, size: 15 })],
    ["an even size", 3, round(1.5, 14, 3)],
    ["an analytic kernel", 4, analyticKernel(randomKernel(random(5)), 4)],
  ])(
    "%s, ×%i: nearer to the truth than bicubic interpolation, inside and along the border",
    async (_, scale, k) => {
      const truth = scene(120, 96);
      const y = downscale(truth, k, scale);
      const result = await restoreFast(y, k, scale, EXACT);
      expect([result.width, result.height]).toEqual([120, 96]);
      expect(gain(result, bicubic(y, scale), truth)).toBeGreaterThan(
        k.size === bicubicKernel(2).size ? 1 : 2,
      );
      expect(gain(result, bicubic(y, scale), truth, 6)).toBeGreaterThan(0.5);
    },
  );

  test.each<[string, Kernel]>([
    ["motion", motion(15, { y: 7.5, x: 7.5 }, 9, 0.6)],
    ["a wide Gaussian", round(2.2, 17, 1)],
  ])("%s: cut out of a larger picture, it gains along the borders as well", async (_, k) => {
    const whole = scene(168, 144);
    const size = [144, 120] as const;
    const y = cropMiddle(downscale(whole, k, 1), ...size);
    const truth = cropMiddle(whole, ...size);
    const result = await restoreFast(y, k, 1, { noise: 0.3 / 255 });
    expect(gain(result, y, truth)).toBeGreaterThan(5);
    expect(gain(result, y, truth, 8)).toBeGreaterThan(0.5 * gain(result, y, truth));
  });

  test.each([3, 4])("×%i: rounds that go further come nearer to the truth", async (scale) => {
    const k = randomKernel(random(5), { scale, size: 4 * scale + 3, noise: 0 });
    const truth = scene(144, 96);
    const y = downscale(truth, k, scale);
    const further = await restoreFast(y, k, scale, EXACT);
    const others = await restoreFast(y, k, scale, { ...EXACT, constants: { firstMomentum: 0 } });
    expect(gain(further, others, truth)).toBeGreaterThan(0.1);
  });

  test("made smaller again with the kernel, the result is the image", async () => {
    const k = randomKernel(random(6));
    const y = downscale(scene(120, 96, 3), k, 2);
    const again = downscale(await restoreFast(y, k, 2, EXACT), k, 2);
    // At the borders, what lies beyond them is missing.
    const inside = (image: PlanarImage) => cropMiddle(image, y.width - 12, y.height - 12);
    expect(255 * rms(inside(again), inside(y))).toBeLessThan(0.5);
  });

  test("the kernel decides about the position: one moved by a pixel moves the result by one", async () => {
    const truth = scene(120, 96);
    const size = 9;
    for (const [dy, dx] of [
      [0, 0],
      [1, 0],
      [-1, 2],
    ] as const) {
      const centre = alignedCentre(size, 2);
      const k = gaussian(size, { y: centre + dy, x: centre + dx }, { yy: 1, yx: 0.2, xx: 1.3 });
      const y = downscale(truth, k, 2);
      const result = await restoreFast(y, k, 2, EXACT);
      // The error is clearly smaller than against the truth moved by a pixel.
      const error = (oy: number, ox: number): number => {
        let sum = 0;
        for (let i = 8; i < 88; i++) {
          for (let j = 8; j < 112; j++) {
            sum += (result.data[i * 120 + j]! - truth.data[(i + oy) * 120 + j + ox]!) ** 2;
          }
        }
        return sum;
      };
      const inPlace = error(0, 0);
      for (const [oy, ox] of [
        [1, 0],
        [-1, 0],
        [0, 1],
        [0, -1],
      ] as const) {
        expect(error(oy, ox)).toBeGreaterThan(2.5 * inPlace);
      }
    }
  });

  test("an edge is steeper than bicubic interpolation makes it, with little overshoot", async () => {
    const truth = planarImage(
      80,
      60,
      1,
      Float32Array.from({ length: 4800 }, (_, i) => {
        // As soft as the pixels are wide.
        const distance = (i % 80) + 0.3 * Math.floor(i / 80) - 45;
        return 0.5 + 0.6 * Math.min(0.5, Math.max(-0.5, distance));
      }),
    );
    const k = round(1.3, 11, 2);
    const y = downscale(truth, k, 2);
    const result = await restoreFast(y, k, 2, EXACT);
    const steepest = ({ data }: PlanarImage): number => {
      let steepest = 0;
      for (let x = 1; x < 80; x++) steepest = Math.max(steepest, data[30 * 80 + x]! - data[30 * 80 + x - 1]!);
      return steepest;
    };
    expect(steepest(result)).toBeGreaterThan(1.7 * steepest(bicubic(y, 2)));
    expect(Math.max(...result.data)).toBeLessThan(0.87);
    expect(Math.min(...result.data)).toBeGreaterThan(0.13);
  });

  test("tiles leave no seams", async () => {
    const k = randomKernel(random(8));
    const y = downscale(scene(180, 130), k, 2);
    const [whole, tiled] = await Promise.all([
      restoreFast(y, k, 2, { ...EXACT, tileSize: 512 }),
      restoreFast(y, k, 2, { ...EXACT, tileSize: 24 }),
    ]);
    // The borders are solved up to a rest, which differs with the tiles; where a coefficient is near the threshold, that
    // decides about it, everywhere in the picture.
    expect(255 * rms(whole, tiled)).toBeLessThan(0.5);
    const difference = (from: number, to: number): number => {
      const columns = (image: PlanarImage) =>
        crop(image, { x: from, y: 20, width: to - from, height: image.height - 40 });
      return rms(columns(whole), columns(tiled));
    };
    // Where tiles meet, of 24 pixels of the small image less the margin, it is no greater than elsewhere.
    const width = whole.width;
    const middle = difference(20, width - 20);
    for (let x = 20; x + 8 < width - 20; x += 4) expect(difference(x, x + 8)).toBeLessThan(3 * middle);
  });

  test("noise: with the right σ the result is better than bicubic interpolation and than with σ = 0", async () => {
    const truth = scene(120, 96);
    const k = round(1.2, 11, 2);
    const y = withNoise(downscale(truth, k, 2), 5 / 255);
    const result = await restoreFast(y, k, 2, { noise: 5 / 255 });
    expect(gain(result, bicubic(y, 2), truth)).toBeGreaterThan(1);
    expect(gain(result, await restoreFast(y, k, 2, EXACT), truth)).toBeGreaterThan(6);
  });

  test.each([2, 5, 10])("noise of %i/255: the true kernel is better than the bicubic one", async (sigma) => {
    const truth = scene(120, 96);
    const k = round(1.8, 11, 2);
    const y = withNoise(downscale(truth, k, 2), sigma / 255);
    const options = { noise: sigma / 255 };
    const result = await restoreFast(y, k, 2, options);
    expect(gain(result, await restoreFast(y, bicubicKernel(2), 2, options), truth)).toBeGreaterThan(0.5);
  });

  test("a wrong kernel: some assumed noise prevents ringing", async () => {
    const truth = scene(120, 96);
    const y = downscale(truth, round(1, 11, 2), 2);
    const wrong = round(1.15, 11, 2);
    const careful = await restoreFast(y, wrong, 2, CAREFUL);
    expect(gain(careful, bicubic(y, 2), truth)).toBeGreaterThan(0);
    expect(gain(careful, await restoreFast(y, wrong, 2, EXACT), truth)).toBeGreaterThan(0.2);
  });

  test("gray stays gray, and a colour image's luma is what the gray one gives", async () => {
    const k = round(1.1, 9, 2);
    const gray = downscale(scene(80, 64), k, 2);
    const colour = planarImage(
      40,
      32,
      3,
      Float32Array.from({ length: 3840 }, (_, i) => gray.data[i % 1280]!),
    );
    const [one, three] = [await restoreFast(gray, k, 2, CAREFUL), await restoreFast(colour, k, 2, CAREFUL)];
    for (const c of [0, 1, 2]) {
      const plane = three.data.subarray(c * 80 * 64, (c + 1) * 80 * 64);
      expect(largestDifference(plane, one.data)).toBeLessThan(1e-3);
    }
  });

  test("a flat area keeps its colour", async () => {
    const data = Float32Array.from({ length: 3 * 30 * 20 }, (_, i) => [0.8, 0.3, 0.55][Math.floor(i / 600)]!);
    const result = await restoreFast(planarImage(30, 20, 3, data), randomKernel(random(2)), 2, CAREFUL);
    for (let c = 0; c < 3; c++) {
      for (let i = 0; i < 2400; i++) {
        expect(Math.abs(result.data[c * 2400 + i]! - [0.8, 0.3, 0.55][c]!)).toBeLessThan(1e-4);
      }
    }
  });

  test("a kernel is normalised", async () => {
    const k = round(1, 7, 2);
    const y = downscale(scene(60, 40), k, 2);
    const twice = kernel(
      7,
      k.data.map((v) => 2 * v),
    );
    const [a, b] = [await restoreFast(y, k, 2, CAREFUL), await restoreFast(y, twice, 2, CAREFUL)];
    expect(largestDifference(a.data, b.data)).toBeLessThan(1e-6);
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 40],
  ])("takes an image of %i×%i", async (width, height) => {
    const y = planarImage(width, height, 3, new Float32Array(3 * width * height).fill(0.4));
    const result = await restoreFast(y, randomKernel(random(1)), 3, CAREFUL);
    expect([result.width, result.height]).toEqual([3 * width, 3 * height]);
    expect(result.data.every((v) => Math.abs(v - 0.4) < 1e-3)).toBe(true);
  });

  test("reports the share that is done, up to 1", async () => {
    const y = scene(20, 16, 3);
    const shares: number[] = [];
    await restoreFast(y, bicubicKernel(2), 2, { ...CAREFUL, onProgress: (done) => shares.push(done) });
    expect(shares.length).toBeGreaterThan(4);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
    expect(shares[0]).toBeGreaterThan(0);
    expect(shares.at(-1)).toBe(1);
  });

  test("can be cancelled before it starts and half-way", async () => {
    const y = scene(64, 48);
    const before = restoreFast(y, bicubicKernel(2), 2, { ...CAREFUL, signal: AbortSignal.abort() });
    await expect(before).rejects.toMatchObject({ code: "aborted" });
    const controller = new AbortController();
    const halfWay = restoreFast(y, bicubicKernel(2), 2, {
      ...CAREFUL,
      signal: controller.signal,
      onProgress: () => controller.abort(),
    });
    await expect(halfWay).rejects.toMatchObject({ code: "aborted" });
  });
});
