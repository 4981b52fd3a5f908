/** The probability of a logistic regression, 1 / (1 + exp(−Σ w_i x_i)). */
export function logistic(weights: readonly number[], terms: readonly number[]): number {
  return 1 / (1 + Math.exp(-terms.reduce((sum, term, i) => sum + weights[i]! * term, 0)));
}
