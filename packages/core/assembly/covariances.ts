/** The sums that bases are learned from (src/restore/fast/patch-bases.ts), in double precision as there. */

const SIDE: i32 = 5;
const PIXELS: i32 = 25;
const EVEN: i32 = 13;
const ODD: i32 = 12;
/** Bytes of a class. */
const COVARIANCE: i32 = 8 * (EVEN * EVEN + ODD * ODD);
/** A patch, its folded sums and its folded differences. */
const PATCH = memory.data(8 * 25, 16);
const SUMS = memory.data(8 * 14, 16);
const DIFFERENCES = memory.data(8 * 12, 16);

/** The part from the diagonal on of the matrix += weight · v vᵀ. */
function addOuterProduct(matrix: i32, v: i32, n: i32, weight: f64): void {
  for (let i: i32 = 0; i < n; i++) {
    const factor = weight * load<f64>(v + 8 * i);
    let at = matrix + 8 * (i * n + i);
    let from = v + 8 * i;
    const end = v + 8 * n;
    if ((n - i) & 1) {
      store<f64>(at, load<f64>(at) + factor * load<f64>(from));
      at += 8;
      from += 8;
    }
    const factors = f64x2.splat(factor);
    for (; from < end; from += 16, at += 16) {
      v128.store(at, f64x2.add(v128.load(at), f64x2.mul(factors, v128.load(from))));
    }
  }
}

/**
 * Adds a row of patches.
 *
 * @param rows address of the row where the patches begin; rows are `stride` bytes apart
 * @param count patches at columns 0, step, 2 · step, …
 * @param classes of the row of cells of the patches' middles; cells are 2 pixels wide
 * @param epsilon added to a patch's energy
 * @param covariances of all classes
 */
export function addPatchRow(
  rows: i32,
  stride: i32,
  count: i32,
  step: i32,
  classes: i32,
  epsilon: f64,
  covariances: i32,
): void {
  for (let n: i32 = 0, x: i32 = 0; n < count; n++, x += step) {
    let mean: f64 = 0;
    for (let r: i32 = 0, to = PATCH; r < SIDE; r++) {
      const row = rows + r * stride + 4 * x;
      for (let c: i32 = 0; c < SIDE; c++, to += 8) {
        const value = <f64>load<f32>(row + 4 * c);
        mean += value;
        store<f64>(to, value);
      }
    }
    mean /= PIXELS;
    let energy = epsilon;
    for (let i: i32 = 0; i < ODD; i++) {
      const a = load<f64>(PATCH + 8 * i) - mean;
      const b = load<f64>(PATCH + 8 * (PIXELS - 1 - i)) - mean;
      store<f64>(SUMS + 8 * i, Math.SQRT1_2 * (a + b));
      store<f64>(DIFFERENCES + 8 * i, Math.SQRT1_2 * (a - b));
      energy += a * a + b * b;
    }
    const middle = load<f64>(PATCH + 8 * ODD) - mean;
    store<f64>(SUMS + 8 * ODD, middle);
    energy += middle * middle;
    const at = covariances + load<u8>(classes + ((x + 2) >> 1)) * COVARIANCE;
    addOuterProduct(at, SUMS, EVEN, 1 / energy);
    addOuterProduct(at + 8 * EVEN * EVEN, DIFFERENCES, ODD, 1 / energy);
  }
}
