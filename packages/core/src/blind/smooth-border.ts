/** Continuing an image so that its opposite borders meet: a discrete Fourier transform takes it for periodic. */

/**
 * The image in the top left corner of a larger one, whose added rows and columns go over smoothly from the mirrored
 * last ones into the mirrored first ones.
 *
 * @param data height × width samples
 * @returns toHeight × toWidth samples; at most twice as many rows and columns
 */
export function smoothBorder(
  data: Float32Array,
  [width, height]: readonly [width: number, height: number],
  [toWidth, toHeight]: readonly [width: number, height: number],
): Float32Array {
  const result = new Float32Array(toWidth * toHeight);
  for (let row = 0; row < height; row++) {
    result.set(data.subarray(row * width, (row + 1) * width), row * toWidth);
    join(result, row * toWidth, 1, width, toWidth);
  }
  for (let column = 0; column < toWidth; column++) join(result, column, toWidth, height, toHeight);
  return result;
}

/** Fills the samples from `length` to `full` of one line, `step` apart. */
function join(data: Float32Array, start: number, step: number, length: number, full: number): void {
  const added = full - length;
  for (let i = 0; i < added; i++) {
    const share = 0.5 - 0.5 * Math.cos((Math.PI * (i + 1)) / (added + 1));
    const last = data[start + step * Math.max(0, length - 1 - i)]!;
    const first = data[start + step * Math.min(length - 1, added - 1 - i)]!;
    data[start + step * (length + i)] = (1 - share) * last + share * first;
  }
}
