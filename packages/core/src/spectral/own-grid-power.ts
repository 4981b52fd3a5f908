/**
 * The spectrum under a blur of scale 1 (own-grid.ts), as blocks of an image show it. A block's Hann window multiplies the image, so it convolves the
 * spectrum with its own: on the block's frequencies, with w = (1/6, 2/3, 1/6) along both axes. A scene is smooth enough for that; a blur of several pixels
 * is not, its zeros are filled,
 *
 *     S(f) = A (|K|² ⋆ w)(f) Σ_m |f + m|^−α |B(f + m)|² + ν,   K of period 1.
 *
 * Without w a line's zeros are explained by a bent path, or by a blur across that is not there: the true kernels of eight photographs under motions of 5 pixels along 0
 * and 30 degrees have losses (fit-shape.ts) of 84 to 151 without it; with it 57 to 104, but for one photograph (139 and 148).
 */
import { unblurredPower } from "./own-grid.js";
import type { PowerTransfer } from "./shapes/shape.js";

/** w along an axis; the frequencies that one is an average of, row by row, and their weights. */
const WINDOW = [1 / 6, 2 / 3, 1 / 6] as const;
const WEIGHTS = WINDOW.flatMap((down) => WINDOW.map((across) => down * across));
const NEIGHBOURS = WEIGHTS.length;

/** Frequencies and their repetitions. */
export interface ScenePoints {
  /** Number of frequencies; they come first, on the grid of the blocks. */
  readonly count: number;
  /** In cycles per pixel. */
  readonly y: Float64Array;
  readonly x: Float64Array;
  /** |f|^−α. */
  readonly scene: Float64Array;
  /** Which of the frequencies each of them is a repetition of. */
  readonly owner: Int32Array;
}

/** The header's S/A without the noise. Keeps its work space. */
export class OwnGridPower {
  /** Σ_m |f + m|^−α |B(f + m)|². */
  readonly #scene: Float64Array;
  /** Where |K|² is evaluated, and for each frequency which of these it is an average of. */
  readonly #y: number[] = [];
  readonly #x: number[] = [];
  readonly #neighbours: Int32Array;
  readonly #blur: Float64Array;

  /** @param size side of the blocks */
  constructor(size: number, { count, y, x, scene, owner }: ScenePoints) {
    this.#scene = new Float64Array(count);
    for (const [i, power] of scene.entries()) this.#scene[owner[i]!]! += power * unblurredPower(y[i]!, x[i]!);
    const places = new Map<number, number>();
    this.#neighbours = new Int32Array(NEIGHBOURS * count);
    for (let i = 0; i < count; i++) {
      const [row, column] = [Math.round(y[i]! * size), Math.round(x[i]! * size)];
      for (let j = 0; j < NEIGHBOURS; j++) {
        this.#neighbours[NEIGHBOURS * i + j] = this.#place(
          row + Math.floor(j / 3) - 1,
          column + (j % 3) - 1,
          size,
          places,
        );
      }
    }
    this.#blur = new Float64Array(this.#y.length);
  }

  /**
   * @param transfer |K(f)|², asked for within half a cycle per pixel
   * @param power one number for each of the frequencies; overwritten
   */
  evaluate(transfer: PowerTransfer, power: Float64Array): void {
    const [scene, neighbours, blur] = [this.#scene, this.#neighbours, this.#blur];
    for (let i = 0; i < blur.length; i++) blur[i] = transfer(this.#y[i]!, this.#x[i]!);
    for (let i = 0, at = 0; i < scene.length; i++, at += NEIGHBOURS) {
      let sum = 0;
      for (let j = 0; j < NEIGHBOURS; j++) sum += WEIGHTS[j]! * blur[neighbours[at + j]!]!;
      power[i] = scene[i]! * sum;
    }
  }

  /** The place of a frequency in the half plane; |K|² is even, and of period 1. */
  #place(row: number, column: number, size: number, places: Map<number, number>): number {
    const wrapped = (n: number): number => (((n % size) + size + size / 2) % size) - size / 2;
    const upper = row < 0 || (row === 0 && column < 0) ? [-row, -column] : [row, column];
    const [y, x] = [wrapped(upper[0]!), wrapped(upper[1]!)];
    const key = y * size + x;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, this.#y.length);
    this.#y.push(y / size);
    this.#x.push(x / size);
    return this.#y.length - 1;
  }
}
