/** ONNX models that stand for denoisers, small enough to be computed by hand. */
import { encodeModel } from "../../src/graph/encode.js";
import { DYNAMIC, Graph, type Shape, type Tensor } from "../../src/graph/graph.js";

/** What a model is like; default: 2 → 1 channels of any size, which gives the picture back. */
export interface DenoiserShape {
  channels?: number;
  outputs?: number;
  width?: number;
  height?: number;
  batch?: number;
  /** An input for the level, instead of a channel; null for none. */
  level?: Shape | null;
  /** From the picture [1, c, h, w] and the level, a map or a number, to the output. */
  compute?: (picture: Tensor, level: Tensor | undefined) => Tensor;
}

/** The bytes of a model. */
export function denoiserBytes({
  channels = 1,
  outputs = channels,
  width = DYNAMIC,
  height = DYNAMIC,
  batch = 1,
  level,
  compute = (picture) => picture.graph.emit("Identity", [picture], picture.shape),
}: DenoiserShape = {}): Uint8Array {
  const graph = new Graph();
  const inputs = channels + (level === undefined ? 1 : 0);
  const input = graph.input("input", [batch, inputs, height, width]);
  const part = (from: number, to: number): Tensor =>
    graph.emit(
      "Slice",
      [input, graph.integers([from]), graph.integers([to]), graph.integers([1])],
      [batch, to - from, height, width],
    );
  const picture = level === undefined ? part(0, channels) : input;
  const sigma =
    level === undefined ? part(channels, inputs) : level ? graph.input("sigma", level) : undefined;
  const result = compute(picture, sigma);
  const shape = [batch, outputs, ...result.shape.slice(2)];
  graph.output("output", graph.emit("Identity", [result], shape));
  if (sigma && level) graph.output("used", graph.emit("Identity", [sigma], level));
  return encodeModel(graph);
}

/** x + σ, in which both inputs show. */
export const addLevel = (picture: Tensor, level: Tensor | undefined): Tensor =>
  picture.graph.emit("Add", [picture, level as Tensor], picture.shape);

/** The mean of each 3×3 pixels, zeros beyond the borders, with σ for the weight: x + σ (mean(x) − x). */
export const smooth = (picture: Tensor, level: Tensor | undefined): Tensor => {
  const { graph, shape } = picture;
  const weights = graph.constant(new Float32Array(9).fill(1 / 9), [1, 1, 3, 3]);
  const mean = graph.emit("Conv", [picture, weights], shape, { pads: [1n, 1n, 1n, 1n] });
  const difference = graph.emit("Sub", [mean, picture], shape);
  return graph.emit("Add", [picture, graph.emit("Mul", [difference, level as Tensor], shape)], shape);
};
