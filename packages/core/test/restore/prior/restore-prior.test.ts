/**
 * The iterations with a trained prior, against the same in plain TypeScript with denoisers that are computed by hand.
 */
import { describe, expect, it } from "vitest";
import { cropMiddle, imresize, type PlanarImage, planarImage } from "../../../src/image/index.js";
import { downscale, kernel } from "../../../src/kernel/index.js";
import { bicubicStart } from "../../../src/restore/fast/bicubic-start.js";
import { DataStep } from "../../../src/restore/fast/data-step.js";
import { openBorders } from "../../../src/restore/open-borders.js";
import { Denoiser } from "../../../src/restore/prior/denoiser.js";
import { denoiserModel } from "../../../src/restore/prior/denoiser-model.js";
import { restorePrior } from "../../../src/restore/prior/restore-prior.js";
import { PRIOR_CONSTANTS, priorSchedule } from "../../../src/restore/prior/schedule.js";
import { superResolve } from "../../../src/restore/super-resolve.js";
import { openEngine } from "../../../src/runtime/device.js";
import { denoiserBytes, smooth } from "../../helpers/denoisers.js";
import { largestDifference } from "../../helpers/noise.js";
import { gaussianKernel, meanSquaredError, stripes } from "../../helpers/pictures.js";

const blur = gaussianKernel(7, 1.1, 2);
const sharp = stripes(64, 48, 3);
const low = downscale(sharp, blur, 2);
const identity = denoiserBytes({ channels: 3 });
const few = {
  priorModel: identity,
  priorIterations: 2,
  device: "wasm",
  threads: 1,
  exactKernel: true,
} as const;

/** smooth() of helpers/denoisers.ts. */
function smoothed({ width, height, channels, data }: PlanarImage, sigma: number): PlanarImage {
  const result = planarImage(width, height, channels);
  for (let i = 0; i < data.length; i++) {
    const [x, y, c] = [i % width, Math.floor(i / width) % height, Math.floor(i / (width * height))];
    let sum = 0;
    for (let v = Math.max(0, y - 1); v <= Math.min(height - 1, y + 1); v++) {
      for (let u = Math.max(0, x - 1); u <= Math.min(width - 1, x + 1); u++) {
        sum += data[(c * height + v) * width + u]!;
      }
    }
    result.data[i] = data[i]! + sigma * (sum / 9 - data[i]!);
  }
  return result;
}

/** The iterations as the header of restore-prior.ts has them; no side needs to be padded. */
async function reference(image: PlanarImage, iterations: number, noise: number): Promise<PlanarImage> {
  const pause = async (): Promise<void> => {};
  const { image: y, known } = openBorders(image, blur, 2);
  const step = new DataStep(blur, 2, y, known, { overlap: 22 });
  let z = await bicubicStart(y, 2, pause);
  for (const { lambda, strength } of priorSchedule(iterations, noise, 2)) {
    await step.apply(z, y, lambda, pause);
    z = smoothed(z, strength);
  }
  const clipped = { ...z, data: z.data.map((value) => Math.min(1, Math.max(0, value))) };
  return cropMiddle(clipped, 2 * image.width, 2 * image.height);
}

describe("restorePrior", () => {
  it("is what the plug-and-play scheme says, of a denoiser of a closed form", async () => {
    const [red] = [planarImage(32, 24, 1, low.data.slice(0, 32 * 24))];
    const engine = await openEngine("wasm", 1);
    const denoiser = await Denoiser.open(engine, denoiserModel(denoiserBytes({ compute: smooth })));
    const done: number[] = [];
    const result = await restorePrior(denoiser, red, blur, 2, {
      noise: 2 / 255,
      iterations: 3,
      onProgress: (share) => done.push(share),
    });
    await denoiser.release();
    const expected = await reference(red, 3, 2 / 255);
    expect(largestDifference(result.data, expected.data)).toBeLessThan(2e-5);
    expect(done.map((share) => share.toFixed(3))).toEqual(["0.333", "0.667", "1.000"]);
  });

  it("explains the image, with a prior that changes nothing", async () => {
    const { image, method, prior, noise, timing } = await superResolve(low, blur, { ...few, noise: 0 });
    expect([image.width, image.height, image.channels, method, prior, noise]).toEqual([
      64,
      48,
      3,
      "fast",
      "given",
      0,
    ]);
    expect(timing).toMatchObject({ device: "wasm", threads: 1 });
    expect(largestDifference(downscale(image, blur, 2).data, low.data)).toBeLessThan(0.05);
  });

  it("gives gray and colour, of priors for either", async () => {
    for (const channels of [1, 3]) {
      const image = channels === 3 ? low : planarImage(32, 24, 1, low.data.slice(0, 32 * 24));
      const [one, three] = await Promise.all(
        [1, 3].map((n) => superResolve(image, blur, { ...few, priorModel: denoiserBytes({ channels: n }) })),
      );
      expect(one?.image.channels).toBe(channels);
      // The colour differences go through one iteration of several.
      const tolerance = channels === 1 ? 1e-5 : 0.25;
      expect(largestDifference(one?.image.data ?? [], three?.image.data ?? [])).toBeLessThan(tolerance);
    }
  });
});

