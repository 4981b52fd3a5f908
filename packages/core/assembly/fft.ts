/**
 * The transform of src/math/fft.ts in single precision, four lines in a vector: the same passes in the same order.
 * Both sides are multiples of 4.
 *
 * A plan is a list of 32-bit integers: the number of passes, then for each its radix, butterflies, stride and the
 * address of its twiddle factors, cos and sin of p·k for p < butterflies, 1 ≤ k < radix.
 */

/** Lines side by side, 8 or 4. */
const LINES = 8;

const SIN60: f32 = 0.8660254037844386;
const COS72: f32 = 0.30901699437494745;
const COS144: f32 = -0.8090169943749475;
const SIN72: f32 = 0.9510565162951535;
const SIN144: f32 = 0.5877852522924731;

/** Re ((a + i·b) (c + i·s)). */
function turnRe(a: v128, b: v128, c: v128, s: v128): v128 {
  return f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, s));
}

/** Im ((a + i·b) (c + i·s)). */
function turnIm(a: v128, b: v128, c: v128, s: v128): v128 {
  return f32x4.add(f32x4.mul(a, s), f32x4.mul(b, c));
}

/** `run`, `gap` (imaginary − real part) in bytes, as in the other passes. */
function radix2(count: i32, run: i32, from: i32, gap: i32, to: i32, twiddles: i32): void {
  const span = count * run;
  for (let p: i32 = 0; p < count; p++, twiddles += 8) {
    const c = v128.load_splat<f32>(twiddles);
    const s = v128.load_splat<f32>(twiddles, 4);
    let o = to + 2 * p * run;
    for (let i = from + p * run, end = i + run; i < end; i += 16, o += 16) {
      const ar = v128.load(i);
      const ai = v128.load(i + gap);
      const br = v128.load(i + span);
      const bi = v128.load(i + span + gap);
      const dr = f32x4.sub(ar, br);
      const di = f32x4.sub(ai, bi);
      v128.store(o, f32x4.add(ar, br));
      v128.store(o + gap, f32x4.add(ai, bi));
      v128.store(o + run, turnRe(dr, di, c, s));
      v128.store(o + run + gap, turnIm(dr, di, c, s));
    }
  }
}

function radix3(count: i32, run: i32, from: i32, gap: i32, to: i32, twiddles: i32): void {
  const span = count * run;
  const half = f32x4.splat(0.5);
  const sin = f32x4.splat(SIN60);
  for (let p: i32 = 0; p < count; p++, twiddles += 16) {
    const c1 = v128.load_splat<f32>(twiddles);
    const s1 = v128.load_splat<f32>(twiddles, 4);
    const c2 = v128.load_splat<f32>(twiddles, 8);
    const s2 = v128.load_splat<f32>(twiddles, 12);
    let o = to + 3 * p * run;
    for (let i = from + p * run, end = i + run; i < end; i += 16, o += 16) {
      const ar = v128.load(i);
      const ai = v128.load(i + gap);
      const br = v128.load(i + span);
      const bi = v128.load(i + span + gap);
      const cr = v128.load(i + 2 * span);
      const ci = v128.load(i + 2 * span + gap);
      const tr = f32x4.add(br, cr);
      const ti = f32x4.add(bi, ci);
      const ur = f32x4.mul(sin, f32x4.sub(bi, ci));
      const ui = f32x4.mul(sin, f32x4.sub(cr, br));
      const mr = f32x4.sub(ar, f32x4.mul(half, tr));
      const mi = f32x4.sub(ai, f32x4.mul(half, ti));
      v128.store(o, f32x4.add(ar, tr));
      v128.store(o + gap, f32x4.add(ai, ti));
      const pr = f32x4.add(mr, ur);
      const pi = f32x4.add(mi, ui);
      v128.store(o + run, turnRe(pr, pi, c1, s1));
      v128.store(o + run + gap, turnIm(pr, pi, c1, s1));
      const qr = f32x4.sub(mr, ur);
      const qi = f32x4.sub(mi, ui);
      v128.store(o + 2 * run, turnRe(qr, qi, c2, s2));
      v128.store(o + 2 * run + gap, turnIm(qr, qi, c2, s2));
    }
  }
}

