/** The classes of edges (src/restore/fast/orientation.ts), one row of cells of 2×2 pixels at a time. */

const DIRECTIONS = 12;
const COHERENCE_1: f32 = 0.2;
const COHERENCE_2: f32 = 0.4;
const COHERENCE_3: f32 = 0.7;
/** ε of the four pixels of a cell. */
const EPSILON: f32 = 4e-6;
const SQRT3: f32 = 1.7320508075688772;

/** a₀ + a₁, a₂ + a₃, b₀ + b₁, b₂ + b₃. */
function pairs(a: v128, b: v128): v128 {
  return f32x4.add(v128.shuffle<f32>(a, b, 0, 2, 4, 6), v128.shuffle<f32>(a, b, 1, 3, 5, 7));
}

/** a of which only the lanes below `count` count. */
function first(a: v128, count: i32): v128 {
  return v128.and(a, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

/**
 * Adds the gradients' products of one row of pixels to its row of cells.
 *
 * @param row, up, down the row and its neighbours, each readable from one pixel before its first to 8 after its last;
 *   the pixel before and the one after repeat the border
 * @param xx, yy, xy the row of cells, up to a multiple of 4
 */
export function addGradients(row: i32, up: i32, down: i32, width: i32, xx: i32, yy: i32, xy: i32): void {
  const half = f32x4.splat(0.5);
  for (let x = 0; x < width; x += 8) {
    const at = 4 * x;
    const to = 2 * x;
    const dx0 = first(f32x4.mul(half, f32x4.sub(v128.load(row + at, 4), v128.load(row + at - 4))), width - x);
    const dy0 = first(f32x4.mul(half, f32x4.sub(v128.load(down + at), v128.load(up + at))), width - x);
    const dx1 = first(
      f32x4.mul(half, f32x4.sub(v128.load(row + at, 20), v128.load(row + at, 12))),
      width - x - 4,
    );
    const dy1 = first(
      f32x4.mul(half, f32x4.sub(v128.load(down + at, 16), v128.load(up + at, 16))),
      width - x - 4,
    );
    v128.store(xx + to, f32x4.add(v128.load(xx + to), pairs(f32x4.mul(dx0, dx0), f32x4.mul(dx1, dx1))));
    v128.store(yy + to, f32x4.add(v128.load(yy + to), pairs(f32x4.mul(dy0, dy0), f32x4.mul(dy1, dy1))));
    v128.store(xy + to, f32x4.add(v128.load(xy + to), pairs(f32x4.mul(dx0, dy0), f32x4.mul(dx1, dy1))));
  }
}

function weighted(a: v128, b: v128, c: v128, d: v128, e: v128): v128 {
  const ends = f32x4.mul(f32x4.splat(<f32>1 / 16), f32x4.add(a, e));
  const near = f32x4.mul(f32x4.splat(<f32>4 / 16), f32x4.add(b, d));
  return f32x4.add(f32x4.add(ends, near), f32x4.mul(f32x4.splat(<f32>6 / 16), c));
}

/** target[x] = Σ_t window[t] · row_t[x]; up to a multiple of 4. */
export function mixFive(a: i32, b: i32, c: i32, d: i32, e: i32, target: i32, length: i32): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    v128.store(
      target + i,
      weighted(v128.load(a + i), v128.load(b + i), v128.load(c + i), v128.load(d + i), v128.load(e + i)),
    );
  }
}

/**
 * target[x] = Σ_t window[t] · row[x + t − 2]: the two samples before the first and after the last repeat the border.
 */
export function smoothRow(row: i32, target: i32, length: i32): void {
  const last = row + 4 * length;
  store<f32>(row - 4, load<f32>(row));
  store<f32>(row - 8, load<f32>(row));
  store<f32>(last, load<f32>(last - 4));
  store<f32>(last, load<f32>(last - 4), 4);
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const at = row + i;
    v128.store(
      target + i,
      weighted(v128.load(at - 8), v128.load(at - 4), v128.load(at), v128.load(at, 4), v128.load(at, 8)),
    );
  }
}

/** The classes of a row of cells. */
export function classify(xx: i32, yy: i32, xy: i32, classes: i32, length: i32): void {
  for (let x: i32 = 0; x < length; x++) {
    const a = load<f32>(xx + 4 * x);
    const b = load<f32>(yy + 4 * x);
    const difference = a - b;
    const double = <f32>2 * load<f32>(xy + 4 * x);
    const strength = sqrt<f32>(difference * difference + double * double) / (a + b + EPSILON);
    let result = 0;
    if (strength >= COHERENCE_1) {
      const range = strength >= COHERENCE_3 ? 2 : strength >= COHERENCE_2 ? 1 : 0;
      result = 1 + range * DIRECTIONS + direction(difference, double);
    }
    store<u8>(classes + x, <u8>result);
  }
}

/** ⌊12 · (atan2(b, a) + π) / 2π⌋ mod 12, from the slopes at 30° and 60°. */
function direction(a: f32, b: f32): i32 {
  const x = abs(a);
  const y = abs(b);
  if (b > 0 || (b === 0 && a >= 0)) {
    if (a > 0 || (a === 0 && b === 0)) return y * SQRT3 < x ? 6 : y < x * SQRT3 ? 7 : 8;
    // The angle falls as y / x grows.
    return y > x * SQRT3 ? 9 : y * SQRT3 > x ? 10 : 11;
  }
  if (a < 0) return y * SQRT3 < x ? 0 : y < x * SQRT3 ? 1 : 2;
  return y > x * SQRT3 ? 3 : y * SQRT3 > x ? 4 : 5;
}
