/**
 * One training iteration of KernelGAN as a graph, and the loop round it.
 *
 * An iteration is a step of G, then a step of D on the updated G (paper, section 4.3). The graph is the body of an
 * ONNX Scan, so one run of the engine does a whole chunk of iterations: weights and moments stay inside it, the
 * iterations' crops, noise and controls go in, their losses, kernels and D-maps come out.
 */

import { type AdamState, adam } from "../graph/adam.js";
import { gradients } from "../graph/gradients.js";
import { type Dialect, DYNAMIC, Graph, type Shape, sizeOf, type Tensor } from "../graph/graph.js";
import { add, mul } from "../graph/ops/arithmetic.js";
import { concat, reshape, slice, stopGradient } from "../graph/ops/shape.js";
import {
  type DiscriminatorParameters,
  discriminate,
  discriminatorShapes,
  normaliseDiscriminator,
  SINGULAR_VECTOR_SHAPES,
} from "./discriminator.js";
import { applyKernel, asKernel, foldStages, generatorShapes } from "./generator.js";
import {
  adversarialLoss,
  bicubicLoss,
  boundariesLoss,
  centreLoss,
  sparseLoss,
  sumToOneLoss,
} from "./losses.js";
import type { KernelGanSettings } from "./presets.js";
import { CONTROL_NAMES, type Controls } from "./schedule.js";

/** What shapes a training graph. */
export interface TrainingSizes {
  /** s, the downscaling's stride. */
  scale: number;
  /** n, side of the kernel. */
  kernelSize: number;
  /** 1 or 3. */
  channels: number;
  /** m, side of G's output and of D's real crop. */
  outputSize: number;
}

/** Parameters too small to be worth an Adam update of their own share one vector. */
const SHARED_BELOW = 32_768;

/** One vector of parameters that Adam updates as a whole. */
interface Slab {
  name: string;
  parameters: { name: string; shape: Shape }[];
}

function slabsOf(network: string, shapes: Readonly<Record<string, Shape>>): Slab[] {
  const parameters = Object.entries(shapes).map(([name, shape]) => ({ name, shape }));
  const large = parameters.filter((p) => sizeOf(p.shape) >= SHARED_BELOW);
  const small = parameters.filter((p) => sizeOf(p.shape) < SHARED_BELOW);
  return [
    ...large.map((p) => ({ name: `${network}.${p.name}`, parameters: [p] })),
    { name: `${network}.rest`, parameters: small },
  ];
}

/** Everything about a training graph that those who feed it must know. */
export interface TrainingLayout {
  sizes: TrainingSizes;
  /** Parameter vectors, in the order of the state. */
  slabs: { name: string; parameters: { name: string; offset: number; shape: Shape }[]; length: number }[];
  /** Names and shapes of the state: each slab's value and two moments, then the singular vectors. */
  state: { name: string; shape: Shape }[];
  /** Names and shapes of what each iteration takes. */
  feeds: { name: FeedName; shape: Shape }[];
  /** Names and shapes of what each iteration gives. */
  results: { name: ResultName; shape: Shape }[];
}

export type FeedName = "controls" | "rows" | "real" | "noise" | "target";
export type ResultName = "losses" | "kernel" | "realMap" | "fakeMap";

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

/** A training graph: its ONNX body wrapped in a Scan, and its layout. */
export interface TrainingGraph {
  graph: Graph;
  layout: TrainingLayout;
}

const DISCRIMINATOR_PREFIX = "d";
const GENERATOR_PREFIX = "g";

/** G's weights by name: layer1 … layer6. */
function generatorShapeRecord(kernelSize: number): Record<string, Shape> {
  return Object.fromEntries(generatorShapes(kernelSize).map((shape, i) => [`layer${i + 1}`, shape]));
}

