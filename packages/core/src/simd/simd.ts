/**
 * The WebAssembly engine: the inner loops of `fast` in single precision, four numbers at a time (assembly/), and the
 * memory that they work in. The plain TypeScript that each of them follows is used where WebAssembly or its vectors are
 * missing.
 */
import type { SimdExports } from "./exports.js";

/** Addresses are multiples of this; it is also room for loads beyond the end of a row. */
const ALIGNMENT = 64;
const PAGE = 65536;

/** An instance of the module, and its memory as a stack. */
export class Simd {
  readonly run: SimdExports;
  #top: number;

  constructor(module: WebAssembly.Module) {
    this.run = new WebAssembly.Instance(module, {}).exports as unknown as SimdExports;
    this.#top = aligned(this.run.heapBase());
  }

  /**
   * Reserves bytes, not cleared; everything after a {@link mark} is freed by {@link release}. Earlier views may become
   * invalid.
   */
  allocate(bytes: number): number {
    const at = this.#top;
    this.#top = aligned(at + bytes) + ALIGNMENT;
    const missing = this.#top - this.run.memory.buffer.byteLength;
    if (missing > 0) this.run.memory.grow(Math.ceil(missing / PAGE));
    return at;
  }

  /** Reserves floats, all 0. */
  zeros(length: number): number {
    const at = this.allocate(4 * length);
    this.floats(at, length).fill(0);
    return at;
  }

  /** Reserves and fills floats. */
  store(values: ArrayLike<number>): number {
    const at = this.allocate(4 * values.length);
    this.floats(at, values.length).set(values);
    return at;
  }

  /** Reserves and fills 32-bit integers. */
  storeIntegers(values: ArrayLike<number>): number {
    const at = this.allocate(4 * values.length);
    new Int32Array(this.run.memory.buffer, at, values.length).set(values);
    return at;
  }

  mark(): number {
    return this.#top;
  }

  release(mark: number): void {
    this.#top = mark;
  }

  /** A view; valid until the next reservation. */
  floats(at: number, length: number): Float32Array {
    return new Float32Array(this.run.memory.buffer, at, length);
  }

  /** A view; valid until the next reservation. */
  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.run.memory.buffer, at, length);
  }
}

function aligned(at: number): number {
  return Math.ceil(at / ALIGNMENT) * ALIGNMENT;
}
