/**
 * Patch shrinkage (src/restore/fast/patch-shrinkage.ts) for patches of 5×5, one row of patches at a time.
 *
 * A patch's pixels, numbered row by row, are folded into sums and differences of opposite pixels, in this order:
 *
 *     | vector | pixels           | opposite ones      |
 *     | ------ | ---------------- | ------------------ |
 *     | 0      | 0, 1, 2, 3       | 24, 23, 22, 21     |
 *     | 1      | 5, 6, 7, 8       | 19, 18, 17, 16     |
 *     | 2      | 4, 9, 10, 11     | 20, 15, 14, 13     |
 *     | –      | 12, sums only    |                    |
 *
 * The bases of a class, 588 numbers: for the analysis, the groups of four rows of the even half, element by element (13
 * vectors each), then those of the odd half (12 each); for the synthesis the rows of both halves, 12 elements each.
 */

/** Where the parts of a class lie, in bytes. */
const ODD_ANALYSIS: i32 = 4 * 156;
const EVEN_SYNTHESIS: i32 = 4 * 300;
const ODD_SYNTHESIS: i32 = 4 * 444;
const CLASS_SIZE: i32 = 4 * 588;

/** Σ over the lanes. */
function total(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

function reversed(v: v128): v128 {
  return v128.shuffle<f32>(v, v, 3, 2, 1, 0);
}

/** acc + lane k of v · the vector at `at`. */
function addLane0(acc: v128, v: v128, at: i32): v128 {
  return f32x4.add(acc, f32x4.mul(v128.shuffle<f32>(v, v, 0, 0, 0, 0), v128.load(at)));
}
function addLane1(acc: v128, v: v128, at: i32): v128 {
  return f32x4.add(acc, f32x4.mul(v128.shuffle<f32>(v, v, 1, 1, 1, 1), v128.load(at)));
}
function addLane2(acc: v128, v: v128, at: i32): v128 {
  return f32x4.add(acc, f32x4.mul(v128.shuffle<f32>(v, v, 2, 2, 2, 2), v128.load(at)));
}
function addLane3(acc: v128, v: v128, at: i32): v128 {
  return f32x4.add(acc, f32x4.mul(v128.shuffle<f32>(v, v, 3, 3, 3, 3), v128.load(at)));
}

/** Four coefficients: Σ_i v_i · B[i] over the twelve elements of three vectors. */
function analyse(a: v128, b: v128, c: v128, at: i32): v128 {
  let even = f32x4.mul(v128.shuffle<f32>(a, a, 0, 0, 0, 0), v128.load(at));
  let odd = f32x4.mul(v128.shuffle<f32>(a, a, 1, 1, 1, 1), v128.load(at, 16));
  even = addLane2(even, a, at + 32);
  odd = addLane3(odd, a, at + 48);
  even = addLane0(even, b, at + 64);
  odd = addLane1(odd, b, at + 80);
  even = addLane2(even, b, at + 96);
  odd = addLane3(odd, b, at + 112);
  even = addLane0(even, c, at + 128);
  odd = addLane1(odd, c, at + 144);
  even = addLane2(even, c, at + 160);
  odd = addLane3(odd, c, at + 176);
  return f32x4.add(even, odd);
}

/** Σ_k c_k · B[k] for one of three vectors of elements; rows lie 48 bytes apart. */
function synthesise(acc: v128, c: v128, at: i32): v128 {
  return addLane3(addLane2(addLane1(addLane0(acc, c, at), c, at + 48), c, at + 96), c, at + 144);
}

/** to[0..3] += v, to[4] += last */
function addFive(to: i32, v: v128, last: f32): void {
  v128.store(to, f32x4.add(v128.load(to), v));
  store<f32>(to, load<f32>(to, 16) + last, 16);
}

/** Distance of neighbouring patches of a row, in pixels (GRID_STEP of src/restore/fast/simd/shrinkage.ts). */
const STEP: i32 = 3;

/** Adds patches at columns first, first + STEP, … to Σ w p̂ and, in `line`, to Σ w of the row of patches. */
function shrinkRun(
  image: i32,
  stride: i32,
  classes: i32,
  bases: i32,
  threshold: f32,
  weightOffset: f32,
  first: i32,
  count: i32,
  sums: i32,
  line: i32,
): void {
  const limit = threshold * threshold;
  const level = f32x4.splat(threshold);
  let at = 4 * first;
  for (let n = 0, x = first; n < count; n++, x += STEP, at += 4 * STEP) {
    const corner = image + at;
    const basis = bases + load<u8>(classes + ((x + 2) >> 1)) * CLASS_SIZE;
    const row1 = corner + stride;
    const row2 = row1 + stride;
    const row3 = row2 + stride;
    const row4 = row3 + stride;
    const a0 = v128.load(corner);
    const b0 = reversed(v128.load(row4, 4));
    const a1 = v128.load(row1);
    const b1 = reversed(v128.load(row3, 4));
    // Pixels 10, 11, 13, 14 are lanes of two loads.
    const middle = v128.load(row2);
    const a2 = v128.shuffle<f32>(
      v128.load32_lane(row1, v128.load32_zero(corner, 16), 1, 16),
      middle,
      0,
      1,
      4,
      5,
    );
    const b2 = v128.shuffle<f32>(
      v128.load32_lane(row3, v128.load32_zero(row4), 1),
      v128.load(row2, 4),
      0,
      1,
      7,
      6,
    );
    const centre = f32x4.extract_lane(middle, 2);
    let e0 = f32x4.add(a0, b0);
    let e1 = f32x4.add(a1, b1);
    let e2 = f32x4.add(a2, b2);
    const o0 = f32x4.sub(a0, b0);
    const o1 = f32x4.sub(a1, b1);
    const o2 = f32x4.sub(a2, b2);
    const mean = (total(f32x4.add(e0, f32x4.add(e1, e2))) + centre) * (<f32>1 / 25);
    const twice = f32x4.splat(mean + mean);
    e0 = f32x4.sub(e0, twice);
    e1 = f32x4.sub(e1, twice);
    e2 = f32x4.sub(e2, twice);
    const rest = centre - mean;

    let kept = 0;
    let x0 = f32x4.splat(0);
    let x1 = x0;
    let x2 = x0;
    let y0 = x0;
    let y1 = x0;
    let y2 = x0;
    let middles = x0;

    // The rest of the half's energy: once it is below τ², no further coefficient can exceed τ.
    let left: f32 =
      0.5 * total(f32x4.add(f32x4.mul(e0, e0), f32x4.add(f32x4.mul(e1, e1), f32x4.mul(e2, e2)))) +
      rest * rest;
    for (
      let at = basis, rows = basis + EVEN_SYNTHESIS;
      left > limit && at < basis + ODD_ANALYSIS;
      at += 208, rows += 192
    ) {
      const last = v128.load(at, 192);
      let c = f32x4.add(analyse(e0, e1, e2, at), f32x4.mul(f32x4.splat(rest), last));
      left -= total(f32x4.mul(c, c));
      const keep = f32x4.gt(f32x4.abs(c), level);
      const bits = i32x4.bitmask(keep);
      if (bits === 0) continue;
      kept += popcnt(bits);
      c = v128.and(c, keep);
      x0 = synthesise(x0, c, rows);
      x1 = synthesise(x1, c, rows + 16);
      x2 = synthesise(x2, c, rows + 32);
      middles = f32x4.add(middles, f32x4.mul(c, last));
    }
    left = 0.5 * total(f32x4.add(f32x4.mul(o0, o0), f32x4.add(f32x4.mul(o1, o1), f32x4.mul(o2, o2))));
    for (
      let at = basis + ODD_ANALYSIS, rows = basis + ODD_SYNTHESIS;
      left > limit && at < basis + EVEN_SYNTHESIS;
      at += 192, rows += 192
    ) {
      let c = analyse(o0, o1, o2, at);
      left -= total(f32x4.mul(c, c));
      const keep = f32x4.gt(f32x4.abs(c), level);
      const bits = i32x4.bitmask(keep);
      if (bits === 0) continue;
      kept += popcnt(bits);
      c = v128.and(c, keep);
      y0 = synthesise(y0, c, rows);
      y1 = synthesise(y1, c, rows + 16);
      y2 = synthesise(y2, c, rows + 32);
    }

    const weight = <f32>1 / (weightOffset + <f32>kept);
    const w = f32x4.splat(weight);
    const base = f32x4.splat(weight * mean);
    x0 = f32x4.add(base, f32x4.mul(w, x0));
    x1 = f32x4.add(base, f32x4.mul(w, x1));
    x2 = f32x4.add(base, f32x4.mul(w, x2));
    y0 = f32x4.mul(w, y0);
    y1 = f32x4.mul(w, y1);
    y2 = f32x4.mul(w, y2);
    const f2 = f32x4.add(x2, y2);
    const s0 = reversed(f32x4.sub(x0, y0));
    const s1 = reversed(f32x4.sub(x1, y1));
    const s2 = f32x4.sub(x2, y2);
    const mid = f32x4.splat(weight * (mean + total(middles)));

    // The fifth column: pixels 4, 9, 14, 19 and 24.
    let to = sums + at;
    addFive(to, f32x4.add(x0, y0), f32x4.extract_lane(f2, 0));
    to += stride;
    addFive(to, f32x4.add(x1, y1), f32x4.extract_lane(f2, 1));
    to += stride;
    const r2 = v128.shuffle<f32>(v128.shuffle<f32>(f2, mid, 2, 3, 4, 4), s2, 0, 1, 2, 7);
    addFive(to, r2, f32x4.extract_lane(s2, 2));
    to += stride;
    addFive(to, v128.shuffle<f32>(s2, s1, 1, 4, 5, 6), f32x4.extract_lane(s1, 3));
    to += stride;
    addFive(to, v128.shuffle<f32>(s2, s0, 0, 4, 5, 6), f32x4.extract_lane(s0, 3));
    addFive(line + at, w, weight);
  }
}

/**
 * Adds one row of patches to Σ w p̂ and to Σ w.
 *
 * @param image address of the row of pixels where the patches begin; rows are `stride` bytes apart, as are those of
 *   sums and weights
 * @param classes of the row of cells of the patches' middles; cells are 2 pixels wide
 * @param weightOffset a of patch-shrinkage.ts
 * @param first, count patches at columns first, first + STEP, …
 * @param more1, more2 columns of further patches, or −1
 * @param line work space of a row and 16 bytes
 */
export function shrinkRow(
  image: i32,
  stride: i32,
  width: i32,
  classes: i32,
  bases: i32,
  threshold: f32,
  weightOffset: f32,
  first: i32,
  count: i32,
  more1: i32,
  more2: i32,
  sums: i32,
  weights: i32,
  line: i32,
): void {
  memory.fill(line, 0, 4 * width + 16);
  shrinkRun(image, stride, classes, bases, threshold, weightOffset, first, count, sums, line);
  if (more1 >= 0) shrinkRun(image, stride, classes, bases, threshold, weightOffset, more1, 1, sums, line);
  if (more2 >= 0) shrinkRun(image, stride, classes, bases, threshold, weightOffset, more2, 1, sums, line);
  for (let row = weights, end = weights + 5 * stride; row < end; row += stride) {
    let x: i32 = 0;
    for (; x + 16 <= 4 * width; x += 16)
      v128.store(row + x, f32x4.add(v128.load(row + x), v128.load(line + x)));
    for (; x < 4 * width; x += 4) store<f32>(row + x, load<f32>(row + x) + load<f32>(line + x));
  }
}

/** sums ← sums / weights; up to a multiple of 4 samples. */
export function divide(sums: i32, weights: i32, length: i32): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    v128.store(sums + i, f32x4.div(v128.load(sums + i), v128.load(weights + i)));
  }
}