export function trainingLayout(sizes: TrainingSizes): TrainingLayout {
  const { channels, kernelSize, outputSize: m, scale } = sizes;
  const slabs = [
    ...slabsOf(GENERATOR_PREFIX, generatorShapeRecord(kernelSize)),
    ...slabsOf(DISCRIMINATOR_PREFIX, discriminatorShapes(channels)),
  ].map(({ name, parameters }) => {
    let length = 0;
    const placed = parameters.map((p) => {
      const offset = length;
      length += sizeOf(p.shape);
      return { ...p, offset };
    });
    return { name, parameters: placed, length };
  });
  const patches = (m - 6) ** 2;
  const inputWidth = scale * (m - 1) + kernelSize;
  return {
    sizes,
    slabs,
    state: [
      ...slabs.flatMap(({ name, length }) =>
        ["value", "first", "second"].map((part) => ({ name: `${name}.${part}`, shape: [length] })),
      ),
      { name: "u.first", shape: SINGULAR_VECTOR_SHAPES.first },
      { name: "u.blocks", shape: SINGULAR_VECTOR_SHAPES.blocks },
    ],
    feeds: [
      { name: "controls", shape: [CONTROL_NAMES.length] },
      // Windows of G's crop, see applyKernel.
      { name: "rows", shape: [channels * m, kernelSize * inputWidth] },
      { name: "real", shape: [1, channels, m, m] },
      { name: "noise", shape: [1, channels, m, m] },
      { name: "target", shape: [channels * m, m] },
    ],
    results: [
      { name: "losses", shape: [LOSS_NAMES.length] },
      { name: "kernel", shape: [kernelSize, kernelSize] },
      { name: "realMap", shape: [patches] },
      { name: "fakeMap", shape: [patches] },
    ],
  };
}

/** Builds the graph; a run of it does as many iterations as its feeds are long. */
export function buildTrainingGraph(
  sizes: TrainingSizes,
  settings: KernelGanSettings,
  dialect: Dialect = "native",
): TrainingGraph {
  const layout = trainingLayout(sizes);
  const body = buildIteration(layout, settings, dialect);
  const graph = new Graph("s", dialect);
  const state = layout.state.map(({ name, shape }) => graph.input(name, shape));
  const feeds = layout.feeds.map(({ name, shape }) => graph.input(name, [DYNAMIC, ...shape]));
  const gSlabs = slabsOfNetwork(layout, GENERATOR_PREFIX);
  const gValues = gSlabs.map(({ name }) => state.find((t) => t.name === `${name}.value`) as Tensor);
  const stages = foldStages(generatorLayers(gSlabs, gValues));
  const outputs = graph.emitAll(
    "Scan",
    [...state, ...stages, ...feeds],
    [...state, ...stages].map((t) => t.shape).concat(layout.results.map((r) => [DYNAMIC, ...r.shape])),
    { body, num_scan_inputs: BigInt(feeds.length) },
  );
  const results = [...outputs.slice(0, state.length), ...outputs.slice(state.length + stages.length)];
  for (const [i, { name }] of [...layout.state, ...layout.results].entries()) {
    graph.output(`${name}.out`, results[i] as Tensor);
  }
  return { graph, layout };
}

