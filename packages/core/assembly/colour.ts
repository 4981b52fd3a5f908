/**
 * Colours from luma and colour differences (src/restore/fast/luma-chroma.ts), clipped to [0, 1]. Up to a multiple of 4
 * samples.
 */

const RED: f32 = 0.299;
const GREEN: f32 = 0.587;
const BLUE: f32 = 0.114;

function clipped(v: v128): v128 {
  return f32x4.min(f32x4.max(v, f32x4.splat(0)), f32x4.splat(1));
}

/** Y, B − Y, R − Y → R, G, B, in place. */
export function joinColour(luma: i32, blue: i32, red: i32, length: i32): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const y = v128.load(luma + i);
    const b = f32x4.add(v128.load(blue + i), y);
    const r = f32x4.add(v128.load(red + i), y);
    const rest = f32x4.sub(f32x4.sub(y, f32x4.mul(f32x4.splat(RED), r)), f32x4.mul(f32x4.splat(BLUE), b));
    v128.store(luma + i, clipped(r));
    v128.store(blue + i, clipped(f32x4.mul(rest, f32x4.splat(<f32>1 / GREEN))));
    v128.store(red + i, clipped(b));
  }
}
