/**
 * Adam (Kingma and Ba 2015), inside the graph.
 *
 *   m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  w ← w − lr · (m / (1 − β₁ᵗ)) / √(v / (1 − β₂ᵗ))
 *
 * To make fewer passes over the parameters, gradients come multiplied by κ = β₂^(−t/2), and the moments are kept as
 * M = κm/(1 − β₁) and V = κ²v/(1 − β₂):
 *
 *   M ← (β₁/√β₂) M + κg,  V ← V + (κg)²,  w ← w − α · M / √V
 *
 * with the step α = lr · (1 − β₁)/(1 − β₁ᵗ) · √((1 − β₂ᵗ)/(1 − β₂)). α and κ are two numbers that the schedule passes
 * to each iteration. κ is 4.5 after 3000 iterations, 150 after 10,000 and 22,000 after 20,000;
 * runs of 80,000 and more would overflow float32.
 *
 * ε guards the division where a parameter has had no gradient yet: V starts at ε² instead of 0.
 */
import type { Tensor } from "./graph.js";
import { add, div, mul, sqrt, square, sub } from "./ops/arithmetic.js";

/** Constants of Adam. */
export interface AdamOptions {
  beta1: number;
  beta2: number;
  epsilon: number;
}

/** A vector of parameters with its moments M and V. */
export interface AdamState<T = Tensor> {
  value: T;
  first: T;
  second: T;
}

/** M and V before the first iteration, of so many parameters. */
export function initialMoments(
  length: number,
  { epsilon }: Pick<AdamOptions, "epsilon">,
): Pick<AdamState<Float32Array<ArrayBuffer>>, "first" | "second"> {
  return { first: new Float32Array(length), second: new Float32Array(length).fill(epsilon ** 2) };
}

/** α and κ of iteration t = 1, 2, … */
export function adamStep(
  t: number,
  learningRate: number,
  { beta1, beta2 }: AdamOptions,
): { step: number; gain: number } {
  const root = Math.sqrt((1 - beta2 ** t) / (1 - beta2));
  return { step: ((learningRate * (1 - beta1)) / (1 - beta1 ** t)) * root, gain: beta2 ** (-t / 2) };
}

/** One update of the parameters; `grad` is their gradient times κ, `step` is α. */
export function adam(state: AdamState, grad: Tensor, step: Tensor, { beta1, beta2 }: AdamOptions): AdamState {
  const first = add(mul(state.first, beta1 / Math.sqrt(beta2)), grad);
  const second = add(state.second, square(grad));
  return { value: sub(state.value, mul(div(first, sqrt(second)), step)), first, second };
}
