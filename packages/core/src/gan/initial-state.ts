/**
 * The state that training starts from: weights, zero moments, and singular vectors for spectral normalisation.
 *
 * Weights are Xavier normal, N(0, gain² · 2 / (fan-in + fan-out)) (Glorot and Bengio 2010) with gain 0.1; batch
 * normalisation scales N(1, 0.02²); biases 0. (The paper does not say; these are the release's.)
 */
import { sizeOf } from "../graph/graph.js";
import { type Random, random } from "../random.js";
import { DISCRIMINATOR_CHANNELS, PATCH_SIZE } from "./discriminator.js";
import type { KernelGanSettings } from "./presets.js";
import type { TrainingLayout } from "./training-step.js";

/** Streams of random numbers of one seed: more of one thing does not change another. */
export const RANDOM_STREAMS = { weights: 0, crops: 1, noise: 2 } as const;

/** Values of the state, by name. */
export type TrainingState = Record<string, Float32Array>;

/** Draws a start. */
export function initialState(
  layout: TrainingLayout,
  settings: KernelGanSettings,
  seed: number,
): TrainingState {
  const weights = random(seed, RANDOM_STREAMS.weights);
  const state: TrainingState = Object.fromEntries(
    layout.state.map(({ name, shape }) => [name, new Float32Array(sizeOf(shape))]),
  );
  for (const slab of layout.slabs) {
    const values = state[`${slab.name}.value`] as Float32Array;
    for (const { name, offset, shape } of slab.parameters) {
      const part = values.subarray(offset, offset + sizeOf(shape));
      const deviation = xavierDeviation(name, shape, settings.initialGain);
      if (name === "scales") part.set(part.map(() => 1 + settings.initialScaleDeviation * weights.normal()));
      else if (deviation > 0) part.set(part.map(() => deviation * weights.normal()));
    }
  }
  for (const { name } of layout.state) {
    if (name.endsWith(".second")) (state[name] as Float32Array).fill(settings.adam.epsilon ** 2);
    if (name.startsWith("u.")) unitRows(state[name] as Float32Array, weights);
  }
  return state;
}

/** Standard deviation of a weight tensor at the start; 0 for biases. */
function xavierDeviation(name: string, shape: readonly number[], gain: number): number {
  const xavier = (fanIn: number, fanOut: number): number => gain * Math.sqrt(2 / (fanIn + fanOut));
  const area = PATCH_SIZE ** 2;
  switch (name) {
    case "first":
      return xavier(shape[1] as number, DISCRIMINATOR_CHANNELS * area);
    case "blocks":
      return xavier(DISCRIMINATOR_CHANNELS, DISCRIMINATOR_CHANNELS);
    case "last":
      return xavier(DISCRIMINATOR_CHANNELS, 1);
    case "shifts":
    case "lastBias":
      return 0;
    default: {
      // G's layers, [out, in, height, width].
      const [out, inner, h, w] = shape as [number, number, number, number];
      return xavier(inner * h * w, out * h * w);
    }
  }
}

/** Random directions of length 1. */
function unitRows(rows: Float32Array, source: Random): void {
  for (let start = 0; start < rows.length; start += DISCRIMINATOR_CHANNELS) {
    const row = rows.subarray(start, start + DISCRIMINATOR_CHANNELS);
    row.set(row.map(() => source.normal()));
    const length = Math.hypot(...row);
    row.set(row.map((value) => value / length));
  }
}
