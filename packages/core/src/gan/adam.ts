/**
 * Adam (Kingma and Ba 2015), inside the graph.
 *
 *   m ← β₁m + (1 − β₁)g,  v ← β₂v + (1 − β₂)g²,  w ← w − lr · (m / (1 − β₁ᵗ)) / (√(v / (1 − β₂ᵗ)) + ε)
 *
 * To make fewer passes over the parameters, the moments are kept as M = m/(1 − β₁) and V = v/(1 − β₂):
 *
 *   M ← β₁M + g,  V ← β₂V + g²,  w ← w − α · M / (√V + ε̂)
 *
 * with the step α = lr · (1 − β₁)/(1 − β₁ᵗ) · √((1 − β₂ᵗ)/(1 − β₂)) and ε̂ = ε √((1 − β₂ᵗ)/(1 − β₂)), two numbers
 * that the schedule hands to each iteration.
 */
import type { Tensor } from "../graph/graph.js";
import { add, div, mul, sqrt, square, sub } from "../graph/ops/arithmetic.js";

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

/** α and ε̂ of iteration t = 1, 2, … */
export function adamStep(t: number, learningRate: number, { beta1, beta2, epsilon }: AdamOptions): { step: number; epsilon: number } {
  const root = Math.sqrt((1 - beta2 ** t) / (1 - beta2));
  return { step: ((learningRate * (1 - beta1)) / (1 - beta1 ** t)) * root, epsilon: epsilon * root };
}

/** One update of the parameters with gradient `grad`; `step` and `epsilon` are α and ε̂. */
export function adam(state: AdamState, grad: Tensor, step: Tensor, epsilon: Tensor, options: AdamOptions): AdamState {
  const first = add(mul(state.first, options.beta1), grad);
  const second = add(mul(state.second, options.beta2), square(grad));
  const direction = div(first, add(sqrt(second), epsilon));
  return { value: sub(state.value, mul(direction, step)), first, second };
}
