/**
 * Convolution with zero padding, so that the map keeps its size: for an odd k×k filter, r = (k − 1)/2,
 *
 *   y[o, i, j] = Σ_{c,u,v} w[o, c, u, v] · x[c, i + u − r, j + v − r],   x = 0 outside
 *
 * Gradients:
 *   dx: the same convolution of dy with the filters turned round, w[o, c, k−1−u, k−1−v], as filters c ← o;
 *   dw[o, c, u, v] = Σ_{i,j} dy[o, i, j] · x[c, i + u − r, j + v − r].
 *
 * dw as a convolution would have a window as large as the map, for which engines are slow (16 GFLOP/s where a product
 * of matrices reaches 110). As a matrix product: put x in a frame of zeros and dy in one of the same row length W.
 * Then both are one-dimensional, a shift by (u, v) is one by uW + v, and
 *
 *   dw[o, c, u, v] = Σ_q D[o, q − a] · X[c, q − b]   wherever a − b + delay = uW + v,
 *
 * where D begins `delay` late. With k shifts of each (a = v, b = (k − 1 − u)W) one product of a [k·o, P] and a [P, k·c]
 * matrix holds all k² taps. Where one side has few channels it takes all the shifts: k²·3 rows are less to copy.
 */
import { check } from "../../errors.js";
import { dimensions, formatShape, type Tensor } from "../graph.js";
import { matmul } from "./matmul.js";
import { concat, reshape, slice, transpose } from "./shape.js";

/**
 * Convolves one map `x` [1, c, h, w] with `weight` [o, c, k, k], k odd, to [1, o, h, w].
 */
export function sameConv2d(x: Tensor, weight: Tensor): Tensor {
  const [batch, c, h, w] = dimensions(x, 4);
  const [o, cw, k, kw] = dimensions(weight, 4);
  check(
    batch === 1 && c === cw && k === kw && k % 2 === 1,
    () => `sameConv2d: weight ${formatShape(weight.shape)} does not fit input ${formatShape(x.shape)}`,
  );
  const r = BigInt((k - 1) / 2);
  const y = x.graph.emit("Conv", [x, weight], [1, o, h, w], { pads: [r, r, r, r] });
  return x.graph.differentiable(y, [x, weight], (dy, wanted) => [
    wanted[0] ? sameConv2d(dy, turned(weight)) : undefined,
    wanted[1] ? weightGradient(x, dy, k) : undefined,
  ]);
}

/** [o, c, k, k] → [c, o, k, k], each filter turned by 180°. */
function turned(weight: Tensor): Tensor {
  const [o, c, k] = dimensions(weight, 4);
  const area = k * k;
  // The identity with its columns in reverse order.
  const mirrored = Float32Array.from({ length: area * area }, (_, i) =>
    Math.floor(i / area) + (i % area) === area - 1 ? 1 : 0,
  );
  const filters = matmul(reshape(weight, [o * c, area]), weight.graph.constant(mirrored, [area, area]));
  return transpose(reshape(filters, weight.shape), [1, 0, 2, 3]);
}

/** Channels up to which a side takes all k² shifts. */
const FEW_CHANNELS = 4;

/** dw [o, c, k, k] of x [1, c, h, w] and dy [1, o, h, w], see the header. */
function weightGradient(x: Tensor, dy: Tensor, k: number): Tensor {
  const [, c, h, w] = dimensions(x, 4);
  const [, o] = dimensions(dy, 4);
  const r = (k - 1) / 2;
  const width = w + k - 1;
  // Enough rows of zeros below for the largest shift.
  const rows = h + r + k;
  const across = Array.from({ length: k }, (_, v) => v);
  const down = across.map((u) => u * width);
  const all = down.flatMap((u) => across.map((v) => u + v));
  const shiftsOfX = c <= FEW_CHANNELS ? all : o <= FEW_CHANNELS ? [0] : down;
  const shiftsOfDy = c <= FEW_CHANNELS ? [0] : o <= FEW_CHANNELS ? all : across;
  const delayDown = shiftsOfX.length > 1 ? k - 1 : 0;
  const delayAcross = shiftsOfX.length > k ? k - 1 : 0;

  const frame = (map: Tensor, channels: number, top: number, left: number): Tensor => {
    const pads = [0, top, left, 0, rows - h - top, width - w - left];
    return map.graph.emit(
      "Pad",
      [reshape(map, [channels, h, w]), map.graph.integers(pads)],
      [channels, rows, width],
    );
  };
  const stackX = shifted(frame(x, c, r, r), shiftsOfX);
  const stackDy = shifted(frame(dy, o, delayDown, delayAcross), shiftsOfDy);
  // [shifts of dy · o, shifts of x · c], and one row and column more.
  const [waysOfX, waysOfDy] = [shiftsOfX.length, shiftsOfDy.length];
  const products = matmul(stackDy, stackX, { transposeB: true });
  const wanted = slice(slice(products, 0, 0, waysOfDy * o), 1, 0, waysOfX * c);
  const byShifts = reshape(transpose(reshape(wanted, [waysOfDy, o, waysOfX, c]), [0, 2, 1, 3]), [
    k * k,
    o * c,
  ]);
  // Which pair of shifts is which tap: a permutation.
  const delay = delayDown * width + delayAcross;
  const order = new Float32Array(k ** 4);
  for (const [i, a] of shiftsOfDy.entries()) {
    for (const [j, b] of shiftsOfX.entries()) {
      const offset = delay + a - b;
      const tap = Math.floor(offset / width) * k + (offset % width);
      order[(i * waysOfX + j) * k * k + tap] = 1;
    }
  }
  const byTaps = matmul(byShifts, x.graph.constant(order, [k * k, k * k]), { transposeA: true });
  return reshape(byTaps, [o, c, k, k]);
}

/**
 * Copies of a map, each shifted to the right by one of `shifts` (ascending, from 0), one below the other: rows s·n + c
 * of the result [shifts · n (+ 1), P] hold channel c of the map [n, rows, width], P = rows · width, delayed by
 * shifts[s].
 *
 * The map must end in at least as many zeros as the largest shift. Then the copies need only be put one after the
 * other in memory, with as many zeros between them as the next is shifted further, and cut into rows of P; the
 * zeros that end one row are what the next begins with. What is left over fills one more row.
 */
function shifted(map: Tensor, shifts: readonly number[]): Tensor {
  const { graph } = map;
  const [n, rows, width] = dimensions(map, 3);
  const length = rows * width;
  if (shifts.length === 1) return reshape(map, [n, length]);
  const flat = reshape(map, [n * length]);
  const zeros = (count: number): Tensor => graph.constant(new Float32Array(count), [count]);
  const parts = shifts.flatMap((shift, i) => {
    const next = shifts[i + 1] ?? length;
    return [flat, zeros(next - shift)];
  });
  return reshape(concat(parts, 0), [shifts.length * n + 1, length]);
}
