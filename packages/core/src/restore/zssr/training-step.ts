/**
 * One training iteration of ZSSR as a graph, one run each: the loss
 *
 *     L = mean( |f(son) − father| · map )
 *
 * over a crop, its gradients, and Adam's update of every weight. The state (weights and moments) goes in and out.
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

/** Names and shapes of the state: value and two moments of each layer. */
export interface StateEntry {
  name: string;
  layer: number;
  part: keyof AdamState;
  shape: Shape;
}

export function stateEntries(channels: number): StateEntry[] {
  return networkShapes(channels).flatMap((shape, layer) =>
    (["value", "first", "second"] as const).map((part) => ({ name: `${layer}.${part}`, layer, part, shape })),
  );
}

/**
 * Builds the graph. Inputs: the state; `son` and `father` [1, channels, h, w]; `map` [1, 1, h, w]; `step` and `gain` (α and
 * κ of adam.ts). Outputs: the state as `<name>.new`, and `loss`.
 */
export function buildTrainingStep(
  { channels, width, height }: CropSize,
  options: AdamOptions,
  dialect: Dialect,
): Graph {
  const graph = new Graph("t", dialect);
  const entries = stateEntries(channels);
  const inputs = entries.map(({ name, shape }) => graph.input(name, shape));
  const layers = networkShapes(channels).map((_, layer): AdamState => {
    const of = (part: keyof AdamState) =>
      inputs[entries.findIndex((e) => e.layer === layer && e.part === part)];
    return { value: of("value"), first: of("first"), second: of("second") };
  });
  const son = graph.input("son", [1, channels, height, width]);
  const father = graph.input("father", [1, channels, height, width]);
  const map = graph.input("map", [1, 1, height, width]);
  const step = graph.input("step", []);
  const gain = graph.input("gain", []);

  const weights = layers.map(({ value }) => value);
  const loss = mean(mul(abs(sub(network(son, weights), father)), map));
  const grads = gradients(mul(loss, gain), weights);
  const updated = layers.map((layer, i) => adam(layer, grads[i], step, options));
  for (const { name, layer, part } of entries) graph.output(`${name}.new`, updated[layer][part]);
  graph.output("loss", loss);
  return graph;
}
