/** The mean of numbers and its standard error, √(variance / n). */
export function meanAndError(values: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  const n = values.length;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += values[i]!;
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += (values[i]! - mean) ** 2;
  return { mean, error: Math.sqrt(squares / n / n) };
}