describe("superResolve with the small prior", () => {
  it("comes closer to the truth than bicubic interpolation, the same each time", async () => {
    const options = { exactKernel: true, prior: "small", device: "wasm", threads: 1 } as const;
    const first = await superResolve(low, blur, options);
    expect(first.prior).toBe("small");
    const bicubic = imresize(low, { scale: 2 });
    expect(meanSquaredError(first.image, sharp)).toBeLessThan(0.8 * meanSquaredError(bicubic, sharp));
    expect((await superResolve(low, blur, options)).image.data).toEqual(first.image.data);
  });

  it("works at scale 1, with wrap, and with less strength", async () => {
    const options = {
      scale: 1,
      exactKernel: true,
      prior: "small",
      priorIterations: 4,
      device: "wasm",
    } as const;
    const own = gaussianKernel(7, 1.2, 1);
    const blurred = downscale(sharp, own, 1);
    const whole = await superResolve(blurred, own, options);
    expect(meanSquaredError(whole.image, sharp)).toBeLessThan(0.5 * meanSquaredError(blurred, sharp));
    const half = await superResolve(blurred, own, { ...options, strength: 0.5 });
    const mean = blurred.data.map((value, i) => 0.5 * value + 0.5 * whole.image.data[i]!);
    expect(largestDifference(half.image.data, mean)).toBeLessThan(1e-6);
    const wrapped = await superResolve(blurred, own, { ...options, wrap: "both" });
    expect(wrapped.image.data.length).toBe(blurred.data.length);
    expect(largestDifference(wrapped.image.data, whole.image.data)).toBeGreaterThan(0.01);
  });

  it("takes a picture of one pixel", async () => {
    const { image } = await superResolve(
      planarImage(1, 1, 3, Float32Array.of(0.2, 0.5, 0.8)),
      kernel(1, [1]),
      {
        prior: "small",
        priorIterations: 1,
      },
    );
    expect(
      largestDifference(image.data, [0.2, 0.2, 0.2, 0.2, 0.5, 0.5, 0.5, 0.5, 0.8, 0.8, 0.8, 0.8]),
    ).toBeLessThan(0.05);
  });

  it("stops", async () => {
    const controller = new AbortController();
    const running = superResolve(
      low,
      blur,
      { prior: "small" },
      {
        signal: controller.signal,
        onProgress: () => controller.abort(),
      },
    );
    await expect(running).rejects.toMatchObject({ code: "aborted" });
  });

  it.each([
    [{ priorIterations: 4 }, /"priorIterations" is an option of "prior"; choose that, or leave it out/],
    [{ device: "wasm" }, /"device" is an option of "method" zssr or "prior", not of fast/],
    [{ method: "zssr", prior: "small" }, /"prior" is an option of "method" fast, not of zssr/],
    [{ prior: "drunet" }, /"prior" must be small where no "priorModel" is given/],
    [{ priorModel: new Uint8Array(9) }, /it is no ONNX model/],
  ] as const)("refuses %o", async (options, message) => {
    await expect(superResolve(low, blur, options)).rejects.toThrow(message);
  });
});

describe("priorSchedule", () => {
  it("falls evenly in its logarithm from 49/255 to the noise that is left", () => {
    const strengths = priorSchedule(3, 4 / 255, 2).map(({ strength }) => 255 * strength);
    expect(strengths[0]).toBeCloseTo(49);
    expect(strengths[1]).toBeCloseTo(14);
    expect(strengths[2]).toBeCloseTo(4);
    expect(255 * priorSchedule(8, 0, 3).at(-1)!.strength).toBeCloseTo(3);
    const [only] = priorSchedule(1, 1, 2);
    expect(only!.strength).toBeCloseTo(1);
    expect(only!.lambda).toBeCloseTo(PRIOR_CONSTANTS.dataWeight);
  });
});