/** The body: state and one iteration's feeds in, new state and results out. */
function buildIteration(layout: TrainingLayout, settings: KernelGanSettings, dialect: Dialect): Graph {
  const graph = new Graph("t", dialect);
  const { channels, outputSize: m, scale } = layout.sizes;
  const state = new Map(layout.state.map(({ name, shape }) => [name, graph.input(name, shape)]));
  const stateOf = (slab: string): AdamState => ({
    value: state.get(`${slab}.value`) as Tensor,
    first: state.get(`${slab}.first`) as Tensor,
    second: state.get(`${slab}.second`) as Tensor,
  });
  const gSlabs = slabsOfNetwork(layout, GENERATOR_PREFIX);
  const stages = foldStages(
    generatorLayers(
      gSlabs,
      gSlabs.map((s) => stateOf(s.name).value),
    ),
  );
  for (const [i, stage] of stages.entries()) graph.supply(stage, graph.input(stageName(i), stage.shape));
  const feed = Object.fromEntries(
    layout.feeds.map(({ name, shape }) => [name, graph.input(name, shape)]),
  ) as Record<FeedName, Tensor>;
  const control = Object.fromEntries(
    CONTROL_NAMES.map((name, i) => [name, reshape(slice(feed.controls, 0, i, i + 1), [])]),
  ) as Record<keyof Controls, Tensor>;

  const dSlabs = slabsOfNetwork(layout, DISCRIMINATOR_PREFIX);
  /** Differentiates `loss` and updates the slabs. */
  const descend = (loss: Tensor, slabs: TrainingLayout["slabs"]): AdamState[] => {
    const states = slabs.map(({ name }) => stateOf(name));
    const grads = gradients(
      mul(loss, control.gain),
      states.map(({ value }) => value),
    );
    return states.map((s, i) => adam(s, grads[i] as Tensor, control.step, settings.adam));
  };

  const dParameters = unpack(
    dSlabs,
    dSlabs.map((s) => stateOf(s.name).value),
  );
  const d = normaliseDiscriminator(
    dParameters as DiscriminatorParameters,
    { first: state.get("u.first") as Tensor, blocks: state.get("u.blocks") as Tensor },
    settings.powerIterations,
  );

  // G's step: fool D, keep the kernel a plausible one.
  const kernel = asKernel(stages);
  const output = applyKernel(kernel, feed.rows, scale, m);
  const asCrop = (rows: Tensor): Tensor => reshape(rows, [channels, 1, m, m]);
  const fakeMap = discriminate(d, asCrop(output));
  const terms = {
    generator: adversarialLoss(fakeMap, 1),
    bicubic: bicubicLoss(output, feed.target),
    sumToOne: sumToOneLoss(kernel),
    boundaries: boundariesLoss(kernel, settings),
    sparse: sparseLoss(kernel, settings),
    centre: centreLoss(kernel, scale, settings),
  };
  const generatorLoss = [
    mul(terms.sumToOne, settings.sumToOne),
    mul(terms.boundaries, settings.boundaries.weight),
    mul(terms.sparse, control.sparse),
    mul(terms.centre, control.centre),
    ...(settings.bicubic.weight > 0 ? [mul(terms.bicubic, control.bicubic)] : []),
  ].reduce(add, terms.generator);
  const gStates = descend(generatorLoss, gSlabs);

  // D's step: tell the image's crop from what the updated G makes of another.
  const newStages = foldStages(
    generatorLayers(
      gSlabs,
      gStates.map((s) => s.value),
    ),
  );
  const newKernel = asKernel(newStages);
  const fake = add(
    stopGradient(reshape(applyKernel(newKernel, feed.rows, scale, m), [channels, 1, m, m])),
    reshape(feed.noise, [channels, 1, m, m]),
  );
  const maps = discriminate(d, concat([reshape(feed.real, [channels, 1, m, m]), fake], 1));
  const patches = sizeOf(maps.shape) / 2;
  const realMap = slice(maps, 0, 0, patches);
  const fakeMapOfNew = slice(maps, 0, patches, 2 * patches);
  const discriminatorLoss = mul(add(adversarialLoss(realMap, 1), adversarialLoss(fakeMapOfNew, 0)), 0.5);
  const dStates = descend(discriminatorLoss, dSlabs);

  const newState = [...gStates, ...dStates].flatMap(({ value, first, second }) => [value, first, second]);
  newState.push(d.singularVectors.first, d.singularVectors.blocks);
  for (const [i, { name }] of layout.state.entries()) graph.output(`${name}.new`, newState[i] as Tensor);
  const losses: Record<string, Tensor> = { ...terms, discriminator: discriminatorLoss };
  const results: Record<ResultName, Tensor> = {
    losses: concat(
      LOSS_NAMES.map((name) => reshape(losses[name] as Tensor, [1])),
      0,
    ),
    kernel: newKernel,
    realMap,
    fakeMap: fakeMapOfNew,
  };
  for (const [i, stage] of newStages.entries()) graph.output(`${stageName(i)}.new`, stage);
  for (const { name } of layout.results) graph.output(`${name}.new`, results[name]);
  return graph;
}

/** The stages of G's fold go from one iteration to the next: D's step folds the weights that the next G step needs. */
const stageName = (i: number): string => `fold.${i}`;

function slabsOfNetwork(layout: TrainingLayout, prefix: string): TrainingLayout["slabs"] {
  return layout.slabs.filter(({ name }) => name.startsWith(`${prefix}.`));
}

/** The parameters inside slabs with these values, by name. */
function unpack(slabs: TrainingLayout["slabs"], values: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(
    slabs.flatMap(({ parameters }, i) =>
      parameters.map(({ name, offset, shape }) => [
        name,
        reshape(slice(values[i] as Tensor, 0, offset, offset + sizeOf(shape)), shape),
      ]),
    ),
  );
}

/** G's weight tensors, first layer first. */
function generatorLayers(slabs: TrainingLayout["slabs"], values: readonly Tensor[]): Tensor[] {
  const parameters = unpack(slabs, values);
  return Object.keys(parameters)
    .sort()
    .map((name) => parameters[name] as Tensor);
}
