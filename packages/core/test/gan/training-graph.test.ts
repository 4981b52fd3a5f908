import { describe, expect, it } from "vitest";
import { initialState } from "../../src/gan/initial-state.js";
import { settingsOf } from "../../src/gan/settings.js";
import { buildTrainingGraph } from "../../src/gan/training-graph.js";
import { FEED_NAMES, flattenState } from "../../src/gan/training-layout.js";
import { encodeModel } from "../../src/graph/encode.js";
import { sizeOf } from "../../src/graph/graph.js";
import { random } from "../../src/random.js";
import { openEngine } from "../../src/runtime/device.js";
import { numbersOf, openSession } from "../../src/runtime/session.js";
import { largestDifference } from "../helpers/noise.js";

const sizes = { scale: 2, kernelSize: 9, channels: 1, outputSize: 12 };
const settings = settingsOf("paper");

describe("buildTrainingGraph", () => {
  it("does a chunk of iterations as it does them one by one", async () => {
    const { graph, layout } = buildTrainingGraph(sizes, settings);
    const session = await openSession(await openEngine("auto", 1), graph);
    const declared = flattenState(layout.state);
    const numbers = random(1);
    const steps = 3;
    const feeds = FEED_NAMES.map((name) => {
      const length = steps * sizeOf(layout.feeds[name]);
      const values = Float32Array.from({ length }, () => numbers.uniform());
      if (name === "controls") for (let i = 0; i < steps; i++) values.set([1e-3, 1, 0.1, 0.1, 0.1], 5 * i);
      return { name, values, shape: layout.feeds[name] };
    });
    const run = (state: Float32Array[], from: number, to: number) =>
      session.run(
        Object.fromEntries([
          ...declared.map(({ name, shape }, i) => [name, session.tensor(state[i]!, shape)]),
          ...feeds.map(({ name, values, shape }) => {
            const part = values.slice(from * sizeOf(shape), to * sizeOf(shape));
            return [name, session.tensor(part, [to - from, ...shape])];
          }),
        ]),
      );
    const start = flattenState(initialState(layout, settings, 1));
    const atOnce = await run(start, 0, steps);
    let state = start;
    const kernels: number[] = [];
    for (let t = 0; t < steps; t++) {
      const results = await run(state, t, t + 1);
      state = declared.map(({ name }) => numbersOf(results, `${name}.out`));
      kernels.push(...numbersOf(results, "kernel.out"));
    }
    expect(largestDifference(numbersOf(atOnce, "kernel.out"), kernels)).toBeLessThan(1e-7);
    for (const [i, { name }] of declared.entries()) {
      const largest = Math.max(...state[i]!.map(Math.abs));
      expect(largestDifference(numbersOf(atOnce, `${name}.out`), state[i]!)).toBeLessThan(1e-5 * largest);
    }
    await session.release();
  });

  it("is the same bytes each time, and leaves the bicubic loss ungraded where it has no weight", () => {
    const bytes = (weight: number): Uint8Array =>
      encodeModel(buildTrainingGraph(sizes, settingsOf("paper", { bicubic: { weight } })).graph);
    expect(bytes(5)).toEqual(bytes(5));
    expect(bytes(0).length).toBeLessThan(bytes(5).length);
  });
});
