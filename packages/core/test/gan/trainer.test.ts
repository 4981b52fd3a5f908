/** The loop round the engine, with an engine that only plays back numbers. */
import { describe, expect, it } from "vitest";
import { CropFeed, cropSource } from "../../src/gan/crop-feed.js";
import { initialState } from "../../src/gan/initial-state.js";
import { settingsOf } from "../../src/gan/settings.js";
import { type TrainingProgress, train } from "../../src/gan/trainer.js";
import { flattenState, LOSS_NAMES, trainingLayout } from "../../src/gan/training-layout.js";
import { Graph } from "../../src/graph/graph.js";
import type { EngineTensor, Session } from "../../src/runtime/session.js";
import { noiseImage } from "../helpers/noise.js";

const sizes = { scale: 2, kernelSize: 9, channels: 1, outputSize: 12 };
const layout = trainingLayout(sizes);
const training = { graph: new Graph(), layout };

/** A session whose iteration t has the losses 0.001 t, 0.001 t + 1, … and a kernel of t. */
function playback(lossOf = (t: number, j: number) => 0.001 * t + j): Session & { chunks: number[] } {
  const chunks: number[] = [];
  const tensor = (data: Float32Array, dims: readonly number[]) => ({ data, dims }) as unknown as EngineTensor;
  let t = 0;
  return {
    chunks,
    tensor,
    async run(feeds) {
      const steps = feeds.controls?.dims[0] ?? 0;
      chunks.push(steps);
      const perStep = (length: number, numberAt: (t: number, j: number) => number): EngineTensor => {
        const data = Float32Array.from({ length: steps * length }, (_, i) =>
          numberAt(t + Math.floor(i / length), i % length),
        );
        return tensor(data, [steps, length]);
      };
      const results: Record<string, EngineTensor> = {
        "losses.out": perStep(LOSS_NAMES.length, lossOf),
        "kernel.out": perStep(81, (step) => step),
        "realMap.out": perStep(36, (step, j) => step + j / 100),
        "fakeMap.out": perStep(36, (step, j) => -step - j / 100),
      };
      for (const { name } of flattenState(layout.state)) {
        const state = feeds[name];
        if (state) results[`${name}.out`] = state;
      }
      t += steps;
      return results;
    },
    async release() {},
  };
}

const image = noiseImage(1, [1, 60, 60]);
function run(session: Session, options: Partial<Parameters<typeof train>[5]> = {}, iterations = 500) {
  const settings = settingsOf("release", { iterations });
  const feed = new CropFeed(cropSource(image, sizes, 0), sizes, settings, 0);
  const state = initialState(layout, settings, 0);
  return train(session, training, settings, state, feed, {
    signal: undefined,
    onProgress: undefined,
    ...options,
  });
}

describe("train", () => {
  it("records every iteration's losses, and the last kernel and D-maps", async () => {
    const { history, rawKernel, dMaps, iterations, finite } = await run(playback());
    expect([iterations, finite]).toEqual([500, true]);
    LOSS_NAMES.forEach((name, j) => {
      expect(history[name]).toHaveLength(500);
      expect(history[name][123]).toBeCloseTo(0.123 + j, 5);
    });
    expect(rawKernel.size).toBe(9);
    expect(rawKernel.data[7]).toBe(499);
    expect(dMaps.size).toBe(6);
    expect(dMaps.real[5]).toBeCloseTo(499.05, 3);
    expect(dMaps.fake[5]).toBeCloseTo(-499.05, 3);
  });

  it("begins with short chunks and never crosses the end of a schedule's period", async () => {
    const session = playback();
    await run(session);
    expect(session.chunks[0]).toBe(2);
    const ends = session.chunks.map((_, i) => session.chunks.slice(0, i + 1).reduce((a, b) => a + b, 0));
    expect(ends).toEqual(expect.arrayContaining([200, 400, 500]));
    expect(Math.max(...session.chunks)).toBeLessThanOrEqual(40);
  });

  it("follows the bicubic loss: the late terms come when the warm-up has ended", async () => {
    const bicubic = LOSS_NAMES.indexOf("bicubic");
    const low = await run(playback((_, j) => (j === bicubic ? 0.1 : 1)));
    expect(low.warmUpEnded).toBe(true);
    expect((await run(playback(() => 1))).warmUpEnded).toBe(false);
  });

  it("stops where numbers are no longer finite, and keeps the kernel before", async () => {
    const result = await run(playback((t) => (t === 300 ? Number.NaN : 1)));
    expect(result.finite).toBe(false);
    expect(result.iterations).toBeGreaterThan(300);
    expect(result.iterations).toBeLessThan(500);
    expect(result.history.generator).toHaveLength(result.iterations);
    expect(result.rawKernel.data[0]).toBeLessThan(300);
  });

  it("reports progress in order, to the end", async () => {
    const seen: TrainingProgress[] = [];
    await run(playback(), { onProgress: (progress) => seen.push(progress) });
    const iterations = seen.map(({ iteration }) => iteration);
    expect(iterations).toEqual([...iterations].sort((a, b) => a - b));
    expect(seen.at(-1)).toMatchObject({ iteration: 500, iterations: 500, secondsLeft: 0 });
    expect(seen.at(-1)?.losses.generator).toBeCloseTo(0.499, 5);
  });

  it("can be cancelled between chunks", async () => {
    const controller = new AbortController();
    const session = playback();
    const cancelled = run(session, { signal: controller.signal, onProgress: () => controller.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: "aborted" });
    expect(session.chunks).toHaveLength(1);
  });
});
