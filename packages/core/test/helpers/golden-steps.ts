/**
 * The golden training steps: what the authors' program computes in three iterations on inputs made from a simple
 * generator of numbers (data/kernelgan-steps.json; how it was made: data/README.md).
 */
import { readFileSync } from "node:fs";
import type { Slab } from "../../src/gan/parameter-slabs.js";
import type { KernelGanSettings } from "../../src/gan/presets.js";
import { settingsOf } from "../../src/gan/settings.js";
import type { FeedName, TrainingLayout, TrainingState } from "../../src/gan/training-layout.js";
import { type AdamState, adamStep } from "../../src/graph/adam.js";
import { bicubicTaps } from "../../src/image/index.js";

export interface Golden {
  g_shapes: number[][];
  d_order: [string, number[]][];
  final_kernel: number[][];
  iterations: {
    kernel_before_g_step: number[][];
    bicubic_loss: number;
    g_sums: [number, number][];
    d_sums: Record<string, [number, number]>;
  }[];
}

export const golden: Golden = JSON.parse(
  readFileSync(new URL("../data/kernelgan-steps.json", import.meta.url), "utf8"),
);

/** The method as the golden run has it: the release's terms, all switched on. */
export const goldenMethod: KernelGanSettings = settingsOf("release");

/** x ← (1664525 x + 1013904223) mod 2³²; values x / 2³² − 0.5. */
function numbers(seed: number): () => number {
  let x = seed >>> 0;
  return () => {
    x = (Math.imul(1664525, x) + 1013904223) >>> 0;
    return x / 2 ** 32 - 0.5;
  };
}

const product = (shape: readonly number[]): number => shape.reduce((a, b) => a * b, 1);
const draw = (next: () => number, length: number, gain: number, bias = 0): Float32Array =>
  Float32Array.from({ length }, () => gain * next() + bias);
const joined = (parts: Float32Array[]): Float32Array => Float32Array.from(parts.flatMap((p) => [...p]));

/** Where the release keeps its five blocks' convolutions; their batch normalisations follow. */
export const BLOCKS = [0, 3, 6, 9, 12].map((i) => ({
  convolution: `feature_block.${i}`,
  norm: `feature_block.${i + 1}`,
}));

/** Parameters by the names of our layout. */
function parameters(): Record<string, Float32Array> {
  const g = numbers(1);
  const result: Record<string, Float32Array> = {};
  golden.g_shapes.forEach((shape, i) => {
    const n = product(shape.slice(1));
    result[`layer${i + 1}`] = draw(g, n * (shape[0] as number), 0.5 / Math.sqrt(n), (i === 0 ? 1.3 : 1) / n);
  });
  const d = numbers(2);
  const byName: Record<string, Float32Array> = {};
  for (const [name, shape] of golden.d_order) {
    const length = product(shape);
    if (name.endsWith("weight_orig")) byName[name] = draw(d, length, 2 / Math.sqrt(product(shape.slice(1))));
    else if (name.endsWith("weight")) byName[name] = draw(d, length, 0.1, 1);
    else byName[name] = draw(d, length, 0.1);
  }
  const of = (name: string): Float32Array => byName[name] as Float32Array;
  result.first = of("first_layer.weight_orig");
  result.blocks = joined(BLOCKS.map((b) => of(`${b.convolution}.weight_orig`)));
  result.scales = joined(BLOCKS.map((b) => of(`${b.norm}.weight`)));
  result.shifts = joined(BLOCKS.map((b) => of(`${b.norm}.bias`)));
  result.last = of("final_layer.0.weight_orig");
  result.lastBias = of("final_layer.0.bias");
  return result;
}

/** The left singular vector that 500 power iterations on W [m, n] end with. */
function singularVector(weight: Float32Array, m: number, n: number, next: () => number): Float64Array {
  const unit = (v: Float64Array): Float64Array => {
    const length = Math.hypot(...v);
    return v.map((x) => x / length);
  };
  let u = unit(Float64Array.from({ length: m }, next));
  for (let k = 0; k < 500; k++) {
    const v = unit(
      Float64Array.from({ length: n }, (_, j) =>
        u.reduce((s, x, i) => s + x * (weight[i * n + j] as number), 0),
      ),
    );
    u = unit(
      Float64Array.from({ length: m }, (_, i) =>
        v.reduce((s, x, j) => s + x * (weight[i * n + j] as number), 0),
      ),
    );
  }
  return u;
}

/** The state that the golden run starts from. */
export function goldenState(layout: TrainingLayout): TrainingState<Float32Array> {
  const values = parameters();
  const next = numbers(3);
  const first = singularVector(values.first as Float32Array, 64, 147, next);
  const blocks = BLOCKS.map((_, i) =>
    Float32Array.from(
      singularVector((values.blocks as Float32Array).subarray(i * 4096, (i + 1) * 4096), 64, 64, next),
    ),
  );
  const start = ({ length, parameters }: Slab): AdamState<Float32Array> => {
    const value = new Float32Array(length);
    for (const { name, offset } of parameters) value.set(values[name] as Float32Array, offset);
    const second = new Float32Array(length).fill(goldenMethod.adam.epsilon ** 2);
    return { value, first: new Float32Array(length), second };
  };
  return {
    generator: layout.generator.map(start),
    discriminator: layout.discriminator.map(start),
    singularVectors: { first: Float32Array.from(first), blocks: joined(blocks) },
  };
}

/** The feeds of each of the golden run's iterations. */
export function goldenFeeds(iterations = 3): Record<FeedName, Float32Array>[] {
  const noise = numbers(4);
  const crops = numbers(5);
  return Array.from({ length: iterations }, (_, i) => {
    const crop = draw(crops, 3 * 64 * 64, 2);
    const { step, gain } = adamStep(i + 1, 2e-4, goldenMethod.adam);
    const feeds: Record<FeedName, Float32Array> = {
      real: draw(crops, 3 * 26 * 26, 2),
      noise: draw(noise, 3 * 26 * 26, 4 / 255),
      rows: rowWindows(crop),
      target: bicubicTarget(crop),
      controls: Float32Array.of(step, gain, 0.05, 5, 1),
    };
    return feeds;
  });
}

/** For each output row the 13 rows under the kernel, 63 of their 64 pixels: the last is never read at stride 2. */
function rowWindows(crop: Float32Array): Float32Array {
  const rows = new Float32Array(3 * 26 * 13 * 63);
  let at = 0;
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < 26; i++)
      for (let u = 0; u < 13; u++) {
        const start = c * 4096 + (2 * i + u) * 64;
        rows.set(crop.subarray(start, start + 63), at);
        at += 63;
      }
  return rows;
}

/** The bicubic downscaling of a crop, cut to what G's output covers: output i is centred on input 2i + 6.5. */
function bicubicTarget(crop: Float32Array): Float32Array {
  const { first, taps } = bicubicTaps(2);
  const target = new Float32Array(3 * 26 * 26);
  for (let c = 0; c < 3; c++)
    for (let i = 0; i < 26; i++)
      for (let j = 0; j < 26; j++) {
        let sum = 0;
        for (let u = 0; u < taps.length; u++)
          for (let v = 0; v < taps.length; v++)
            sum +=
              taps[u]! *
              taps[v]! *
              crop[c * 4096 + (2 * (i + 3) + first + u) * 64 + 2 * (j + 3) + first + v]!;
        target[(c * 26 + i) * 26 + j] = sum;
      }
  return target;
}
