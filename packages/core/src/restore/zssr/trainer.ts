/**
 * Trains ZSSR's network on one image: draws examples, runs the training step, keeps the learning rate.
 *
 * The stop rule needs the reconstruction error: how well f(son) restores the image. The original measures it on the
 * whole image, which takes a CPU as long as two iterations for each 100,000 pixels; here it is measured on a fixed
 * sample of crops.
 */
import { throwIfAborted, yieldToEventLoop } from "../../abort.js";
import { KernelGanError } from "../../errors.js";
import { adamStep, initialMoments } from "../../graph/adam.js";
import { Graph } from "../../graph/graph.js";
import type { Engine } from "../../runtime/engine.js";
import { type EngineTensor, numbersOf, openSession, outputOf, type Session } from "../../runtime/session.js";
import type { Example, Examples } from "./examples.js";
import { LearningRatePolicy } from "./learning-rate.js";
import { initialWeights, network } from "./network.js";
import type { ZssrSettings } from "./settings.js";
import { buildTrainingStep, type CropSize, stateLayout, updatedName } from "./training-step.js";

/** The progress of a training. */
export interface ZssrProgress {
  /** Iterations done. */
  iteration: number;
  /** The largest possible number; the stop rule usually ends the training earlier. */
  iterations: number;
  /** Loss of the last iteration. */
  loss: number;
  learningRate: number;
  msPerIteration: number;
  /** If all iterations are needed. */
  secondsLeft: number;
}

/** A trained network. */
export interface ZssrTraining {
  /** Weights of each layer, see `networkShapes`. */
  weights: Float32Array[];
  /** Loss of each iteration. */
  losses: Float32Array;
  /** Iterations after which the learning rate was cut. */
  learningRateCuts: number[];
  /** Mean squared error on the measured crops, with the iteration. */
  errors: { iteration: number; error: number }[];
  iterations: number;
  seconds: number;
}

/** Time between two progress reports. */
const REPORT_MS = 100;

export interface ZssrTrainOptions {
  seed: number;
  signal: AbortSignal | undefined;
  onProgress: ((progress: ZssrProgress) => void) | undefined;
}

/**
 * @throws KernelGanError `aborted` if the signal fires, checked before every iteration; `training-failed` if numbers
 *   stop being finite
 */
export async function trainZssr(
  engine: Engine,
  examples: Examples,
  size: CropSize,
  settings: ZssrSettings,
  { seed, signal, onProgress }: ZssrTrainOptions,
): Promise<ZssrTraining> {
  const started = performance.now();
  const { channels } = size;
  const policy = new LearningRatePolicy(settings);
  const layout = stateLayout(channels);
  const session = await openSession(engine, buildTrainingStep(size, settings.adam, engine.dialect));
  let measuring: Session | undefined;
  try {
    measuring = await openSession(engine, buildNetwork(size, engine));
    let state = initialState(session, channels, settings, seed);
    const names = Object.keys(state);
    const weights = (): Record<string, EngineTensor> =>
      Object.fromEntries(layout.map(({ value }) => [value, outputOf(state, value)]));
    const measured = examples.measured(settings.measuredCrops);
    const errors: ZssrTraining["errors"] = [];
    const losses: number[] = [];
    let reported = 0;
    while (losses.length < settings.iterations && !policy.finished) {
      throwIfAborted(signal);
      const { step, gain } = adamStep(losses.length + 1, policy.rate, settings.adam);
      const results = await session.run({
        ...state,
        ...exampleTensors(session, examples.next(), size),
        step: session.tensor(Float32Array.of(step), []),
        gain: session.tensor(Float32Array.of(gain), []),
      });
      state = Object.fromEntries(names.map((name) => [name, outputOf(results, updatedName(name))]));
      const [loss = Number.NaN] = numbersOf(results, "loss");
      if (!Number.isFinite(loss)) {
        throw new KernelGanError(
          "training-failed",
          `the loss stopped being a number after ${losses.length} iterations; try another seed, or the method "fast"`,
        );
      }
      losses.push(loss);
      const iteration = losses.length;
      if (iteration % settings.measureEvery === 0) {
        const error = await reconstructionError(measuring, weights(), measured, size);
        errors.push({ iteration, error });
        policy.measure(iteration, error);
      }
      policy.after(iteration);
      const elapsed = performance.now() - started;
      if (elapsed - reported >= REPORT_MS || iteration === settings.iterations || policy.finished) {
        reported = elapsed;
        const msPerIteration = elapsed / iteration;
        onProgress?.({
          iteration,
          iterations: settings.iterations,
          loss,
          learningRate: policy.rate,
          msPerIteration,
          secondsLeft: ((settings.iterations - iteration) * msPerIteration) / 1000,
        });
      }
      await yieldToEventLoop();
    }
    throwIfAborted(signal);
    return {
      weights: layout.map(({ value }) => numbersOf(state, value)),
      losses: Float32Array.from(losses),
      learningRateCuts: policy.cuts,
      errors,
      iterations: losses.length,
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await measuring?.release();
    await session.release();
  }
}

/** The first weights and Adam's moments, by their names in the training step. */
function initialState(
  session: Session,
  channels: number,
  { adam }: ZssrSettings,
  seed: number,
): Record<string, EngineTensor> {
  const start = initialWeights(channels, seed);
  return Object.fromEntries(
    stateLayout(channels).flatMap(({ value, first, second, shape }, layer) => {
      const values = start[layer]!;
      const moments = initialMoments(values.length, adam);
      return [
        [value, session.tensor(values, shape)],
        [first, session.tensor(moments.first, shape)],
        [second, session.tensor(moments.second, shape)],
      ];
    }),
  );
}

/** The network with its weights as inputs, named as in the training step. */
function buildNetwork({ channels, width, height }: CropSize, { dialect }: Engine): Graph {
  const graph = new Graph("n", dialect);
  const weights = stateLayout(channels).map(({ value, shape }) => graph.input(value, shape));
  const son = graph.input("son", [1, channels, height, width]);
  graph.output("output", network(son, weights));
  return graph;
}

function exampleTensors(
  session: Session,
  { son, father, map }: Example,
  { channels, width, height }: CropSize,
): Record<"son" | "father" | "map", EngineTensor> {
  return {
    son: session.tensor(son.data, [1, channels, height, width]),
    father: session.tensor(father.data, [1, channels, height, width]),
    map: session.tensor(map.data, [1, 1, height, width]),
  };
}

/** Mean squared error of the network over the measured crops. */
async function reconstructionError(
  session: Session,
  weights: Record<string, EngineTensor>,
  measured: readonly Example[],
  { channels, width, height }: CropSize,
): Promise<number> {
  let sum = 0;
  for (const { son, father } of measured) {
    const input = session.tensor(son.data, [1, channels, height, width]);
    const output = numbersOf(await session.run({ ...weights, son: input }), "output");
    for (let i = 0; i < output.length; i++) sum += (output[i]! - father.data[i]!) ** 2;
  }
  return sum / (measured.length * channels * width * height);
}
