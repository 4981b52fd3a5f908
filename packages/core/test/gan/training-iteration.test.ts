/** The training step against the authors' program. */
import { beforeAll, describe, expect, it } from "vitest";
import { buildTrainingGraph, LOSS_NAMES, type TrainingGraph } from "../../src/gan/training-step.js";
import { sizeOf } from "../../src/graph/graph.js";
import { openEngine } from "../../src/runtime/device.js";
import { openSession } from "../../src/runtime/session.js";
import { BLOCKS, golden, goldenFeeds, goldenMethod, goldenState } from "../helpers/golden-steps.js";
import { largestDifference } from "../helpers/noise.js";

const ITERATIONS = golden.iterations.length;

describe.each([
  ["cpu", "native"],
  ["wasm", "wasm"],
  // WebGPU's spelling, which every engine can read: here there is no WebGPU.
  ["cpu", "webgpu"],
] as const)("three iterations on %s, spelled for %s", (device, dialect) => {
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
    const feeds = goldenFeeds();
    let state = goldenState(layout);
    for (let t = 0; t < ITERATIONS; t++) {
      const inputs = Object.fromEntries([
        ...layout.state.map(({ name, shape }) => [name, session.tensor(state[name], shape)]),
        ...layout.feeds.map(({ name, shape }) => {
          const n = sizeOf(shape);
          return [name, session.tensor(feeds[name].slice(t * n, (t + 1) * n), [1, ...shape])];
        }),
      ]);
      const results = await session.run(inputs);
      after.push(
        Object.fromEntries(
          Object.entries(results).map(([name, tensor]) => [name, tensor.data as Float32Array]),
        ),
      );
      state = Object.fromEntries(layout.state.map(({ name }) => [name, after[t][`${name}.out`]]));
    }
    await session.release();
  });

  /** One parameter after iteration t, e.g. "layer3" or "blocks". */
  const parameter = (t: number, wanted: string): Float32Array => {
    for (const slab of training.layout.slabs) {
      for (const { name, offset, shape } of slab.parameters) {
        if (name === wanted)
          return after[t][`${slab.name}.value.out`].subarray(offset, offset + sizeOf(shape));
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

  it("folds G to the same kernels", () => {
    const expected = [...golden.iterations.slice(1).map((i) => i.kernel_before_g_step), golden.final_kernel];
    expected.forEach((kernel, t) => {
      const ours = after[t]["kernel.out"];
      expect(largestDifference(ours, kernel.flat())).toBeLessThan(1e-6);
    });
  });

  it("has the same bicubic loss", () => {
    golden.iterations.forEach(({ bicubic_loss }, t) => {
      const loss = after[t]["losses.out"][LOSS_NAMES.indexOf("bicubic")];
      expect(Math.abs(loss / bicubic_loss - 1)).toBeLessThan(1e-5);
    });
  });

  it("updates G's weights alike", () => {
    golden.iterations.forEach(({ g_sums }, t) => {
      for (const [i, sums] of g_sums.entries()) expectSums(parameter(t, `layer${i + 1}`), sums);
    });
  });

  it("updates D's weights alike", () => {
    golden.iterations.forEach(({ d_sums }, t) => {
      expectSums(parameter(t, "first"), d_sums["first_layer.weight_orig"]);
      expectSums(parameter(t, "last"), d_sums["final_layer.0.weight_orig"]);
      expectSums(parameter(t, "lastBias"), d_sums["final_layer.0.bias"]);
      BLOCKS.forEach(({ convolution, norm }, i) => {
        const part = (name: string, n: number): Float32Array =>
          parameter(t, name).subarray(i * n, (i + 1) * n);
        expectSums(part("blocks", 4096), d_sums[`${convolution}.weight_orig`]);
        expectSums(part("scales", 64), d_sums[`${norm}.weight`]);
        expectSums(part("shifts", 64), d_sums[`${norm}.bias`]);
      });
    });
  });
});
