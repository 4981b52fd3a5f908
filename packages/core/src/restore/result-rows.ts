/** What becomes of a result's rows on their way from a method to the caller. */
import {
  clip,
  crop,
  type Margins,
  type PlanarImage,
  planarImage,
  type Rectangle,
  Resizer,
  type StraightImage,
  type TakeRows,
  type Wrap,
} from "../image/index.js";
import type { Pause } from "../pause.js";
import type { TakeResultRows } from "./method.js";

/** The end of the way. */
export interface Receiver {
  take: TakeRows;
  /** The result, complete once all rows were taken: without data if the caller's function gets them. */
  result: StraightImage;
}

/**
 * The end of the way: the caller's function, or an image.
 *
 * @param size of the result
 * @param alpha of the image, which is enlarged by bicubic interpolation: it has edges of its own, which the kernel says
 *   nothing about
 */
export function receiver(
  { width, height, channels }: Omit<PlanarImage, "data">,
  onRows: TakeResultRows | undefined,
  alpha?: PlanarImage | undefined,
  wrap: Wrap = "none",
): Receiver {
  const resizer = alpha && new Resizer(alpha, { width, height }, wrap);
  const alphaRows = (top: number, count: number): PlanarImage | undefined => {
    const rows = alpha && resizer?.rows(alpha, top, count);
    if (rows) clip(rows.data);
    return rows;
  };
  if (onRows) {
    const empty = (planes: number): PlanarImage => ({
      width,
      height,
      channels: planes,
      data: new Float32Array(0),
    });
    return {
      take: (rows, top) => onRows(rows, top, alphaRows(top, rows.height)),
      result: { image: empty(channels), ...(alpha && { alpha: empty(1) }) },
    };
  }
  const image = planarImage(width, height, channels);
  const take: TakeRows = (rows, top) => {
    const size = width * rows.height;
    for (let c = 0; c < channels; c++) {
      image.data.set(rows.data.subarray(c * size, (c + 1) * size), (c * height + top) * width);
    }
  };
  const larger = alphaRows(0, height);
  return { take, result: { image, ...(larger && { alpha: larger }) } };
}

/**
 * Hands on the result of an image without its margins.
 *
 * @param size of the result with margins
 * @param margins in pixels of it
 */
export function withoutMargins(
  { width, height }: { width: number; height: number },
  { x, y }: Margins,
  take: TakeRows,
): TakeRows {
  return withinRectangle({ x, y, width: width - 2 * x, height: height - 2 * y }, take);
}

/**
 * Hands on the part of each row, and those rows, that lie in a rectangle.
 *
 * @param rectangle in pixels of the result
 */
export function withinRectangle({ x, y, width, height }: Rectangle, take: TakeRows): TakeRows {
  return (rows, top) => {
    const [first, last] = [Math.max(top, y), Math.min(top + rows.height, y + height)];
    if (first >= last) return;
    take(crop(rows, { x, y: first - top, width, height: last - first }), first - y);
  };
}

/**
 * Hands on the mean of the result and of the image that is enlarged by bicubic interpolation: in terms of frequencies
 * f, of a blur K that is undone by 1/K it undoes (1 − t) + t/K, and of noise that is taken away it leaves the share 1 −
 * t.
 *
 * @param strength t, the weight of the result
 */
export function blended(
  image: PlanarImage,
  scale: number,
  wrap: Wrap,
  strength: number,
  take: TakeRows,
): TakeRows {
  const resizer = new Resizer(image, { scale }, wrap);
  return (rows, top) => {
    const mixed = resizer.rows(image, top, rows.height);
    clip(mixed.data);
    for (let i = 0; i < mixed.data.length; i++) {
      mixed.data[i] = (1 - strength) * mixed.data[i]! + strength * rows.data[i]!;
    }
    take(mixed, top);
  };
}

/** Rows of the result that are interpolated at a time where nothing else is to be done. */
const INTERPOLATED_ROWS = 256;

/**
 * Hands on the image, enlarged by bicubic interpolation: a result of strength 0.
 *
 * @throws AbortError as the pause does
 */
export async function interpolate(
  image: PlanarImage,
  scale: number,
  wrap: Wrap,
  take: TakeRows,
  pause: Pause,
): Promise<void> {
  const resizer = new Resizer(image, { scale }, wrap);
  for (let top = 0; top < resizer.height; top += INTERPOLATED_ROWS) {
    await pause();
    const rows = resizer.rows(image, top, Math.min(INTERPOLATED_ROWS, resizer.height - top));
    clip(rows.data);
    take(rows, top);
  }
}