function radix4(count: i32, run: i32, from: i32, gap: i32, to: i32, twiddles: i32): void {
  const span = count * run;
  for (let p: i32 = 0; p < count; p++, twiddles += 24) {
    const c1 = v128.load_splat<f32>(twiddles);
    const s1 = v128.load_splat<f32>(twiddles, 4);
    const c2 = v128.load_splat<f32>(twiddles, 8);
    const s2 = v128.load_splat<f32>(twiddles, 12);
    const c3 = v128.load_splat<f32>(twiddles, 16);
    const s3 = v128.load_splat<f32>(twiddles, 20);
    let o = to + 4 * p * run;
    for (let i = from + p * run, end = i + run; i < end; i += 16, o += 16) {
      const j = i + gap;
      const x0r = v128.load(i);
      const x0i = v128.load(j);
      const x1r = v128.load(i + span);
      const x1i = v128.load(j + span);
      const x2r = v128.load(i + 2 * span);
      const x2i = v128.load(j + 2 * span);
      const x3r = v128.load(i + 3 * span);
      const x3i = v128.load(j + 3 * span);
      const evenR = f32x4.add(x0r, x2r);
      const evenI = f32x4.add(x0i, x2i);
      const oddR = f32x4.sub(x0r, x2r);
      const oddI = f32x4.sub(x0i, x2i);
      const sumR = f32x4.add(x1r, x3r);
      const sumI = f32x4.add(x1i, x3i);
      // −i · (x₁ − x₃).
      const turnR = f32x4.sub(x1i, x3i);
      const turnI = f32x4.sub(x3r, x1r);
      v128.store(o, f32x4.add(evenR, sumR));
      v128.store(o + gap, f32x4.add(evenI, sumI));
      const pr = f32x4.add(oddR, turnR);
      const pi = f32x4.add(oddI, turnI);
      const qr = f32x4.sub(evenR, sumR);
      const qi = f32x4.sub(evenI, sumI);
      const tr = f32x4.sub(oddR, turnR);
      const ti = f32x4.sub(oddI, turnI);
      v128.store(o + run, turnRe(pr, pi, c1, s1));
      v128.store(o + run + gap, turnIm(pr, pi, c1, s1));
      v128.store(o + 2 * run, turnRe(qr, qi, c2, s2));
      v128.store(o + 2 * run + gap, turnIm(qr, qi, c2, s2));
      v128.store(o + 3 * run, turnRe(tr, ti, c3, s3));
      v128.store(o + 3 * run + gap, turnIm(tr, ti, c3, s3));
    }
  }
}

function radix5(count: i32, run: i32, from: i32, gap: i32, to: i32, twiddles: i32): void {
  const span = count * run;
  const cos72 = f32x4.splat(COS72);
  const cos144 = f32x4.splat(COS144);
  const sin72 = f32x4.splat(SIN72);
  const sin144 = f32x4.splat(SIN144);
  for (let p: i32 = 0; p < count; p++, twiddles += 32) {
    let o = to + 5 * p * run;
    for (let i = from + p * run, end = i + run; i < end; i += 16, o += 16) {
      const j = i + gap;
      const ar = v128.load(i);
      const ai = v128.load(j);
      const x1r = v128.load(i + span);
      const x1i = v128.load(j + span);
      const x4r = v128.load(i + 4 * span);
      const x4i = v128.load(j + 4 * span);
      const x2r = v128.load(i + 2 * span);
      const x2i = v128.load(j + 2 * span);
      const x3r = v128.load(i + 3 * span);
      const x3i = v128.load(j + 3 * span);
      // Sums and differences of the samples that mirror each other.
      const p1r = f32x4.add(x1r, x4r);
      const p1i = f32x4.add(x1i, x4i);
      const m1r = f32x4.sub(x1r, x4r);
      const m1i = f32x4.sub(x1i, x4i);
      const p2r = f32x4.add(x2r, x3r);
      const p2i = f32x4.add(x2i, x3i);
      const m2r = f32x4.sub(x2r, x3r);
      const m2i = f32x4.sub(x2i, x3i);
      const e1r = f32x4.add(ar, f32x4.add(f32x4.mul(cos72, p1r), f32x4.mul(cos144, p2r)));
      const e1i = f32x4.add(ai, f32x4.add(f32x4.mul(cos72, p1i), f32x4.mul(cos144, p2i)));
      const e2r = f32x4.add(ar, f32x4.add(f32x4.mul(cos144, p1r), f32x4.mul(cos72, p2r)));
      const e2i = f32x4.add(ai, f32x4.add(f32x4.mul(cos144, p1i), f32x4.mul(cos72, p2i)));
      // −i · (differences).
      const o1r = f32x4.add(f32x4.mul(sin72, m1i), f32x4.mul(sin144, m2i));
      const o1i = f32x4.neg(f32x4.add(f32x4.mul(sin72, m1r), f32x4.mul(sin144, m2r)));
      const o2r = f32x4.sub(f32x4.mul(sin144, m1i), f32x4.mul(sin72, m2i));
      const o2i = f32x4.sub(f32x4.mul(sin72, m2r), f32x4.mul(sin144, m1r));
      v128.store(o, f32x4.add(ar, f32x4.add(p1r, p2r)));
      v128.store(o + gap, f32x4.add(ai, f32x4.add(p1i, p2i)));
      storeTurned(o + run, gap, f32x4.add(e1r, o1r), f32x4.add(e1i, o1i), twiddles);
      storeTurned(o + 2 * run, gap, f32x4.add(e2r, o2r), f32x4.add(e2i, o2i), twiddles + 8);
      storeTurned(o + 3 * run, gap, f32x4.sub(e2r, o2r), f32x4.sub(e2i, o2i), twiddles + 16);
      storeTurned(o + 4 * run, gap, f32x4.sub(e1r, o1r), f32x4.sub(e1i, o1i), twiddles + 24);
    }
  }
}

