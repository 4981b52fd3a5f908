/** The planes of ../planes.ts in the engine's memory: addresses. */
import type { Simd } from "../../../simd/simd.js";
import type { Planes } from "../planes.js";

export class SimdPlanes implements Planes<number> {
  readonly #simd: Simd;
  readonly #length: number;

  /** @param length a multiple of 4 */
  constructor(simd: Simd, length: number) {
    this.#simd = simd;
    this.#length = length;
  }

  plane(): number {
    return this.#simd.allocate(4 * this.#length);
  }

  samples(plane: number): Float32Array {
    return this.#simd.floats(plane, this.#length);
  }

  product(a: number, b: number): number {
    return this.#simd.run.product(a, b, this.#length);
  }

  scaleAndAdd(a: number, factor: number, b: number): void {
    this.#simd.run.scaleAndAdd(a, factor, b, this.#length);
  }

  addScaled(a: number, factor: number, b: number): void {
    this.#simd.run.addScaled(a, factor, b, this.#length);
  }
}
