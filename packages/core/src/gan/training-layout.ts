/**
 * The interface of a training graph: names and shapes of the state that one run passes to the next, of what each
 * iteration takes and of what it gives.
 */
import type { AdamState } from "../graph/adam.js";
import type { Shape } from "../graph/graph.js";
import {
  type DiscriminatorParameters,
  discriminatorShapes,
  PATCH_SIZE,
  SINGULAR_VECTOR_SHAPES,
  type SingularVectors,
} from "./discriminator.js";
import { type GeneratorLayer, type GeneratorSizes, generatorShapes } from "./generator.js";
import { packIntoSlabs, type Slab } from "./parameter-slabs.js";
import { CONTROL_NAMES } from "./schedule.js";
import { rowWindowShape } from "./strided-product.js";

/** What decides the shapes of a training graph. */
export interface TrainingSizes extends GeneratorSizes {
  /** 1 or 3. */
  channels: number;
}

/** Names of the crops that each iteration takes: for G as windows of rows, for D, noise for the fake, G's target. */
const CROP_NAMES = ["rows", "real", "noise", "target"] as const;
export type CropName = (typeof CROP_NAMES)[number];

/** Names of all that each iteration takes. */
export const FEED_NAMES = ["controls", ...CROP_NAMES] as const;
export type FeedName = (typeof FEED_NAMES)[number];

/** Names of what each iteration gives. */
export const RESULT_NAMES = ["losses", "kernel", "realMap", "fakeMap"] as const;
export type ResultName = (typeof RESULT_NAMES)[number];

/** Order of the losses in a row of the losses output. */
export const LOSS_NAMES = [
  "generator",
  "discriminator",
  "bicubic",
  "sumToOne",
  "boundaries",
  "sparse",
  "centre",
] as const;
/** One of {@link LOSS_NAMES}. */
export type LossName = (typeof LOSS_NAMES)[number];

/** What the iterations pass on: values and moments of both networks' slabs, and D's singular vectors. */
export interface TrainingState<T> {
  readonly generator: readonly AdamState<T>[];
  readonly discriminator: readonly AdamState<T>[];
  readonly singularVectors: SingularVectors<T>;
}

/** A tensor's name and shape. */
export interface Declaration {
  readonly name: string;
  readonly shape: Shape;
}

export interface TrainingLayout {
  readonly sizes: TrainingSizes;
  readonly generator: readonly Slab<GeneratorLayer>[];
  readonly discriminator: readonly Slab<keyof DiscriminatorParameters>[];
  readonly state: TrainingState<Declaration>;
  readonly feeds: Readonly<Record<FeedName, Shape>>;
  readonly results: Readonly<Record<ResultName, Shape>>;
}

export function trainingLayout(sizes: TrainingSizes): TrainingLayout {
  const { channels, kernelSize, outputSize: m } = sizes;
  const generator = packIntoSlabs("g", generatorShapes(kernelSize));
  const discriminator = packIntoSlabs("d", discriminatorShapes(channels));
  const mapLength = dMapSize(sizes) ** 2;
  return {
    sizes,
    generator,
    discriminator,
    state: {
      generator: generator.map(declareSlab),
      discriminator: discriminator.map(declareSlab),
      singularVectors: {
        first: { name: "u.first", shape: SINGULAR_VECTOR_SHAPES.first },
        blocks: { name: "u.blocks", shape: SINGULAR_VECTOR_SHAPES.blocks },
      },
    },
    feeds: {
      controls: [CONTROL_NAMES.length],
      rows: rowWindowShape(sizes, channels),
      real: [1, channels, m, m],
      noise: [1, channels, m, m],
      target: [channels * m, m],
    },
    results: {
      losses: [LOSS_NAMES.length],
      kernel: [kernelSize, kernelSize],
      realMap: [mapLength],
      fakeMap: [mapLength],
    },
  };
}

/** Side of a D-map. */
export function dMapSize({ outputSize }: TrainingSizes): number {
  return outputSize - PATCH_SIZE + 1;
}

function declareSlab({ name, length }: Slab): AdamState<Declaration> {
  const part = (suffix: string): Declaration => ({ name: `${name}.${suffix}`, shape: [length] });
  return { value: part("value"), first: part("first"), second: part("second") };
}

/** The parts of a state in the order of the graph's inputs and outputs. */
export function flattenState<T>({ generator, discriminator, singularVectors }: TrainingState<T>): T[] {
  const slabs = [...generator, ...discriminator].flatMap(({ value, first, second }) => [
    value,
    first,
    second,
  ]);
  return [...slabs, singularVectors.first, singularVectors.blocks];
}

/** A state with each part replaced, in the order of `flattenState`. */
export function mapState<T, U>(state: TrainingState<T>, map: (part: T) => U): TrainingState<U> {
  const mapSlab = ({ value, first, second }: AdamState<T>): AdamState<U> => ({
    value: map(value),
    first: map(first),
    second: map(second),
  });
  return {
    generator: state.generator.map(mapSlab),
    discriminator: state.discriminator.map(mapSlab),
    singularVectors: {
      first: map(state.singularVectors.first),
      blocks: map(state.singularVectors.blocks),
    },
  };
}
