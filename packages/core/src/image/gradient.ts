/**
 * Gradients of an image's gray values: central differences, one-sided at the border, as `numpy.gradient` takes them,
 *
 *     dx[y, x] = |g[y, x + 1] − g[y, x − 1]| / 2,   dy likewise,   norm = √(dx² + dy²).
 */
import { grayRow } from "./colour.js";
import type { PlanarImage } from "./planar-image.js";

/** What is computed of each pixel's gradient: |∂x|, |∂y| and the norm. */
export const GRADIENT_COMPONENTS = ["x", "y", "norm"] as const;
export type GradientComponent = (typeof GRADIENT_COMPONENTS)[number];

/** The components in one row of an image. */
export type GradientRow = Readonly<Record<GradientComponent, Float32Array>>;

/**
 * Gradients up to this count as 0. Resampling a constant image in float32 leaves differences of some 1e-8; half a
 * 16-bit step (7.6e-6) is the smallest that a file can hold.
 */
const ROUNDING = 5e-6;

/**
 * Visits the gradient rows of the gray image from top to bottom. The arrays that `visit` gets are reused.
 * Computing them again for every pass costs less than keeping three planes of a 24-megapixel image.
 *
 * @param image [1 or 3, h, w], values in [0, 1]; colour is turned to gray.
 * @param step visits every so many rows only
 */
export function forEachGradientRow(
  image: PlanarImage,
  visit: (row: GradientRow, y: number) => void,
  step = 1,
): void {
  const { width, height } = image;
  let above = new Float32Array(width);
  let here = new Float32Array(width);
  let below = new Float32Array(width);
  const [dx, dy, norm] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  const row: GradientRow = { x: dx, y: dy, norm };
  grayRow(image, 0, here);
  for (let y = 0; y < height; y += step) {
    if (step > 1) {
      grayRow(image, y, here);
      if (y > 0) grayRow(image, y - 1, above);
    }
    if (y + 1 < height) grayRow(image, y + 1, below);
    const upper = y > 0 ? above : here;
    const lower = y + 1 < height ? below : here;
    // Central differences span two pixels, those at the border one (none in an image of one row or column).
    const perRow = y > 0 && y + 1 < height ? 0.5 : 1;
    horizontalDifferences(here, dx);
    for (let x = 0; x < width; x++) {
      const across = dx[x]!;
      const down = perRow * Math.abs(lower[x]! - upper[x]!);
      const length = Math.sqrt(across * across + down * down);
      dx[x] = across > ROUNDING ? across : 0;
      dy[x] = down > ROUNDING ? down : 0;
      norm[x] = length > ROUNDING ? length : 0;
    }
    visit(row, y);
    [above, here, below] = [here, below, above];
  }
}

function horizontalDifferences(row: Float32Array, target: Float32Array): void {
  const last = row.length - 1;
  for (let x = 1; x < last; x++) target[x] = 0.5 * Math.abs(row[x + 1]! - row[x - 1]!);
  target[0] = Math.abs(row[Math.min(1, last)]! - row[0]!);
  target[last] = Math.abs(row[last]! - row[Math.max(0, last - 1)]!);
}

/**
 * A mean gradient below this is hardly any texture: blurred and halved photographs have 0.01 to 0.1. `npm run
 * bench:fit-diagnosis` prints it beside the kernels that KernelGAN finds, with `--contrasts` for images with less.
 */
export const LITTLE_TEXTURE = 0.003;

/** Rows are left out so that no more than about this many pixels are looked at. */
const MAX_PIXELS = 1_000_000;

/**
 * Mean gradient magnitude of the gray image, in gray levels (0–1) per pixel: a measure of how much texture there
 * is. Of a large image every so many rows only.
 *
 * @param image [1 or 3, h, w], values in [0, 1].
 */
export function meanGradient(image: PlanarImage): number {
  const step = Math.max(1, Math.floor((image.width * image.height) / MAX_PIXELS));
  let sum = 0;
  forEachGradientRow(
    image,
    ({ norm }) => {
      for (const value of norm) sum += value;
    },
    step,
  );
  return sum / (image.width * Math.ceil(image.height / step));
}
