/** Classes of cells (orientation.ts) on the WebAssembly engine, some rows of cells at a time. */
import type { Simd } from "../../../simd/simd.js";
import type { Interval } from "../../intervals.js";
import { CELL } from "../orientation.js";
import type { Plane } from "./picture.js";
import { align4 } from "./sizes.js";

/** Cells that the window G of orientation.ts, of five cells, reaches to each side. */
const WINDOW_REACH = 2;
/**
 * Samples before and after a row. Gradients need one on each side, the border repeated; the rest keeps rows aligned to
 * vectors of four, and is what these read beyond the row's end.
 */
const BEFORE = 4;
const AFTER = 12;

/** The rows of cells that the windows of some of them cover. */
function windowRows(height: number, rows: Interval): Interval {
  return {
    start: Math.max(0, rows.start - WINDOW_REACH),
    end: Math.min(Math.ceil(height / CELL), rows.end + WINDOW_REACH),
  };
}

/**
 * The rows of an image that some rows of its cells depend on.
 *
 * @param height of the image
 */
export function classifiedRows(height: number, rows: Interval): Interval {
  const cells = windowRows(height, rows);
  // Gradients reach one row further.
  return { start: Math.max(0, CELL * cells.start - 1), end: Math.min(height, CELL * cells.end + 1) };
}

/**
 * Computes rows of cells.
 *
 * @param image [1, h, w]
 * @param rows of cells to compute
 * @param classes of the whole image, of which these rows are written
 */
export function classRows(
  simd: Simd,
  image: { readonly width: number; readonly height: number; readonly data: Pick<Plane, "subarray"> },
  rows: Interval,
  classes: Uint8Array,
): void {
  const { width, height, data } = image;
  const { run } = simd;
  const mark = simd.mark();
  const columns = Math.ceil(width / CELL);
  const cellRows = Math.ceil(height / CELL);
  const cells = windowRows(height, rows);
  const { start: first, end } = classifiedRows(height, rows);
  const stride = align4(BEFORE + width + AFTER);
  const pixels = simd.zeros((end - first) * stride);
  const view = simd.floats(pixels, (end - first) * stride);
  for (let y = first; y < end; y++) {
    const at = (y - first) * stride + BEFORE;
    view.set(data.subarray(y * width, (y + 1) * width), at);
    view[at - 1] = view[at]!;
    view[at + width] = view[at + width - 1]!;
  }
  const pixelRow = (y: number): number =>
    pixels + 4 * ((Math.min(height - 1, Math.max(0, y)) - first) * stride + BEFORE);

  const cellStride = align4(columns + AFTER);
  const count = cells.end - cells.start;
  const tensors = [0, 1, 2].map(() => simd.zeros(count * cellStride));
  const cellRow = (tensor: number, y: number): number =>
    tensor + 4 * (Math.min(cellRows - 1, Math.max(0, y)) - cells.start) * cellStride;
  for (let y = CELL * cells.start; y < Math.min(height, CELL * cells.end); y++) {
    const at = tensors.map((tensor) => cellRow(tensor, Math.floor(y / CELL)));
    run.addGradients(pixelRow(y), pixelRow(y - 1), pixelRow(y + 1), width, at[0]!, at[1]!, at[2]!);
  }
  const line = simd.zeros(BEFORE + cellStride) + 4 * BEFORE;
  const smooth = [0, 1, 2].map(() => simd.allocate(4 * cellStride));
  const result = simd.allocate(columns);
  for (let y = rows.start; y < rows.end; y++) {
    for (const [i, tensor] of tensors.entries()) {
      const near = [-2, -1, 0, 1, 2].map((offset) => cellRow(tensor, y + offset));
      run.mixFive(near[0]!, near[1]!, near[2]!, near[3]!, near[4]!, line, columns);
      run.smoothRow(line, smooth[i]!, columns);
    }
    run.classify(smooth[0]!, smooth[1]!, smooth[2]!, result, columns);
    classes.set(simd.bytes(result, columns), y * columns);
  }
  simd.release(mark);
}
