/** The data step (data-step.ts) of one or two tiles on the WebAssembly engine. */
import { mirror, type Rectangle } from "../../../image/index.js";
import type { Kernel } from "../../../kernel/index.js";
import { SimdFft } from "../../../simd/fft.js";
import type { Simd } from "../../../simd/simd.js";
import { axisWeights, fade, knownArea } from "../../tile-frame.js";
import { placePhase } from "../data-step.js";
import { isWhole, KnownPart, type KnownPartConstants } from "../known-part.js";
import { UnknownPart } from "../unknown-part.js";
import { SimdLineSums } from "./line-sums.js";
import { SimdPlanes } from "./planes.js";

/** A part of a plane of the residual, of the size of y. */
export interface ResidualPlane {
  /** Its samples, as a view that is valid now. */
  data(): Float32Array;
  /** Samples from row to row. */
  readonly stride: number;
  /** The position of the first sample in the plane. */
  readonly x: number;
  readonly y: number;
  /** Size of the plane, at whose borders it is mirrored. */
  readonly width: number;
  readonly height: number;
}

/** A tile to correct. */
export interface TileTarget {
  /** In pixels of y. */
  readonly core: Rectangle;
  /** Address of the tile's pixels in the large image, and bytes from row to row. */
  readonly at: number;
  readonly stride: number;
}

/** Corrects tiles of one largest size, for images that one kernel degraded. */
export class DataTile {
  readonly #simd: Simd;
  readonly #fft: SimdFft;
  readonly #knownPart: KnownPart<number>;
  /** K_p of data-step.ts, phase by phase: addresses of the real and the imaginary part. */
  readonly #transfer: readonly { re: number; im: number }[];
  /** Address of Σ_p |K_p|². */
  readonly #energy: number;
  /** The weights of a frame's own samples along each axis; the rest is that of the samples opposite. */
  readonly #fadeX: Float64Array;
  readonly #fadeY: Float64Array;

