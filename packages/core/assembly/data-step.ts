/**
 * The pointwise parts of the data step (src/restore/fast/data-step.ts), and its correlation. All lengths are multiples
 * of 4.
 */

/** Σ |K|²: energy += re² + im². */
export function addEnergy(energy: i32, re: i32, im: i32, length: i32): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const a = v128.load(re + i);
    const b = v128.load(im + i);
    v128.store(energy + i, f32x4.add(v128.load(energy + i), f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b))));
  }
}

/** R ← R / (length · (energy + λ)): the factor of the inverse transforms is part of it. */
export function divideByEnergy(re: i32, im: i32, energy: i32, lambda: f32, length: i32): void {
  const shift = f32x4.splat(lambda);
  const share = f32x4.splat(<f32>1 / <f32>length);
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const factor = f32x4.div(share, f32x4.add(v128.load(energy + i), shift));
    v128.store(re + i, f32x4.mul(v128.load(re + i), factor));
    v128.store(im + i, f32x4.mul(v128.load(im + i), factor));
  }
}

/** R ← R · (energy + λ) / length: as {@link divideByEnergy}, the other way. */
export function multiplyByEnergy(re: i32, im: i32, energy: i32, lambda: f32, length: i32): void {
  const shift = f32x4.splat(lambda);
  const share = f32x4.splat(<f32>1 / <f32>length);
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const factor = f32x4.mul(share, f32x4.add(v128.load(energy + i), shift));
    v128.store(re + i, f32x4.mul(v128.load(re + i), factor));
    v128.store(im + i, f32x4.mul(v128.load(im + i), factor));
  }
}

/** to = conj(K) · R. */
export function conjugateProduct(
  kRe: i32,
  kIm: i32,
  re: i32,
  im: i32,
  toRe: i32,
  toIm: i32,
  length: i32,
): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const a = v128.load(kRe + i);
    const b = v128.load(kIm + i);
    const c = v128.load(re + i);
    const d = v128.load(im + i);
    v128.store(toRe + i, f32x4.add(f32x4.mul(a, c), f32x4.mul(b, d)));
    v128.store(toIm + i, f32x4.sub(f32x4.mul(a, d), f32x4.mul(b, c)));
  }
}

/** to += K · R. */
export function addProduct(kRe: i32, kIm: i32, re: i32, im: i32, toRe: i32, toIm: i32, length: i32): void {
  for (let i: i32 = 0, end = 4 * length; i < end; i += 16) {
    const a = v128.load(kRe + i);
    const b = v128.load(kIm + i);
    const c = v128.load(re + i);
    const d = v128.load(im + i);
    const real = f32x4.sub(f32x4.mul(a, c), f32x4.mul(b, d));
    const imaginary = f32x4.add(f32x4.mul(a, d), f32x4.mul(b, c));
    v128.store(toRe + i, f32x4.add(v128.load(toRe + i), real));
    v128.store(toIm + i, f32x4.add(v128.load(toIm + i), imaginary));
  }
}

/** Adds a rectangle of `from` to every `scale`-th pixel of `to`; strides in bytes. */
export function addPhase(
  from: i32,
  fromStride: i32,
  width: i32,
  height: i32,
  to: i32,
  toStride: i32,
  scale: i32,
): void {
  const step = 4 * scale;
  for (let y: i32 = 0; y < height; y++) {
    let target = to + y * scale * toStride;
    const row = from + y * fromStride;
    for (let i = row, end = row + 4 * width; i < end; i += 4, target += step) {
      store<f32>(target, load<f32>(target) + load<f32>(i));
    }
  }
}

/**
 * Parts rows into their s column phases, extended beyond their ends: phase p, sample i of a row is the sample that
 * columns[s·i + p] says.
 *
 * @param columns [s · length] offsets in bytes
 * @param phaseStride, toStride from phase to phase and from row to row, in bytes
 */
export function splitPhases(
  from: i32,
  fromStride: i32,
  rows: i32,
  columns: i32,
  length: i32,
  scale: i32,
  to: i32,
  phaseStride: i32,
  toStride: i32,
): void {
  for (let y: i32 = 0; y < rows; y++, from += fromStride, to += toStride) {
    for (let p: i32 = 0; p < scale; p++) {
      let column = columns + 4 * p;
      const start = to + p * phaseStride;
      for (let at = start, end = start + 4 * length; at < end; at += 4, column += 4 * scale) {
        store<f32>(at, load<f32>(from + load<u32>(column)));
      }
    }
  }
}

/**
 * target[j] −= Σ_t weight_t · from[j + offset_t]. Reads and writes up to a multiple of 32 samples.
 *
 * @param taps pairs of an offset in bytes and a weight
 */
export function subtractCorrelated(from: i32, taps: i32, count: i32, target: i32, length: i32): void {
  const last = taps + 8 * count;
  for (let j: i32 = 0, end = 4 * length; j < end; j += 128) {
    const to = target + j;
    let a = v128.load(to);
    let b = v128.load(to, 16);
    let c = v128.load(to, 32);
    let d = v128.load(to, 48);
    let e = v128.load(to, 64);
    let f = v128.load(to, 80);
    let g = v128.load(to, 96);
    let h = v128.load(to, 112);
    const base = from + j;
    for (let tap = taps; tap < last; tap += 8) {
      const at = base + load<u32>(tap);
      const weight = v128.load_splat<f32>(tap, 4);
      a = f32x4.sub(a, f32x4.mul(weight, v128.load(at)));
      b = f32x4.sub(b, f32x4.mul(weight, v128.load(at, 16)));
      c = f32x4.sub(c, f32x4.mul(weight, v128.load(at, 32)));
      d = f32x4.sub(d, f32x4.mul(weight, v128.load(at, 48)));
      e = f32x4.sub(e, f32x4.mul(weight, v128.load(at, 64)));
      f = f32x4.sub(f, f32x4.mul(weight, v128.load(at, 80)));
      g = f32x4.sub(g, f32x4.mul(weight, v128.load(at, 96)));
      h = f32x4.sub(h, f32x4.mul(weight, v128.load(at, 112)));
    }
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    v128.store(to, e, 64);
    v128.store(to, f, 80);
    v128.store(to, g, 96);
    v128.store(to, h, 112);
  }
}
