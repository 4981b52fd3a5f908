/** Planes of numbers and the arithmetic of known-part.ts on them: in plain TypeScript here, and in simd/planes.ts. */

/** Planes of one size. P: what stands for one of them. */
export interface Planes<P> {
  /** Reserves a plane. */
  plane(): P;
  /** Its samples, as a view that is valid until something is reserved. */
  samples(plane: P): Float32Array;
  /** Σ a b. */
  product(a: P, b: P): number;
  /** a ← factor · a + b. */
  scaleAndAdd(a: P, factor: number, b: P): void;
  /** a ← a + factor · b. */
  addScaled(a: P, factor: number, b: P): void;
}

/** In plain TypeScript. */
export class PlainPlanes implements Planes<Float32Array> {
  readonly #length: number;

  constructor(length: number) {
    this.#length = length;
  }

  plane(): Float32Array {
    return new Float32Array(this.#length);
  }

  samples(plane: Float32Array): Float32Array {
    return plane;
  }

  product(a: Float32Array, b: Float32Array): number {
    let sum = 0;
    for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
    return sum;
  }

  scaleAndAdd(a: Float32Array, factor: number, b: Float32Array): void {
    for (let i = 0; i < a.length; i++) a[i] = factor * a[i]! + b[i]!;
  }

  addScaled(a: Float32Array, factor: number, b: Float32Array): void {
    for (let i = 0; i < a.length; i++) a[i]! += factor * b[i]!;
  }
}
