/**
 * The state that training starts from: weights, zero moments, and singular vectors for spectral normalisation.
 *
 * Weights are Xavier normal, N(0, gain² · 2 / (fan-in + fan-out)) (Glorot and Bengio 2010) with gain 0.1; batch
 * normalisation scales N(1, 0.02²); biases 0. (The paper does not say; these are the release's.)
 */
import { type AdamOptions, type AdamState, initialMoments } from "../graph/adam.js";
import { type Shape, sizeOf } from "../graph/graph.js";
import { type Random, random } from "../random.js";
import { DISCRIMINATOR_CHANNELS, type DiscriminatorParameters, PATCH_SIZE } from "./discriminator.js";
import { type GeneratorParameters, generatorShapes } from "./generator.js";
import type { Slab } from "./parameter-slabs.js";
import type { KernelGanSettings } from "./presets.js";
import type { TrainingLayout, TrainingState } from "./training-layout.js";

/** Streams of random numbers of one seed: more of one thing does not change another. */
export const RANDOM_STREAMS = { weights: 0, crops: 1, noise: 2 } as const;

/** How the numbers of a parameter are distributed at the start. */
interface Normal {
  mean: number;
  deviation: number;
}

const ZERO: Normal = { mean: 0, deviation: 0 };

/** Draws a state to start from. */
export function initialState(
  { sizes, generator, discriminator, state }: TrainingLayout,
  settings: KernelGanSettings,
  seed: number,
): TrainingState<Float32Array> {
  const weights = random(seed, RANDOM_STREAMS.weights);
  const g = generatorDistributions(sizes.kernelSize, settings);
  const d = discriminatorDistributions(sizes.channels, settings);
  return {
    generator: generator.map((slab) => startOf(slab, g, weights, settings.adam)),
    discriminator: discriminator.map((slab) => startOf(slab, d, weights, settings.adam)),
    singularVectors: {
      first: unitRows(state.singularVectors.first.shape, weights),
      blocks: unitRows(state.singularVectors.blocks.shape, weights),
    },
  };
}

function xavier(fanIn: number, fanOut: number, gain: number): Normal {
  return { mean: 0, deviation: gain * Math.sqrt(2 / (fanIn + fanOut)) };
}

function generatorDistributions(
  kernelSize: number,
  { initialGain }: KernelGanSettings,
): GeneratorParameters<Normal> {
  const shapes = generatorShapes(kernelSize);
  const layer = ([out, inner, h, w]: (typeof shapes)["layer1"]): Normal =>
    xavier(inner * h * w, out * h * w, initialGain);
  return {
    layer1: layer(shapes.layer1),
    layer2: layer(shapes.layer2),
    layer3: layer(shapes.layer3),
    layer4: layer(shapes.layer4),
    layer5: layer(shapes.layer5),
    layer6: layer(shapes.layer6),
  };
}

function discriminatorDistributions(
  channels: number,
  { initialGain, initialScaleDeviation }: KernelGanSettings,
): DiscriminatorParameters<Normal> {
  const width = DISCRIMINATOR_CHANNELS;
  const area = PATCH_SIZE ** 2;
  return {
    first: xavier(channels * area, width * area, initialGain),
    blocks: xavier(width, width, initialGain),
    scales: { mean: 1, deviation: initialScaleDeviation },
    shifts: ZERO,
    last: xavier(width, 1, initialGain),
    lastBias: ZERO,
  };
}

function startOf<Name extends string>(
  { length, parameters }: Slab<Name>,
  distributions: Record<Name, Normal>,
  source: Random,
  adam: AdamOptions,
): AdamState<Float32Array> {
  const value = new Float32Array(length);
  for (const { name, offset, shape } of parameters) {
    const { mean, deviation } = distributions[name];
    if (deviation === 0) continue;
    const part = value.subarray(offset, offset + sizeOf(shape));
    part.set(part.map(() => mean + deviation * source.normal()));
  }
  return { value, ...initialMoments(length, adam) };
}

/** Random directions of length 1, one in each row. */
function unitRows(shape: Shape, source: Random): Float32Array {
  const rows = new Float32Array(sizeOf(shape));
  for (let start = 0; start < rows.length; start += DISCRIMINATOR_CHANNELS) {
    const row = rows.subarray(start, start + DISCRIMINATOR_CHANNELS);
    row.set(row.map(() => source.normal()));
    const length = Math.hypot(...row);
    row.set(row.map((value) => value / length));
  }
  return rows;
}
