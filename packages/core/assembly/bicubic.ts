/** Bicubic enlargement by an integer (src/image/imresize.ts): five taps, the same for all samples of a phase. */

/** target[x] = Σ_t weight[t] · row_t[x] of five rows `stride` bytes apart; up to a multiple of 4. */
export function mixRows(row: i32, stride: i32, weights: i32, target: i32, length: i32): void {
  const a = v128.load_splat<f32>(weights);
  const b = v128.load_splat<f32>(weights, 4);
  const c = v128.load_splat<f32>(weights, 8);
  const d = v128.load_splat<f32>(weights, 12);
  const e = v128.load_splat<f32>(weights, 16);
  for (let i = row, to = target, end = row + 4 * length; i < end; i += 16, to += 16) {
    let sum = f32x4.mul(a, v128.load(i));
    sum = f32x4.add(sum, f32x4.mul(b, v128.load(i + stride)));
    sum = f32x4.add(sum, f32x4.mul(c, v128.load(i + 2 * stride)));
    sum = f32x4.add(sum, f32x4.mul(d, v128.load(i + 3 * stride)));
    v128.store(to, f32x4.add(sum, f32x4.mul(e, v128.load(i + 4 * stride))));
  }
}

/**
 * target[s·x + p] = Σ_t weight[p][t] · row[x + t − 2]; `row` is readable two samples before its first and after its
 * last.
 */
export function enlargeRow(row: i32, weights: i32, scale: i32, target: i32, length: i32): void {
  for (let p: i32 = 0; p < scale; p++, weights += 20) {
    const a = v128.load_splat<f32>(weights);
    const b = v128.load_splat<f32>(weights, 4);
    const c = v128.load_splat<f32>(weights, 8);
    const d = v128.load_splat<f32>(weights, 12);
    const e = v128.load_splat<f32>(weights, 16);
    const step = 4 * scale;
    let to = target + 4 * p;
    for (let i = row, end = row + 4 * length; i < end; i += 16) {
      let sum = f32x4.mul(a, v128.load(i - 8));
      sum = f32x4.add(sum, f32x4.mul(b, v128.load(i - 4)));
      sum = f32x4.add(sum, f32x4.mul(c, v128.load(i)));
      sum = f32x4.add(sum, f32x4.mul(d, v128.load(i, 4)));
      sum = f32x4.add(sum, f32x4.mul(e, v128.load(i, 8)));
      v128.store32_lane(to, sum, 0);
      to += step;
      v128.store32_lane(to, sum, 1);
      to += step;
      v128.store32_lane(to, sum, 2);
      to += step;
      v128.store32_lane(to, sum, 3);
      to += step;
    }
  }
}
