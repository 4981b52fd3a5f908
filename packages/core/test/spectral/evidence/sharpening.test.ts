import { beforeAll, describe, expect, test } from "vitest";
import { type PlanarImage, planarImage } from "../../../src/image/index.js";
import {
  alignedCentre,
  bicubicKernel,
  centreOfMass,
  downscale,
  type Kernel,
  kernelSum,
} from "../../../src/kernel/index.js";
import { random } from "../../../src/random.js";
import { superResolve } from "../../../src/restore/index.js";
import { BlurEvidence, findSharpening, sharpenedKernel } from "../../../src/spectral/index.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { withGrain } from "../../helpers/grain.js";
import { lanczosKernel } from "../../helpers/lanczos.js";
import { page } from "../../helpers/page.js";
import { gaussianKernel } from "../../helpers/pictures.js";
import { rounded } from "../../helpers/rounded.js";
import { gain } from "../../helpers/scene.js";

let low: PlanarImage;
let scene: PlanarImage;
beforeAll(() => {
  scene = deadLeaves(3, 512, 400);
  low = downscale(scene, bicubicKernel(2), 2);
});

/** Unsharp masking of radius 1.2. */
function sharpened(image: PlanarImage, amount: number): PlanarImage {
  const soft = downscale(image, gaussianKernel(9, 1.2, 1), 1);
  const data = image.data.map((value, i) =>
    Math.min(1, Math.max(0, value + amount * (value - soft.data[i]!))),
  );
  return { ...image, data };
}

describe("findSharpening", () => {
  test("finds it, and about how much", async () => {
    const found = findSharpening(await BlurEvidence.measure(sharpened(low, 1.5)));
    expect(found?.isCertain).toBe(true);
    expect(found?.amount).toBeGreaterThan(0.55);
    expect(found?.amount).toBeLessThan(1.8);
  });

  test("finds none where there is none", async () => {
    expect(findSharpening(await BlurEvidence.measure(low))).toBeUndefined();
    const blurred = downscale(scene, gaussianKernel(13, 1.5, 2), 2);
    expect(findSharpening(await BlurEvidence.measure(blurred))).toBeUndefined();
  });
});

describe("noise", () => {
  /** White noise, of a standard deviation in gray levels. */
  function noisy(image: PlanarImage, sigma: number): PlanarImage {
    const numbers = random(7);
    const data = image.data.map((value) =>
      Math.min(1, Math.max(0, value + (sigma / 255) * numbers.normal())),
    );
    return { ...image, data };
  }

  test("is not taken for halos", async () => {
    const evidence = await BlurEvidence.measure(noisy(low, 20));
    // Of the edges alone it would be.
    expect(evidence.edges?.overshoot).toBeGreaterThan(0.1);
    expect(findSharpening(evidence)).toBeUndefined();
  });

  test("hides no strong sharpening", async () => {
    for (const sigma of [10, 20]) {
      const evidence = await BlurEvidence.measure(noisy(sharpened(low, 2), sigma));
      expect(findSharpening(evidence)?.isCertain).toBe(true);
    }
  });
});

/** A page with boxes, each with a white and a dark outline, which look like halos. */
function drawing(): PlanarImage {
  const side = 512;
  const page = planarImage(side, side, 1);
  page.data.fill(0.9);
  const numbers = random(5);
  for (let box = 0; box < 60; box++) {
    const [left, top] = [numbers.integer(440), numbers.integer(440)];
    const [right, bottom] = [left + 29 + numbers.integer(80), top + 29 + numbers.integer(80)];
    const gray = 0.3 + 0.4 * numbers.uniform();
    for (let y = top; y <= Math.min(bottom, side - 1); y++) {
      for (let x = left; x <= Math.min(right, side - 1); x++) {
        const inside = Math.min(y - top, x - left, bottom - y, right - x);
        page.data[y * side + x] = [1, gray - 0.3][inside] ?? gray;
      }
    }
  }
  return page;
}

describe("drawings", () => {
  test("have no halos, but outlines", async () => {
    const evidence = await BlurEvidence.measure(drawing());
    expect(evidence.edges?.overshoot).toBeGreaterThan(0.5);
    expect(findSharpening(evidence)).toBeUndefined();
  });
});

describe("pages", () => {
  test.each([
    [0, 0],
    [6, 0.8],
    [12, 1.1],
  ])("have no halos, but letters, under grain of %i levels, too", async (deviation, radius) => {
    const letters = downscale(page(800, 640, 2), bicubicKernel(2), 2);
    const evidence = await BlurEvidence.measure(withGrain(letters, deviation, radius));
    expect(findSharpening(evidence)).toBeUndefined();
  });
});

