/** The training iteration against the authors' program. */
import { beforeAll, describe, expect, it } from "vitest";
import { recordOf, zip } from "../../src/gan/collections.js";
import { buildTrainingGraph, type TrainingGraph } from "../../src/gan/training-graph.js";
import { FEED_NAMES, flattenState, LOSS_NAMES } from "../../src/gan/training-layout.js";
import { sizeOf } from "../../src/graph/graph.js";
import { openEngine } from "../../src/runtime/device.js";
import { numbersOf, openSession } from "../../src/runtime/session.js";
import { BLOCKS, golden, goldenFeeds, goldenMethod, goldenState } from "../helpers/golden-steps.js";
import { NATIVE_DEVICE } from "../helpers/native.js";
import { largestDifference } from "../helpers/noise.js";

const ITERATIONS = golden.iterations.length;

describe.each([
  ...NATIVE_DEVICE.map((device) => [device, "native"] as const),
  ["wasm", "wasm"],
  // Graphs for WebGPU run in every engine; there may be no WebGPU here.
  ["auto", "webgpu"],
] as const)("three iterations on %s, in the dialect of %s", (device, dialect) => {
  let training: TrainingGraph;
  /** What each iteration leaves in an output, by name. */
  const after: Record<string, Float32Array>[] = [];

  beforeAll(async () => {
    training = buildTrainingGraph(
      { scale: 2, kernelSize: 13, channels: 3, outputSize: 26 },
      goldenMethod,
      dialect,
    );
    const { layout, graph } = training;
    const session = await openSession(await openEngine(device, 2), graph);
    const declared = flattenState(layout.state);
    let state = flattenState(goldenState(layout));
    for (const feeds of goldenFeeds(ITERATIONS)) {
      const results = await session.run(
        Object.fromEntries([
          ...zip(declared, state).map(([{ name, shape }, values]) => [name, session.tensor(values, shape)]),
          ...FEED_NAMES.map((name) => [name, session.tensor(feeds[name], [1, ...layout.feeds[name]])]),
        ]),
      );
      state = declared.map(({ name }) => numbersOf(results, `${name}.out`));
      const names = Object.keys(results);
      after.push(recordOf(names, (name) => numbersOf(results, name)));
    }
    await session.release();
  });

  const output = (t: number, name: string): Float32Array => after[t]![name]!;

  /** One parameter after iteration t, e.g. "layer3" or "blocks". */
  const parameter = (t: number, wanted: string): Float32Array => {
    const { generator, discriminator } = training.layout;
    for (const slab of [...generator, ...discriminator]) {
      for (const { name, offset, shape } of slab.parameters) {
        if (name === wanted)
          return output(t, `${slab.name}.value.out`).subarray(offset, offset + sizeOf(shape));
      }
    }
    throw new Error(`no parameter ${wanted}`);
  };

  /** Sums relative to the sums of absolute values; the steps of float32 differ from engine to engine. */
  const expectSums = (values: Float32Array, [sum, absolutes]: [number, number]): void => {
    const sumOf = (f: (x: number) => number): number => values.reduce((total, x) => total + f(x), 0);
    expect(Math.abs(sumOf((x) => x) - sum) / absolutes).toBeLessThan(1e-4);
    expect(Math.abs(sumOf(Math.abs) - absolutes) / absolutes).toBeLessThan(1e-4);
  };

  it("fold G to the same kernels", () => {
    const expected = [...golden.iterations.slice(1).map((i) => i.kernel_before_g_step), golden.final_kernel];
    expected.forEach((kernel, t) => {
      const ours = output(t, "kernel.out");
      expect(largestDifference(ours, kernel.flat())).toBeLessThan(1e-6);
    });
  });

  it("have the same bicubic loss", () => {
    golden.iterations.forEach(({ bicubic_loss }, t) => {
      const loss = output(t, "losses.out")[LOSS_NAMES.indexOf("bicubic")]!;
      expect(Math.abs(loss / bicubic_loss - 1)).toBeLessThan(1e-5);
    });
  });

  it("update G's weights alike", () => {
    golden.iterations.forEach(({ g_sums }, t) => {
      for (const [i, sums] of g_sums.entries()) expectSums(parameter(t, `layer${i + 1}`), sums);
    });
  });

  it("update D's weights alike", () => {
    golden.iterations.forEach(({ d_sums }, t) => {
      expectSums(parameter(t, "first"), d_sums["first_layer.weight_orig"]!);
      expectSums(parameter(t, "last"), d_sums["final_layer.0.weight_orig"]!);
      expectSums(parameter(t, "lastBias"), d_sums["final_layer.0.bias"]!);
      BLOCKS.forEach(({ convolution, norm }, i) => {
        const part = (name: string, n: number): Float32Array =>
          parameter(t, name).subarray(i * n, (i + 1) * n);
        expectSums(part("blocks", 4096), d_sums[`${convolution}.weight_orig`]!);
        expectSums(part("scales", 64), d_sums[`${norm}.weight`]!);
        expectSums(part("shifts", 64), d_sums[`${norm}.bias`]!);
      });
    });
  });
});
