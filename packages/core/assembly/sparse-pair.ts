/** The steps of src/blind/sparse-steps.ts. Lengths are multiples of 4; rows follow each other without a gap. */

/**
 * The difference from a row to another, where it and that along the row are steep; what is along the row goes to
 * `across`.
 */
function differences(row: i32, below: i32, width: i32, threshold: f32, across: i32, down: i32): void {
  const least = f32x4.splat(threshold);
  const size = 4 * width;
  for (let i: i32 = 0; i < size; i += 16) {
    const here = v128.load(row + i);
    const a = f32x4.sub(v128.load(row + i, 4), here);
    const d = f32x4.sub(v128.load(below + i), here);
    const kept = f32x4.ge(f32x4.add(f32x4.mul(a, a), f32x4.mul(d, d)), least);
    v128.store(across + i, v128.and(a, kept));
    v128.store(down + i, v128.and(d, kept));
  }
  // The last column's neighbour is the first; above it was the next row's.
  const last = size - 4;
  const here = load<f32>(row + last);
  const a = load<f32>(row) - here;
  const d = load<f32>(below + last) - here;
  const isKept = a * a + d * d >= threshold;
  store<f32>(across + last, isKept ? a : 0);
  store<f32>(down + last, isKept ? d : 0);
  store<f32>(across - 4, load<f32>(across + last));
}

/**
 * ∇ᵀg of the gradients g of an image whose square is at least the threshold, borders wrapping.
 *
 * @param image with room for four samples more
 * @param lines room for 3 · (width + 4) samples
 */
export function keptGradients(
  image: i32,
  width: i32,
  height: i32,
  threshold: f32,
  target: i32,
  lines: i32,
): void {
  const stride = 4 * width;
  const across = lines + 16;
  let down = across + stride + 16;
  let above = down + stride;
  const last = image + (height - 1) * stride;
  differences(last, image, width, threshold, across, above);
  for (let y: i32 = 0; y < height; y++) {
    const row = image + y * stride;
    const below = y + 1 < height ? row + stride : image;
    differences(row, below, width, threshold, across, down);
    const to = target + y * stride;
    for (let i: i32 = 0; i < stride; i += 16) {
      const sideways = f32x4.sub(v128.load(across + i - 4), v128.load(across + i));
      const vertical = f32x4.sub(v128.load(above + i), v128.load(down + i));
      v128.store(to + i, f32x4.add(sideways, vertical));
    }
    const swap = above;
    above = down;
    down = swap;
  }
}

/** to(f) = from(−f), frequencies of a rectangle; to ≠ from. */
export function reverseFrequencies(from: i32, width: i32, height: i32, to: i32): void {
  const stride = 4 * width;
  for (let y: i32 = 0; y < height; y++) {
    const row = to + y * stride;
    const opposite = from + (y === 0 ? 0 : height - y) * stride;
    store<f32>(row, load<f32>(opposite));
    for (let i: i32 = 4; i < stride; i += 4) store<f32>(row + i, load<f32>(opposite + stride - i));
  }
}

/**
 * conj(K) Y and |K|² of both kernels, one of which is a transform's real, one its imaginary part; `to` is six
 * rectangles, those of the first kernel first.
 */
export function pairFilters(
  kRe: i32,
  kIm: i32,
  reversedRe: i32,
  reversedIm: i32,
  yRe: i32,
  yIm: i32,
  to: i32,
  length: i32,
): void {
  const half = f32x4.splat(0.5);
  const size = 4 * length;
  for (let i: i32 = 0; i < size; i += 16) {
    const re = v128.load(kRe + i);
    const im = v128.load(kIm + i);
    const oRe = v128.load(reversedRe + i);
    const oIm = v128.load(reversedIm + i);
    const y = v128.load(yRe + i);
    const z = v128.load(yIm + i);
    let a = f32x4.mul(half, f32x4.add(re, oRe));
    let b = f32x4.mul(half, f32x4.sub(im, oIm));
    storeFilter(to + i, size, a, b, y, z);
    a = f32x4.mul(half, f32x4.add(im, oIm));
    b = f32x4.mul(half, f32x4.sub(oRe, re));
    storeFilter(to + 3 * size + i, size, a, b, y, z);
  }
}

function storeFilter(to: i32, size: i32, a: v128, b: v128, y: v128, z: v128): void {
  v128.store(to, f32x4.add(f32x4.mul(a, y), f32x4.mul(b, z)));
  v128.store(to + size, f32x4.sub(f32x4.mul(a, z), f32x4.mul(b, y)));
  v128.store(to + 2 * size, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
}

/** From F(∇ᵀg₁ + i ∇ᵀg₂) to X₁ + i X₂, over the number of samples, in place. */
export function pairStep(
  re: i32,
  im: i32,
  reversedRe: i32,
  reversedIm: i32,
  filters: i32,
  gradientPower: i32,
  beta1: f32,
  beta2: f32,
  length: i32,
): void {
  const size = 4 * length;
  const second = filters + 3 * size;
  const samples = f32x4.splat(<f32>length);
  const half1 = f32x4.splat(0.5 * beta1);
  const half2 = f32x4.splat(0.5 * beta2);
  const b1 = f32x4.splat(beta1);
  const b2 = f32x4.splat(beta2);
  // Where neither kernel nor gradient has anything there is nothing to find.
  const least = f32x4.splat(<f32>1e-30);
  for (let i: i32 = 0; i < size; i += 16) {
    const zRe = v128.load(re + i);
    const zIm = v128.load(im + i);
    const oRe = v128.load(reversedRe + i);
    const oIm = v128.load(reversedIm + i);
    const power = v128.load(gradientPower + i);
    const energy1 = f32x4.max(least, f32x4.add(v128.load(filters + 2 * size + i), f32x4.mul(b1, power)));
    const energy2 = f32x4.max(least, f32x4.add(v128.load(second + 2 * size + i), f32x4.mul(b2, power)));
    const share1 = f32x4.div(f32x4.splat(1), f32x4.mul(samples, energy1));
    const share2 = f32x4.div(f32x4.splat(1), f32x4.mul(samples, energy2));
    const x1Re = f32x4.mul(share1, f32x4.add(v128.load(filters + i), f32x4.mul(half1, f32x4.add(zRe, oRe))));
    const x1Im = f32x4.mul(
      share1,
      f32x4.add(v128.load(filters + size + i), f32x4.mul(half1, f32x4.sub(zIm, oIm))),
    );
    const x2Re = f32x4.mul(share2, f32x4.add(v128.load(second + i), f32x4.mul(half2, f32x4.add(zIm, oIm))));
    const x2Im = f32x4.mul(
      share2,
      f32x4.add(v128.load(second + size + i), f32x4.mul(half2, f32x4.sub(oRe, zRe))),
    );
    v128.store(re + i, f32x4.sub(x1Re, x2Im));
    v128.store(im + i, f32x4.add(x1Im, x2Re));
  }
}
