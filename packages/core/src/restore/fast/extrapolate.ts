/** The step further that each round of restore-fast.ts takes in the direction of its own. */

/**
 * Turns z_i into z_i + m (z_i − z_{i−1}), and z_{i−1} into z_i.
 *
 * @param momentum m
 */
export function extrapolate(z: Float32Array, last: Float32Array, momentum: number): void {
  for (let i = 0; i < z.length; i++) {
    const value = z[i]!;
    z[i] = value + momentum * (value - last[i]!);
    last[i] = value;
  }
}
