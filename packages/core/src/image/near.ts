/** The pixels around one. */

/**
 * Calls for each pixel of the square of side 2·reach + 1 around one, that one included, as far as the image goes.
 *
 * @param at index of the pixel in a plane, [h, w]
 * @param visit gets the index of each
 */
export function forEachNear(
  at: number,
  reach: number,
  width: number,
  height: number,
  visit: (i: number) => void,
): void {
  const [row, column] = [Math.floor(at / width), at % width];
  const [left, right] = [Math.max(0, column - reach), Math.min(width - 1, column + reach)];
  const bottom = Math.min(height - 1, row + reach);
  for (let y = Math.max(0, row - reach); y <= bottom; y++) {
    for (let x = left; x <= right; x++) visit(y * width + x);
  }
}
