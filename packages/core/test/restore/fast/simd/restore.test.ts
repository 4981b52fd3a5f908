import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { planarImage } from "../../../../src/image/index.js";
import { bicubicKernel, downscale, randomKernel } from "../../../../src/kernel/index.js";
import { random } from "../../../../src/random.js";
import { restoreFast } from "../../../../src/restore/fast/restore-fast.js";
import { idleWorkers, keepWorkers, startWorkers } from "../../../../src/restore/fast/simd/crew.js";
import { rms, scene, withNoise } from "../../../helpers/scene.js";

describe("the engine and the plain implementation", () => {
  test.each([
    [60, 44, 1, 2, 11],
    [71, 53, 3, 2, 10],
    [37, 90, 3, 3, 15],
    [40, 31, 3, 4, 24],
    [5, 3, 3, 2, 11],
    [2, 2, 3, 2, 5],
    [1, 7, 1, 2, 9],
    [130, 20, 3, 2, 33],
    [71, 53, 3, 1, 13],
  ])(
    "%i×%i, %i channels, ×%i, a kernel of side %i: the same picture",
    async (width, height, channels, scale, size) => {
      // Without noise, edges have directions on the border of two classes.
      const image = withNoise(scene(width, height, channels), 2 / 255);
      const k = randomKernel(random(size), { scale: Math.max(2, scale), size });
      // One tile: where tiles meet differs. Three rounds, with both learnings: a coefficient near the threshold may
      // fall on either side, and what it changes grows from round to round. At scale 1 more of the noise is amplified,
      // and with it such coefficients.
      const options = {
        noise: (scale === 1 ? 3 : 1) / 255,
        tileSize: 512,
        constants: { rounds: 3, learnAgainRound: 2 },
      };
      const vectors = await restoreFast(image, k, scale, options);
      const plain = await restoreFast(image, k, scale, { ...options, engine: "plain" });
      expect([vectors.width, vectors.height, vectors.channels]).toEqual([
        plain.width,
        plain.height,
        channels,
      ]);
      expect(255 * rms(vectors, plain)).toBeLessThan(0.15);
    },
  );

  test("a kernel as wide as the picture: they differ by what the iterations at the borders leave", async () => {
    const image = withNoise(scene(90, 37), 2 / 255);
    const k = randomKernel(random(31), { scale: 2, size: 31 });
    const options = { noise: 6 / 255, tileSize: 512, constants: { rounds: 3, learnAgainRound: 2 } };
    const vectors = await restoreFast(image, k, 1, options);
    const plain = await restoreFast(image, k, 1, { ...options, engine: "plain" });
    // Their frames have other lengths, so that these iterations take other ways.
    expect(255 * rms(vectors, plain)).toBeLessThan(2);
    expect(255 * rms(vectors, image)).toBeGreaterThan(8);
  });

  test("in tiles they differ by less than a half of a gray level", async () => {
    const k = randomKernel(random(8));
    const image = downscale(scene(300, 220, 3), k, 2);
    const tiled = await restoreFast(image, k, 2, { noise: 1 / 255, tileSize: 40 });
    const plain = await restoreFast(image, k, 2, { noise: 1 / 255, tileSize: 512, engine: "plain" });
    expect(255 * rms(tiled, plain)).toBeLessThan(0.5);
  });
});

test("patches at a distance that the engine does not have are the plain implementation's", async () => {
  const image = withNoise(scene(30, 20), 2 / 255);
  const options = { noise: 2 / 255, constants: { rounds: 2, gridStep: 1 } };
  const { data } = await restoreFast(image, bicubicKernel(2), 2, options);
  const plain = await restoreFast(image, bicubicKernel(2), 2, { ...options, engine: "plain" });
  expect(data).toEqual(plain.data);
  const others = await restoreFast(image, bicubicKernel(2), 2, { noise: 2 / 255, constants: { rounds: 2 } });
  expect(data).not.toEqual(others.data);
});

describe("threads", () => {
  // Workers that wait help with pictures for which none would be started.
  const release = keepWorkers();
  beforeAll(() => startWorkers(2));
  afterAll(release);

  test.each([
    [1, "shared memory"],
    [3, "shared memory"],
    [1, "copies"],
    [3, "copies"],
  ])("give the same bytes, %i channels, %s", async (channels, kind) => {
    if (kind === "copies") vi.stubGlobal("crossOriginIsolated", false);
    const image = scene(220, 160, channels);
    const run = (threads: number) =>
      restoreFast(image, randomKernel(random(3)), 2, { noise: 2 / 255, threads });
    const one = await run(1);
    for (const threads of [2, 3]) {
      await vi.waitUntil(() => idleWorkers() === 2);
      const other = await run(threads);
      expect(Buffer.from(other.data.buffer).equals(Buffer.from(one.data.buffer))).toBe(true);
    }
    vi.unstubAllGlobals();
  });

  test("end with the work when it is cancelled half-way", async () => {
    const image = scene(220, 160, 3);
    const controller = new AbortController();
    const stopped = restoreFast(image, bicubicKernel(2), 2, {
      noise: 2 / 255,
      threads: 2,
      signal: controller.signal,
      onProgress: (done) => done > 0.3 && controller.abort(),
    });
    await expect(stopped).rejects.toMatchObject({ code: "aborted" });
  });

  test("the result is the caller's alone, in range", async () => {
    const image = planarImage(
      40,
      40,
      1,
      scene(40, 40).data.map((v) => 4 * v - 1.5),
    );
    const { data } = await restoreFast(image, bicubicKernel(2), 2, { noise: 0, threads: 2 });
    expect(data.buffer).toBeInstanceOf(ArrayBuffer);
    expect([Math.min(...data), Math.max(...data)]).toEqual([0, 1]);
  });
});