function storeTurned(to: i32, gap: i32, re: v128, im: v128, twiddle: i32): void {
  const c = v128.load_splat<f32>(twiddle);
  const s = v128.load_splat<f32>(twiddle, 4);
  v128.store(to, turnRe(re, im, c, s));
  v128.store(to + gap, turnIm(re, im, c, s));
}

/** Runs the passes on the lines in the first buffer; returns the address of the result. Buffers: re, im, re, im. */
function runPasses(plan: i32, lines: i32, work: i32, bufferSize: i32): i32 {
  let from = work;
  let to = work + 2 * bufferSize;
  const passes = load<i32>(plan);
  for (let i = 0; i < passes; i++) {
    const pass = plan + 4 + 16 * i;
    const radix = load<i32>(pass);
    const count = load<i32>(pass, 4);
    const run = load<i32>(pass, 8) * lines * 4;
    const twiddles = load<i32>(pass, 12);
    if (radix === 4) radix4(count, run, from, bufferSize, to, twiddles);
    else if (radix === 2) radix2(count, run, from, bufferSize, to, twiddles);
    else if (radix === 3) radix3(count, run, from, bufferSize, to, twiddles);
    else radix5(count, run, from, bufferSize, to, twiddles);
    const swap = from;
    from = to;
    to = swap;
  }
  return from;
}

/** Transposes four rows of four samples, which lie `step` bytes apart, to four rows `toStep` bytes apart. */
function transpose4(from: i32, step: i32, to: i32, toStep: i32): void {
  const a = v128.load(from);
  const b = v128.load(from + step);
  const c = v128.load(from + 2 * step);
  const d = v128.load(from + 3 * step);
  const ab = v128.shuffle<f32>(a, b, 0, 4, 1, 5);
  const AB = v128.shuffle<f32>(a, b, 2, 6, 3, 7);
  const cd = v128.shuffle<f32>(c, d, 0, 4, 1, 5);
  const CD = v128.shuffle<f32>(c, d, 2, 6, 3, 7);
  v128.store(to, v128.shuffle<f32>(ab, cd, 0, 1, 4, 5));
  v128.store(to + toStep, v128.shuffle<f32>(ab, cd, 2, 3, 6, 7));
  v128.store(to + 2 * toStep, v128.shuffle<f32>(AB, CD, 0, 1, 4, 5));
  v128.store(to + 3 * toStep, v128.shuffle<f32>(AB, CD, 2, 3, 6, 7));
}

/**
 * Transforms a rectangle in place.
 *
 * @param work four buffers of 8 · max(width, height) samples
 */
export function transform(
  re: i32,
  im: i32,
  width: i32,
  height: i32,
  columnPlan: i32,
  rowPlan: i32,
  work: i32,
): void {
  const bufferSize = 4 * LINES * (width > height ? width : height);
  const stride = 4 * width;
  for (let x: i32 = 0; x < width; x += LINES) {
    const lines: i32 = width - x < LINES ? 4 : LINES;
    const size = 4 * lines;
    let at = work;
    for (let y: i32 = 0, i = 4 * x; y < height; y++, i += stride, at += size) {
      v128.store(at, v128.load(re + i));
      v128.store(at + bufferSize, v128.load(im + i));
      if (lines === LINES) {
        v128.store(at, v128.load(re + i, 16), 16);
        v128.store(at + bufferSize, v128.load(im + i, 16), 16);
      }
    }
    at = runPasses(columnPlan, lines, work, bufferSize);
    for (let y: i32 = 0, i = 4 * x; y < height; y++, i += stride, at += size) {
      v128.store(re + i, v128.load(at));
      v128.store(im + i, v128.load(at + bufferSize));
      if (lines === LINES) {
        v128.store(re + i, v128.load(at, 16), 16);
        v128.store(im + i, v128.load(at + bufferSize, 16), 16);
      }
    }
  }
  for (let y: i32 = 0; y < height; y += LINES) {
    const lines: i32 = height - y < LINES ? 4 : LINES;
    const size = 4 * lines;
    for (let line: i32 = 0; line < lines; line += 4) {
      const from = (y + line) * stride;
      const to = work + 4 * line;
      for (let x: i32 = 0; x < width; x += 4) {
        transpose4(re + from + 4 * x, stride, to + x * size, size);
        transpose4(im + from + 4 * x, stride, to + x * size + bufferSize, size);
      }
    }
    const result = runPasses(rowPlan, lines, work, bufferSize);
    for (let line: i32 = 0; line < lines; line += 4) {
      const to = (y + line) * stride;
      const from = result + 4 * line;
      for (let x: i32 = 0; x < width; x += 4) {
        transpose4(from + x * size, size, re + to + 4 * x, stride);
        transpose4(from + x * size + bufferSize, size, im + to + 4 * x, stride);
      }
    }
  }
}