  /**
   * @param width, height of the frame: lengths that {@link SimdFft} can have, at least the largest core and twice the
   *   overlap
   * @param overlap pixels of y around a core
   * @param known where y is known
   * @param constants when the iterations at the borders end
   */
  constructor(
    simd: Simd,
    kernel: Kernel,
    readonly scale: number,
    width: number,
    height: number,
    readonly overlap: number,
    readonly known: Rectangle,
    constants: KnownPartConstants,
  ) {
    this.#simd = simd;
    this.#fft = new SimdFft(simd, width, height);
    this.#fadeX = fade(width, overlap);
    this.#fadeY = fade(height, overlap);
    const { samples } = this.#fft;
    this.#knownPart = new KnownPart(
      new SimdPlanes(simd, samples),
      width,
      new UnknownPart(kernel, scale, this.#fft, (...size) => new SimdLineSums(simd, ...size)),
      constants,
    );
    this.#transfer = Array.from({ length: scale ** 2 }, (_, p) => {
      const [re, im] = [simd.zeros(samples), simd.zeros(samples)];
      placePhase(kernel, scale, p, width, height, simd.floats(re, samples));
      this.#fft.transform(re, im);
      return { re, im };
    });
    this.#energy = simd.zeros(samples);
    for (const { re, im } of this.#transfer) simd.run.addEnergy(this.#energy, re, im, samples);
  }

  /** What a core's frame covers, perhaps outside the image. */
  #frame({ x, y }: Rectangle): Rectangle {
    return { x: x - this.overlap, y: y - this.overlap, width: this.width, height: this.height };
  }

  get width(): number {
    return this.#fft.width;
  }

  get height(): number {
    return this.#fft.height;
  }

  /**
   * x += Aᵀ w on one tile or two, each with its own residual r: w = (A Aᵀ + λ)⁻¹ r, or that of known-part.ts. Both are
   * real and every filter is, so that two tiles pass through one complex transform as its real and its imaginary part,
   * and come out apart.
   */
  correct(tiles: readonly TileTarget[], residuals: readonly ResidualPlane[], lambda: number): void {
    const simd = this.#simd;
    const { run } = simd;
    const { samples, width } = this.#fft;
    const mark = simd.mark();
    const [re, im] = [simd.allocate(4 * samples), simd.allocate(4 * samples)];
    const out = [simd.allocate(4 * samples), simd.allocate(4 * samples)] as const;
    const part = (i: number): Float32Array => simd.floats(i === 0 ? re : im, samples);
    part(1).fill(0);
    const areas = tiles.map(({ core }, i) => {
      const area = knownArea(this.known, this.#frame(core));
      this.#load(core, area, residuals[i]!, part(i));
      return area;
    });
    const multiply = (): void => {
      this.#fft.transform(re, im);
      run.multiplyByEnergy(re, im, this.#energy, lambda, samples);
    };
    const divide = (): void => {
      this.#fft.transform(re, im);
      run.divideByEnergy(re, im, this.#energy, lambda, samples);
    };
    if (areas.every((area) => isWhole(area, this.#fft))) {
      divide();
    } else {
      const inPlace = (filter: () => void) => (): void => {
        filter();
        this.#fft.transform(im, re);
      };
      const filters = { divide: inPlace(divide), multiply: inPlace(multiply) };
      // The factor of the inverse transforms is part of w.
      this.#knownPart.solve([re, im], areas, filters, 1 / samples);
      this.#fft.transform(re, im);
    }
    for (const [p, transfer] of this.#transfer.entries()) {
      run.conjugateProduct(transfer.re, transfer.im, re, im, out[0], out[1], samples);
      this.#fft.transform(out[1], out[0]);
      for (const [i, { core, at, stride }] of tiles.entries()) {
        run.addPhase(
          out[i as 0 | 1] + 4 * this.overlap * (width + 1),
          4 * width,
          core.width,
          core.height,
          at + Math.floor(p / this.scale) * stride + 4 * (p % this.scale),
          stride,
          this.scale,
        );
      }
    }
    simd.release(mark);
  }

  /** As TileFrame's load (tile-frame.ts), of the area of the frame that is known. */
  #load(core: Rectangle, area: Rectangle, plane: ResidualPlane, target: Float32Array): void {
    const { width, height } = this.#fft;
    const across = axisWeights(this.#fadeX, area.x, area.width);
    const down = axisWeights(this.#fadeY, area.y, area.height);
    const { stride } = plane;
    const data = plane.data();
    const { x: left, y: top } = this.#frame(core);
    const column = (i: number): number => mirror(left + i, plane.width) - plane.x;
    const row = (i: number): number => (mirror(top + i, plane.height) - plane.y) * stride;
    const columns = Int32Array.from({ length: width }, (_, i) => column(i));
    // Where nothing fades the opposite sample may lie outside the part that is there.
    const opposite = Int32Array.from({ length: width }, (_, i) =>
      column(across.opposite[i] === 0 ? i : i < width / 2 ? i + width : i - width),
    );
    const blended = (from: number, j: number): number =>
      across.own[j]! * data[from + columns[j]!]! + across.opposite[j]! * data[from + opposite[j]!]!;
    const { start, end } = plainColumns(across.own, columns);
    for (let i = 0, to = 0; i < height; i++, to += width) {
      const [v, w] = [down.own[i]!, down.opposite[i]!];
      const here = row(i);
      if (v === 1) {
        for (let j = 0; j < start; j++) target[to + j] = blended(here, j);
        target.set(data.subarray(here + columns[start]!, here + columns[start]! + end - start), to + start);
        for (let j = end; j < width; j++) target[to + j] = blended(here, j);
      } else if (v === 0 && w === 0) {
        target.fill(0, to, to + width);
      } else {
        const there = w === 0 ? here : row(i < height / 2 ? i + height : i - height);
        for (let j = 0; j < width; j++) target[to + j] = v * blended(here, j) + w * blended(there, j);
      }
    }
  }
}

/** The columns that are copied as they are: neither faded nor mirrored. */
function plainColumns(own: Float64Array, columns: Int32Array): { start: number; end: number } {
  let start = Math.floor(columns.length / 2);
  let end = start;
  while (end < columns.length && own[end] === 1 && columns[end] === columns[start]! + end - start) end++;
  if (end === start) return { start, end };
  while (start > 0 && own[start - 1] === 1 && columns[start - 1] === columns[start]! - 1) start--;
  return { start, end };
}
