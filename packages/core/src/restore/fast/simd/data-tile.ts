/** The data step (data-step.ts) of one or two tiles on the WebAssembly engine. */
import { mirror, type Rectangle } from "../../../image/index.js";
import type { Kernel } from "../../../kernel/index.js";
import { SimdFft } from "../../../simd/fft.js";
import type { Simd } from "../../../simd/simd.js";
import { fade, fadeWithin, knownArea, taper } from "../../tile-frame.js";
import { placePhase } from "../data-step.js";
import { isWhole, KnownPart } from "../known-part.js";

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
  readonly #knownPart: KnownPart;
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
   */
  constructor(
    simd: Simd,
    kernel: Kernel,
    readonly scale: number,
    width: number,
    height: number,
    readonly overlap: number,
    readonly known: Rectangle,
  ) {
    this.#simd = simd;
    this.#fft = new SimdFft(simd, width, height);
    this.#knownPart = new KnownPart(this.#fft);
    this.#fadeX = fade(width, overlap);
    this.#fadeY = fade(height, overlap);
    const { samples } = this.#fft;
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
      if (!isWhole(area, this.#fft)) taper(area, this.#fadeX, this.#fadeY, part(i));
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
      this.#knownPart.solve({ part, multiply: inPlace(multiply), divide: inPlace(divide) }, areas);
      // The factor of the inverse transforms.
      for (const w of [part(0), part(1)]) for (let i = 0; i < samples; i++) w[i]! /= samples;
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

  /** Copies a tile and its surroundings, mirrored beyond the image and fading into each other at the frame's edge. */
  #load(core: Rectangle, area: Rectangle, plane: ResidualPlane, target: Float32Array): void {
    const { width, height } = this.#fft;
    const fadeX = fadeWithin(this.#fadeX, area.x, area.width);
    const fadeY = fadeWithin(this.#fadeY, area.y, area.height);
    const { stride } = plane;
    const data = plane.data();
    const { x: left, y: top } = this.#frame(core);
    const column = (i: number): number => mirror(left + i, plane.width) - plane.x;
    const row = (i: number): number => (mirror(top + i, plane.height) - plane.y) * stride;
    const columns = Int32Array.from({ length: width }, (_, i) => column(i));
    // Where nothing fades the opposite sample may lie outside the part that is there.
    const across = Int32Array.from({ length: width }, (_, i) =>
      column(fadeX[i] === 1 ? i : i < width / 2 ? i + width : i - width),
    );
    const { start, end } = this.#plain(fadeX, columns);
    for (let i = 0; i < height; i++) {
      const here = row(i);
      const v = fadeY[i]!;
      const to = i * width;
      if (v < 1) {
        const opposite = row(i < height / 2 ? i + height : i - height);
        for (let j = 0; j < width; j++) {
          const u = fadeX[j]!;
          const [a, b] = [columns[j]!, across[j]!];
          target[to + j] =
            v * (u * data[here + a]! + (1 - u) * data[here + b]!) +
            (1 - v) * (u * data[opposite + a]! + (1 - u) * data[opposite + b]!);
        }
        continue;
      }
      for (let j = 0; j < start; j++) target[to + j] = this.#across(data, here, columns, across, fadeX, j);
      target.set(data.subarray(here + columns[start]!, here + columns[start]! + end - start), to + start);
      for (let j = end; j < width; j++) target[to + j] = this.#across(data, here, columns, across, fadeX, j);
    }
  }

  #across(
    data: Float32Array,
    row: number,
    columns: Int32Array,
    across: Int32Array,
    fadeX: Float64Array,
    j: number,
  ): number {
    const u = fadeX[j]!;
    return u * data[row + columns[j]!]! + (1 - u) * data[row + across[j]!]!;
  }

  /** The columns that are copied as they are: neither faded nor mirrored. */
  #plain(fadeX: Float64Array, columns: Int32Array): { start: number; end: number } {
    let start = Math.floor(columns.length / 2);
    let end = start + 1;
    while (start > 0 && fadeX[start - 1] === 1 && columns[start - 1] === columns[start]! - 1) start--;
    while (end < columns.length && fadeX[end] === 1 && columns[end] === columns[end - 1]! + 1) end++;
    return { start, end };
  }
}
