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
  let kept: PlanarImage[] = [];
  let first = 0;
  let done = 0;
  return (rows, top) => {
    const end = top + rows.height;
    let ready = done;
    while (ready < resizer.height && resizer.needed(ready)[1] < end) ready++;
    if (ready === done) {
      // Joined once, and not with each of the rows that are waited for: where the image wraps, those are all.
      kept.push({ ...rows, data: rows.data.slice() });
      return;
    }
    const all = joined([...kept, rows]);
    take(resizer.rows(all, done, ready - done, first), done);
    done = ready;
    const start = Math.min(from[done]!, end);
    kept = start < end ? [cutRows(all, start - first)] : [];
    first = start;
  };
}

/** Images, one above the other. */
function joined(images: readonly PlanarImage[]): PlanarImage {
  const [{ width, channels }] = images as readonly [PlanarImage];
  const height = images.reduce((sum, image) => sum + image.height, 0);
  const result = planarImage(width, height, channels);
  for (let c = 0; c < channels; c++) {
    let to = c * width * height;
    for (const image of images) {
      const size = width * image.height;
      result.data.set(image.data.subarray(c * size, (c + 1) * size), to);
      to += size;
    }
  }
  return result;
}

/** Without the first rows. */
function cutRows(image: PlanarImage, count: number): PlanarImage {
  return count === 0
    ? image
    : crop(image, { x: 0, y: count, width: image.width, height: image.height - count });
}
