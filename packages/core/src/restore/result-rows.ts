/** What becomes of a result's rows on their way from a method to the caller. */
import { clip, type Margins, type PlanarImage, planarImage, Resizer, type Wrap } from "../image/index.js";
import type { TakeRows } from "./method.js";

/**
 * The end of the way: the caller's function, or an image.
 *
 * @param size of the result
 * @returns what takes the rows, and the result: without data if `onRows` gets them
 */
export function receiver(
  { width, height, channels }: Omit<PlanarImage, "data">,
  onRows: TakeRows | undefined,
): { take: TakeRows; image: PlanarImage } {
  if (onRows) return { take: onRows, image: { width, height, channels, data: new Float32Array(0) } };
  const image = planarImage(width, height, channels);
  const take: TakeRows = (rows, top) => {
    const size = width * rows.height;
    for (let c = 0; c < channels; c++) {
      image.data.set(rows.data.subarray(c * size, (c + 1) * size), (c * height + top) * width);
    }
  };
  return { take, image };
}

/**
 * Hands on the part of each row, and those rows, that are the result of an image without its margins.
 *
 * @param size of the result with margins
 * @param margins in pixels of it
 */
export function withoutMargins(
  { width, height }: { width: number; height: number },
  margins: Margins,
  take: TakeRows,
): TakeRows {
  const end = height - margins.y;
  return (rows, top) => {
    const [first, last] = [Math.max(top, margins.y), Math.min(top + rows.height, end)];
    if (first >= last) return;
    const inside = planarImage(width - 2 * margins.x, last - first, rows.channels);
    for (let c = 0, to = 0; c < rows.channels; c++) {
      for (let y = first - top; y < last - top; y++, to += inside.width) {
        const from = (c * rows.height + y) * width + margins.x;
        inside.data.set(rows.data.subarray(from, from + inside.width), to);
      }
    }
    take(inside, first - margins.y);
  };
}

/**
 * Hands on the mean of the result and of the image that is enlarged by bicubic interpolation: in terms of frequencies f, of a blur K
 * that is undone by 1/K it undoes (1 − t) + t/K, and of noise that is taken away it leaves the share 1 − t.
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

/** Hands on the image, enlarged by bicubic interpolation: a result of strength 0. */
export function interpolate(image: PlanarImage, scale: number, wrap: Wrap, take: TakeRows): void {
  const resizer = new Resizer(image, { scale }, wrap);
  for (let top = 0; top < resizer.height; top += INTERPOLATED_ROWS) {
    const rows = resizer.rows(image, top, Math.min(INTERPOLATED_ROWS, resizer.height - top));
    clip(rows.data);
    take(rows, top);
  }
}