describe("halos", () => {
  /** From black to white. */
  const contrasty = (image: PlanarImage): PlanarImage => ({
    ...image,
    data: image.data.map((value) => Math.min(1, Math.max(0, 0.5 + 1.3 * (value - 0.5)))),
  });

  test("go beyond black and white: evidence where the scene has both", async () => {
    const evidence = async (image: PlanarImage) => BlurEvidence.measure(contrasty(image));
    const [plain, haloed] = [await evidence(low), await evidence(sharpened(contrasty(low), 1.5))];
    expect(haloed.range.clearlyBeyond).toBeGreaterThan(0.01);
    expect(findSharpening(haloed)?.isCertain).toBe(true);
    expect(findSharpening(plain)?.isCertain).not.toBe(true);
  });

  test("are Lanczos's own where the spectrum speaks against sharpening", async () => {
    const scene = deadLeaves(6, 512, 400);
    const stretched = { ...scene, data: scene.data.map((value) => 0.5 + 1.4 * (value - 0.5)) };
    const shrunk = downscale(rounded(stretched), lanczosKernel(2), 2);
    const evidence = await BlurEvidence.measure(rounded(shrunk));
    expect(evidence.edges?.overshoot).toBeGreaterThan(0.1);
    expect(evidence.range.clearlyBeyond).toBeGreaterThan(0.01);
    const found = findSharpening(evidence);
    // Of the edges alone they might be sharpening's: a little is taken back.
    expect(found?.isCertain).toBe(false);
    expect(found?.amount).toBeLessThan(0.2);
  });
});

describe("weaker halos", () => {
  test("count where the spectrum speaks for sharpening", async () => {
    const soft = downscale(deadLeaves(8, 512, 400), gaussianKernel(9, 0.7, 2), 2);
    const contrasty = { ...soft, data: soft.data.map((value) => 0.5 + 1.1 * (value - 0.5)) };
    const evidence = await BlurEvidence.measure(sharpened(contrasty, 0.3));
    // Neither would do by itself.
    expect(evidence.edges?.overshoot).toBeGreaterThan(0.05);
    expect(evidence.edges?.overshoot).toBeLessThan(0.15);
    expect(evidence.range.clearlyBeyond).toBeLessThan(0.01);
    expect(findSharpening(evidence)?.isCertain).toBe(true);
  });
});

describe("sharpenedKernel", () => {
  test.each([2, 3, 4])("×%i: aligned, sum 1, and the bicubic one for an amount of 0", (scale) => {
    const kernel = sharpenedKernel(1, scale);
    expect(kernelSum(kernel)).toBeCloseTo(1, 9);
    const centre = centreOfMass(kernel);
    expect(centre.y).toBeCloseTo(alignedCentre(kernel.size, scale), 6);
    const none = sharpenedKernel(0, scale);
    const middle = (none.size ** 2 - 1) / 2;
    expect(none.data[middle]).toBeCloseTo(
      bicubicKernel(scale).data[(bicubicKernel(scale).size ** 2 - 1) / 2]!,
      9,
    );
  });

  test("undoes the halos: nearer to the original than the bicubic kernel", async () => {
    const scene = deadLeaves(5, 256, 200);
    const haloed = sharpened(downscale(scene, bicubicKernel(2), 2), 1);
    const upscaled = async (kernel: Kernel): Promise<PlanarImage> =>
      (await superResolve(haloed, kernel)).image;
    const undone = await upscaled(sharpenedKernel(1, 2));
    expect(gain(undone, await upscaled(bicubicKernel(2)), scene)).toBeGreaterThan(1);
  });

  test("a little of it helps if the image was sharpened, and costs less if it was not", async () => {
    const scene = deadLeaves(5, 256, 200);
    const shrunk = downscale(scene, bicubicKernel(2), 2);
    const gained = async (image: PlanarImage): Promise<number> => {
      const upscaled = async (kernel: Kernel): Promise<PlanarImage> =>
        (await superResolve(image, kernel)).image;
      return gain(await upscaled(sharpenedKernel(0.08, 2)), await upscaled(bicubicKernel(2)), scene);
    };
    const won = await gained(sharpened(shrunk, 0.8));
    expect(won).toBeGreaterThan(0.2);
    expect(await gained(shrunk)).toBeGreaterThan(-won);
  });
});
