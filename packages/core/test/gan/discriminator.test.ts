import { describe, expect, it } from "vitest";
import { recordOf } from "../../src/gan/collections.js";
import {
  type DiscriminatorParameters,
  discriminate,
  discriminatePair,
  discriminatorShapes,
  normaliseDiscriminator,
  SINGULAR_VECTOR_SHAPES,
} from "../../src/gan/discriminator.js";
import { Graph, type Shape, sizeOf, type Tensor } from "../../src/graph/graph.js";
import { random } from "../../src/random.js";
import { largestDifference } from "../helpers/noise.js";
import { evaluate, type Value, value } from "../helpers/reference.js";

const CHANNELS = 2;
const SIDE = 9;
/** Side of the D-map. */
const MAP = 3;
const WIDTH = 64;

const graph = new Graph();
const feeds: Record<string, Value> = {};
function input(name: string, shape: Shape, data: Float64Array): Tensor {
  feeds[name] = value(shape, data);
  return graph.input(name, shape);
}
const numbers = random(3);
const draw = (shape: Shape): Float64Array =>
  Float64Array.from({ length: sizeOf(shape) }, () => numbers.normal());

const shapes = discriminatorShapes(CHANNELS);
const NAMES = ["first", "blocks", "scales", "shifts", "last", "lastBias"] as const;
const values: DiscriminatorParameters<Float64Array> = recordOf(NAMES, (name) => draw(shapes[name]));
const blocks = Array.from({ length: 5 }, (_, i) =>
  values.blocks.subarray(i * WIDTH ** 2, (i + 1) * WIDTH ** 2),
);
const singularVectors = {
  first: leftSingularVector(values.first, WIDTH).u,
  blocks: Float64Array.from(blocks.flatMap((block) => [...leftSingularVector(block, WIDTH).u])),
};
const d = normaliseDiscriminator(
  recordOf(NAMES, (name) => input(name, shapes[name], values[name])),
  recordOf(["first", "blocks"], (name) =>
    input(`u.${name}`, SINGULAR_VECTOR_SHAPES[name], singularVectors[name]),
  ),
  3,
);
const cropShape = [CHANNELS, 1, SIDE, SIDE];
const crops = { real: draw(cropShape), fake: draw(cropShape) };
const real = input("real", cropShape, crops.real);
const fake = input("fake", cropShape, crops.fake);

/** D layer by layer, as the paper describes it. */
function plainDiscriminator(crop: Float64Array): Float64Array {
  const first = normalised(values.first, WIDTH);
  let x = new Float64Array(WIDTH * MAP * MAP).map((_, at) => {
    const [o, i, j] = [Math.floor(at / 9), Math.floor(at / 3) % 3, at % 3];
    let sum = 0;
    for (let c = 0; c < CHANNELS; c++)
      for (let u = 0; u < 7; u++)
        for (let v = 0; v < 7; v++)
          sum += first[((o * CHANNELS + c) * 7 + u) * 7 + v]! * crop[(c * SIDE + i + u) * SIDE + j + v]!;
    return sum;
  });
  blocks.forEach((block, b) => {
    const mixed = mix(normalised(block, WIDTH), x, WIDTH);
    x = mixed.map((v, at) => {
      const channel = Math.floor(at / 9);
      const row = mixed.subarray(9 * channel, 9 * channel + 9);
      const mean = row.reduce((a, c) => a + c, 0) / 9;
      const variance = row.reduce((a, c) => a + (c - mean) ** 2, 0) / 9;
      const i = b * WIDTH + channel;
      return Math.max(0, (values.scales[i]! * (v - mean)) / Math.sqrt(variance + 1e-5) + values.shifts[i]!);
    });
  });
  const logits = mix(normalised(values.last, 1), x, 1);
  return logits.map((v) => 1 / (1 + Math.exp(-v - values.lastBias[0]!)));
}

/** A 1×1 convolution to `out` channels. */
function mix(weights: Float64Array, x: Float64Array, out: number): Float64Array<ArrayBuffer> {
  const inner = weights.length / out;
  return new Float64Array(out * 9).map((_, at) => {
    let sum = 0;
    for (let i = 0; i < inner; i++) sum += weights[Math.floor(at / 9) * inner + i]! * x[9 * i + (at % 9)]!;
    return sum;
  });
}

/** A matrix of m rows, divided by its largest singular value. */
function normalised(w: Float64Array, m: number): Float64Array {
  const { sigma } = leftSingularVector(w, m);
  return w.map((v) => v / sigma);
}

function leftSingularVector(w: Float64Array, m: number): { u: Float64Array; sigma: number } {
  const n = w.length / m;
  let u = new Float64Array(m).fill(1);
  let sigma = 0;
  for (let k = 0; k < 600; k++) {
    const v = new Float64Array(n);
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) v[j]! += u[i]! * w[i * n + j]!;
    const length = Math.hypot(...v);
    u = u.map((_, i) => v.reduce((sum, b, j) => sum + (b / length) * w[i * n + j]!, 0));
    sigma = Math.hypot(...u);
    u = u.map((a) => a / sigma);
  }
  return { u, sigma };
}

describe("discriminate", () => {
  const pair = discriminatePair(d, real, fake);
  const [alone, realMap, fakeMap] = evaluate(graph, feeds, [
    discriminate(d, real),
    pair.realMap,
    pair.fakeMap,
  ]);

  it("is the paper's D, layer by layer", () => {
    expect(largestDifference(alone!.data, plainDiscriminator(crops.real))).toBeLessThan(1e-6);
  });

  it("judges each of two crops as it judges it alone", () => {
    expect(largestDifference(realMap!.data, alone!.data)).toBeLessThan(1e-12);
    expect(largestDifference(fakeMap!.data, plainDiscriminator(crops.fake))).toBeLessThan(1e-6);
  });
});
