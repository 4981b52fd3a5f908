/**
 * One training iteration of ZSSR as a graph, one run each: the loss
 *
 *     L = mean( |f(son) − father| · map )
 *
 * over a crop, its gradients, and Adam's update of every weight. The state (weights and moments) is input and output.
 */
import { type AdamOptions, type AdamState, adam } from "../../graph/adam.js";
import { gradients } from "../../graph/gradients.js";
import { type Dialect, Graph, type Shape } from "../../graph/graph.js";
import { abs, mul, sub } from "../../graph/ops/arithmetic.js";
import { mean } from "../../graph/ops/reduce.js";
import { network, networkShapes } from "./network.js";

/** Size of the crops, in pixels. */
export interface CropSize {
  channels: number;
  width: number;
  height: number;
}

/** The names of a layer's state: its weights and their two moments. */
export interface LayerState extends AdamState<string> {
  readonly shape: Shape;
}

/** The state, layer by layer. */
export function stateLayout(channels: number): LayerState[] {
  return networkShapes(channels).map((shape, layer) => ({
    value: `${layer}.value`,
    first: `${layer}.first`,
    second: `${layer}.second`,
    shape,
  }));
}

/** The name of a state as an output of the graph. */
export function updatedName(name: string): string {
  return `${name}.new`;
}

/**
 * Builds the graph. Inputs: the state; `son` and `father` [1, channels, h, w]; `map` [1, 1, h, w]; `step` and `gain` (α
 * and κ of adam.ts). Outputs: the state as `<name>.new`, and `loss`.
 */
export function buildTrainingStep(
  { channels, width, height }: CropSize,
  options: AdamOptions,
  dialect: Dialect,
): Graph {
  const graph = new Graph("t", dialect);
  const names = stateLayout(channels);
  const layers = names.map(
    ({ value, first, second, shape }): AdamState => ({
      value: graph.input(value, shape),
      first: graph.input(first, shape),
      second: graph.input(second, shape),
    }),
  );
  const son = graph.input("son", [1, channels, height, width]);
  const father = graph.input("father", [1, channels, height, width]);
  const map = graph.input("map", [1, 1, height, width]);
  const step = graph.input("step", []);
  const gain = graph.input("gain", []);

  const weights = layers.map(({ value }) => value);
  const loss = mean(mul(abs(sub(network(son, weights), father)), map));
  const grads = gradients(mul(loss, gain), weights);
  for (const [i, { value, first, second }] of names.entries()) {
    const updated = adam(layers[i]!, grads[i]!, step, options);
    graph.output(updatedName(value), updated.value);
    graph.output(updatedName(first), updated.first);
    graph.output(updatedName(second), updated.second);
  }
  graph.output("loss", loss);
  return graph;
}
