/** The arithmetic of src/restore/fast/planes.ts. All lengths are multiples of 4. */

/** Σ a b. */
export function product(a: i32, b: i32, length: i32): f64 {
  let sum = f32x4.splat(0);
  let other = f32x4.splat(0);
  const even = 32 * (length >> 3);
  for (let i: i32 = 0; i < even; i += 32) {
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + i), v128.load(b + i)));
    other = f32x4.add(other, f32x4.mul(v128.load(a + i, 16), v128.load(b + i, 16)));
  }
  if (even < 4 * length) sum = f32x4.add(sum, f32x4.mul(v128.load(a + even), v128.load(b + even)));
  const both = f32x4.add(sum, other);
  return (
    <f64>f32x4.extract_lane(both, 0) +
    <f64>f32x4.extract_lane(both, 1) +
    <f64>f32x4.extract_lane(both, 2) +
    <f64>f32x4.extract_lane(both, 3)
  );
}

/** a ← factor · a + b. */
export function scaleAndAdd(a: i32, factor: f32, b: i32, length: i32): void {
  const scale = f32x4.splat(factor);
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    v128.store(a + i, f32x4.add(f32x4.mul(scale, v128.load(a + i)), v128.load(b + i)));
  }
}

/** a ← a + factor · b. */
export function addScaled(a: i32, factor: f32, b: i32, length: i32): void {
  const scale = f32x4.splat(factor);
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    v128.store(a + i, f32x4.add(v128.load(a + i), f32x4.mul(scale, v128.load(b + i))));
  }
}
