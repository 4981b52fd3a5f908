/** Resizing an image that comes row by row, so that the larger one is never in memory as a whole. */
import { crop } from "./crop.js";
import { Resizer, type ResizeTarget } from "./imresize.js";
import { type PlanarImage, planarImage } from "./planar-image.js";
import type { Wrap } from "./wrap.js";

/**
 * Takes rows of an image, which come from the top down.
 *
 * @param rows [c, rows, w], values in [0, 1]; their memory is used again afterwards
 * @param top number of the first of them
 */
export type TakeRows = (rows: PlanarImage, top: number) => void;

/**
 * What takes the rows of an image and hands on those of the resized one as soon as they can be made, to the same
 * numbers as imresize.
 *
 * @param size of the image
 * @param take gets the rows, some at a time
 */
export function resizedRows(
  size: { width: number; height: number },
  target: ResizeTarget,
  wrap: Wrap,
  take: TakeRows,
): TakeRows {
  const resizer = new Resizer(size, target, wrap);
  // From which row on the image is still needed for this row of the result and those below; where it wraps all of it to
  // the end.
  const from = new Int32Array(resizer.height + 1).fill(size.height);
  for (let y = resizer.height - 1; y >= 0; y--) from[y] = Math.min(from[y + 1]!, resizer.needed(y)[0]);
  let kept: PlanarImage | undefined;
  let first = 0;
  let done = 0;
  return (rows, top) => {
    kept = kept ? joined(kept, rows) : { ...rows, data: rows.data.slice() };
    const end = top + rows.height;
    let ready = done;
    while (ready < resizer.height && resizer.needed(ready)[1] < end) ready++;
    if (ready > done) take(resizer.rows(kept, done, ready - done, first), done);
    done = ready;
    const start = Math.min(from[done]!, end);
    kept = start < end ? cutRows(kept, start - first) : undefined;
    first = start;
  };
}

/** One image above the other. */
function joined(a: PlanarImage, b: PlanarImage): PlanarImage {
  const { width, channels } = a;
  const result = planarImage(width, a.height + b.height, channels);
  for (let c = 0; c < channels; c++) {
    const to = c * width * result.height;
    result.data.set(a.data.subarray(c * width * a.height, (c + 1) * width * a.height), to);
    result.data.set(b.data.subarray(c * width * b.height, (c + 1) * width * b.height), to + width * a.height);
  }
  return result;
}

/** Without the first rows. */
function cutRows(image: PlanarImage, count: number): PlanarImage {
  return count === 0
    ? image
    : crop(image, { x: 0, y: count, width: image.width, height: image.height - count });
}
