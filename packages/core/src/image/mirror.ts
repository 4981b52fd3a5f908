/**
 * The border rule of everything here that reads beyond an image: mirrored, the border pixel repeated,
 * `d c b a | a b c d | d c b a`. MATLAB's imresize does this, and so does scipy.ndimage with `mode='reflect'`.
 */

/** The index inside [0, length) that `index` (any integer) mirrors to. */
export function mirror(index: number, length: number): number {
  const period = 2 * length;
  const wrapped = ((index % period) + period) % period;
  return wrapped < length ? wrapped : period - 1 - wrapped;
}
