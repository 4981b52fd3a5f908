/**
 * The training iteration as a loop inside the engine: the body of an ONNX Scan, so that one run does a whole chunk of
 * iterations. Weights and moments stay inside; the iterations' crops, noise and controls go in, their losses, kernels
 * and D-maps come out. (One run for each iteration would spend a good part of its time between the runs.)
 *
 * Carried along with the state are the stages of G's fold: D's step folds the weights that G's step of the next
 * iteration needs folded. They are not part of the state between runs; the first iteration of a run gets them from a
 * fold in front of the loop.
 */
import type { AdamState } from "../graph/adam.js";
import { type Dialect, DYNAMIC, Graph, type Tensor } from "../graph/graph.js";
import { concat, reshape, slice } from "../graph/ops/shape.js";
import { recordOf, zip } from "./collections.js";
import { type Fold, foldGenerator } from "./fold.js";
import { type PackedParameters, type Slab, unpack } from "./parameter-slabs.js";
import type { KernelGanSettings } from "./presets.js";
import { CONTROL_NAMES } from "./schedule.js";
import { trainingIteration } from "./training-iteration.js";
import {
  FEED_NAMES,
  flattenState,
  LOSS_NAMES,
  mapState,
  RESULT_NAMES,
  type ResultName,
  type TrainingLayout,
  type TrainingSizes,
  trainingLayout,
} from "./training-layout.js";

/** A training graph, and what goes in and out. */
export interface TrainingGraph {
  readonly graph: Graph;
  readonly layout: TrainingLayout;
}

/**
 * Builds the graph. A run does as many iterations as its feeds are long; its inputs are the state and the feeds, its
 * outputs the state and the results as `<name>.out`.
 */
export function buildTrainingGraph(
  sizes: TrainingSizes,
  settings: KernelGanSettings,
  dialect: Dialect = "native",
): TrainingGraph {
  const layout = trainingLayout(sizes);
  const body = iterationGraph(layout, settings, dialect);
  const graph = new Graph("s", dialect);
  const state = mapState(layout.state, ({ name, shape }) => graph.input(name, shape));
  const feeds = FEED_NAMES.map((name) => graph.input(name, [DYNAMIC, ...layout.feeds[name]]));
  const { stages } = foldGenerator(unpack(packed(layout.generator, state.generator)));
  const carried = [...flattenState(state), ...stages];
  const outputs = graph.emitAll(
    "Scan",
    [...carried, ...feeds],
    [...carried.map((t) => t.shape), ...RESULT_NAMES.map((name) => [DYNAMIC, ...layout.results[name]])],
    { body, num_scan_inputs: BigInt(feeds.length) },
  );
  const names = flattenState(layout.state).map(({ name }) => name);
  const results = [...outputs.slice(0, names.length), ...outputs.slice(carried.length)];
  for (const [name, tensor] of zip([...names, ...RESULT_NAMES], results)) graph.output(`${name}.out`, tensor);
  return { graph, layout };
}

/** The body: state, fold and one iteration's feeds in; new state, new fold and results out. */
function iterationGraph(layout: TrainingLayout, settings: KernelGanSettings, dialect: Dialect): Graph {
  const graph = new Graph("t", dialect);
  const state = mapState(layout.state, ({ name, shape }) => graph.input(name, shape));
  const generator = packed(layout.generator, state.generator);
  const fold = foldFromInputs(graph, foldGenerator(unpack(generator)));
  const feed = recordOf(FEED_NAMES, (name) => graph.input(name, layout.feeds[name]));
  const control = recordOf(CONTROL_NAMES, (_, i) => reshape(slice(feed.controls, 0, i, i + 1), []));

  const iteration = trainingIteration(
    {
      generator,
      fold,
      discriminator: packed(layout.discriminator, state.discriminator),
      singularVectors: state.singularVectors,
    },
    feed,
    control,
    layout.sizes,
    settings,
  );

  const losses = LOSS_NAMES.map((name) => reshape(iteration.losses[name], [1]));
  const results: Record<ResultName, Tensor> = { ...iteration, losses: concat(losses, 0) };
  const newState = flattenState({
    generator: iteration.generator.states,
    discriminator: iteration.discriminator.states,
    singularVectors: iteration.singularVectors,
  });
  for (const [{ name }, tensor] of zip(flattenState(layout.state), newState)) {
    graph.output(`${name}.new`, tensor);
  }
  for (const [i, stage] of iteration.fold.stages.entries()) graph.output(`${stageName(i)}.new`, stage);
  for (const name of RESULT_NAMES) graph.output(`${name}.new`, results[name]);
  return graph;
}

const stageName = (i: number): string => `fold.${i}`;

/** The fold, its stages read from inputs instead of computed. Gradients flow through it as through any fold. */
function foldFromInputs(graph: Graph, fold: Fold): Fold {
  for (const [i, stage] of fold.stages.entries()) graph.supply(stage, graph.input(stageName(i), stage.shape));
  return fold;
}

function packed<Name extends string>(
  slabs: readonly Slab<Name>[],
  states: readonly AdamState[],
): PackedParameters<Name> {
  return { slabs, states };
}
