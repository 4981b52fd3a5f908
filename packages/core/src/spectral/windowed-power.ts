/**
 * The spectrum under a blur, as blocks of an image show it. A block's Hann window multiplies the image, so it convolves the spectrum with
 * its own: on the block's frequencies, with w = (1/6, 2/3, 1/6) along both axes. A scene is smooth enough for that; a blur of several pixels
 * is not, its zeros are filled,
 *
 *     S(f)/A = Σ_m C(f + m) (|K|² ⋆ w)(f + m),   C the power of the scene.
 *
 * Without w a line's zeros are explained by a bent path, or by a blur across that is not there: the true kernels of eight photographs under motions of 5 pixels along 0
 * and 30 degrees, at scale 1, have losses (fit-shape.ts) of 84 to 151 without it; with it 57 to 104, but for one photograph (139 and 148).
 */
import type { PowerTransfer } from "./shapes/shape.js";

/** w along an axis; the frequencies that one is an average of, row by row, and their weights. */
const WINDOW = [1 / 6, 2 / 3, 1 / 6] as const;
const WEIGHTS = WINDOW.flatMap((down) => WINDOW.map((across) => down * across));
const NEIGHBOURS = WEIGHTS.length;

/** Where a scene has power: frequencies of the blocks, and repetitions of the spectrum. */
export interface ScenePoints {
  /** Number of frequencies f; they come first. */
  readonly count: number;
  /** f + m, in cycles per pixel; multiples of 1 / size. */
  readonly y: Float64Array;
  readonly x: Float64Array;
  /** C. */
  readonly scene: Float64Array;
  /** Which of the frequencies each of them adds to. */
  readonly owner: Int32Array;
}

/** The header's sum. Keeps its work space. */
export class WindowedPower {
  readonly #points: ScenePoints;
  /** Where |K|² is evaluated, and for each point which of these it is an average of. */
  readonly #y: number[] = [];
  readonly #x: number[] = [];
  readonly #neighbours: Int32Array;
  readonly #blur: Float64Array;

  /**
   * @param size side of the blocks
   * @param period of K in cycles per pixel, if it has one
   */
  constructor(size: number, points: ScenePoints, period = Number.POSITIVE_INFINITY) {
    this.#points = points;
    const { y, x } = points;
    const places = new Map<string, number>();
    this.#neighbours = new Int32Array(NEIGHBOURS * y.length);
    for (let i = 0; i < y.length; i++) {
      const [row, column] = [Math.round(y[i]! * size), Math.round(x[i]! * size)];
      for (let j = 0; j < NEIGHBOURS; j++) {
        this.#neighbours[NEIGHBOURS * i + j] = this.#place(
          [row + Math.floor(j / 3) - 1, column + (j % 3) - 1],
          size,
          period * size,
          places,
        );
      }
    }
    this.#blur = new Float64Array(this.#y.length);
  }

  /**
   * @param transfer |K(f)|²; if that has a period, asked for within half of it
   * @param power one number for each of the frequencies; overwritten
   */
  evaluate(transfer: PowerTransfer, power: Float64Array): void {
    const { scene, owner } = this.#points;
    const [neighbours, blur] = [this.#neighbours, this.#blur];
    for (let i = 0; i < blur.length; i++) blur[i] = transfer(this.#y[i]!, this.#x[i]!);
    power.fill(0);
    for (let i = 0, at = 0; i < scene.length; i++, at += NEIGHBOURS) {
      let sum = 0;
      for (let j = 0; j < NEIGHBOURS; j++) sum += WEIGHTS[j]! * blur[neighbours[at + j]!]!;
      power[owner[i]!]! += scene[i]! * sum;
    }
  }

  /** The place of a frequency in the half plane; |K|² is even. All in steps of 1 / size. */
  #place(
    [row, column]: readonly [number, number],
    size: number,
    period: number,
    places: Map<string, number>,
  ): number {
    const wrapped = (n: number): number =>
      Number.isFinite(period) ? n - period * Math.round(n / period) : n;
    const upper = row < 0 || (row === 0 && column < 0) ? [-row, -column] : [row, column];
    const [y, x] = [wrapped(upper[0]!), wrapped(upper[1]!)];
    const key = `${y} ${x}`;
    const known = places.get(key);
    if (known !== undefined) return known;
    places.set(key, this.#y.length);
    this.#y.push(y / size);
    this.#x.push(x / size);
    return this.#y.length - 1;
  }
}
