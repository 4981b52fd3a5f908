/**
 * What the visitor can set. A link can set it too: `?scale=4&seed=1&iterations=60&engine=wasm-1&example=photo`.
 */
import {
  ESTIMATE_METHODS,
  type EstimateMethod,
  PRESETS,
  type Preset,
  SCALES,
  type Scale,
} from "@kernelgan/core";
import { type Signal, signal } from "@preact/signals";

const link = new URLSearchParams(location.search);

function fromLink<T>(name: string, read: (text: string) => T | undefined, otherwise: T): Signal<T> {
  const text = link.get(name);
  return signal((text !== null ? read(text) : undefined) ?? otherwise);
}

/** An integer within limits. */
export function integer(text: string, low: number, high: number): number | undefined {
  const value = Number(text);
  return text.trim() !== "" && Number.isInteger(value) && value >= low && value <= high ? value : undefined;
}

const oneOf =
  <T>(values: readonly T[]) =>
  (text: string): T | undefined =>
    values.find((value) => String(value) === text);

export const LARGEST_SEED = 999_999;
export const ITERATIONS = { low: 1, high: 20_000, usual: 3000 };

/** How pictures are enlarged. */
export const METHODS = ["fast", "zssr"] as const;
export type RestoreMethod = (typeof METHODS)[number];

export const scale = fromLink<Scale>("scale", oneOf(SCALES), 2);
/** How the kernel is found. Here it is KernelGAN unless something else is chosen: it can be watched. */
export const kernelBy = fromLink<EstimateMethod>("kernel", oneOf(ESTIMATE_METHODS), "kernelgan");
export const seed = fromLink("seed", (text) => integer(text, 0, LARGEST_SEED), 0);
export const iterations = fromLink(
  "iterations",
  (text) => integer(text, ITERATIONS.low, ITERATIONS.high),
  ITERATIONS.usual,
);
export const preset = fromLink<Preset>("preset", oneOf(Object.keys(PRESETS) as Preset[]), "paper");
export const method = fromLink<RestoreMethod>("method", oneOf(METHODS), "fast");
/** A photograph as it came from the camera. */
export const real = fromLink("real", oneOf([true, false]), false);
/** `auto`, `webgpu`, or `wasm-N` for N threads. */
export const engine = fromLink(
  "engine",
  (text) => (/^(auto|webgpu|wasm-\d+)$/.test(text) ? text : undefined),
  "auto",
);
/** The example that a link asks for. */
export const linkedExample: string | null = link.get("example");
