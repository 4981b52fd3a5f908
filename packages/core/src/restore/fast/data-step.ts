/**
 * The data step of half-quadratic splitting: the image nearest to z that explains y,
 *
 *     x = argmin ‖A x − y‖² + λ ‖x − z‖²,   A x = (x ⋆ k)↓s,
 *
 * which is
 *
 *     x = z + Aᵀ (A Aᵀ + λ)⁻¹ (y − A z).
 *
 * A is s² filters on the s² phases of x, x_p[i] = x[s·i + p], each as large as y: A x = Σ_p k_p ⋆ x_p with
 * k_p[m] = k[s·m + p + ⌊n/2⌋]. With borders that wrap, Fourier's transform makes every filter a product, and, with
 * K_p the transfer function of k_p,
 *
 *     X_p = Z_p + conj(K_p) R / (Σ_q |K_q|² + λ),   R the transform of r = y − A z.
 *
 * So it takes one forward transform of the size of y and s² inverse ones. This is the solution of Zhao et al. and of
 * USRNet, who fold a transform of the large image; no size needs to be a multiple of s here.
 *
 * Borders. The residual r alone is transformed, tile by tile, with surroundings that fade into those of the opposite
 * side. y is known in a part of the image only, around which x has a margin (open-borders.ts): a tile with more than
 * that in its frame takes some iterations (known-part.ts). Where a correction is inexact, the next round's residual
 * shows the error, and where r is 0 in the end there is none.
 *
 * References: N. Zhao, Q. Wei, A. Basarab, N. Dobigeon, D. Kouamé, J.-Y. Tourneret, "Fast Single Image
 * Super-Resolution Using a New Analytical Solution for ℓ2–ℓ2 Problems", IEEE Trans. Image Processing 25(8), 2016;
 * K. Zhang, L. Van Gool, R. Timofte, "Deep Unfolding Network for Image Super-Resolution", CVPR 2020, eq. 8.
 */
import { type PlanarImage, planarImage, type Rectangle } from "../../image/index.js";
import { downscale, type Kernel } from "../../kernel/index.js";
import { Fft2d } from "../../math/fft.js";
import type { Pause } from "../../pause.js";
import { knownArea, TileFrame, type TilePlane } from "../tile-frame.js";
import { tileOverlap } from "../tile-overlap.js";
import { isWhole, KNOWN_PART_CONSTANTS, KnownPart, type KnownPartConstants } from "./known-part.js";
import { PlainLineSums } from "./line-sums.js";
import { PlainPlanes } from "./planes.js";
import { UnknownPart } from "./unknown-part.js";

/** Rows of y whose residual is computed at a time. */
const BAND_ROWS = 64;

/** Largest side of a tile, unless another is given. */
const TILE_SIZE = 256;

/** The tiles that y is cut into, in pixels of y, and how they are solved. */
export interface DataStepOptions {
  /** Largest side of a tile's core; default 256. */
  readonly tileSize?: number | undefined;
  /** Pixels around a core; default what suits the kernel ({@link tileOverlap}). */
  readonly overlap?: number | undefined;
  /** When the iterations at the borders end. */
  readonly constants?: KnownPartConstants | undefined;
}

/** A complex plane: real and imaginary part. */
interface ComplexPlane {
  readonly re: Float32Array;
  readonly im: Float32Array;
}

/** Data steps for images of one size, degraded by one kernel. */
export class DataStep {
  readonly #fft: Fft2d;
  /** K_p, phase by phase: p = s·(row phase) + column phase. */
  readonly #transfer: readonly ComplexPlane[];
  /** Σ_p |K_p|². */
  readonly #energy: Float32Array;
  readonly #frame: TileFrame;
  readonly #known: Rectangle;
  readonly #knownPart: KnownPart<Float32Array>;
  /** The transformed residual, and one phase of the correction. */
  readonly #residual: ComplexPlane;
  readonly #correction: ComplexPlane;

  /**
   * @param size that of y
   * @param known where y is known
   */
  constructor(
    readonly kernel: Kernel,
    readonly scale: number,
    { width, height }: { readonly width: number; readonly height: number },
    known: Rectangle,
    {
      tileSize = TILE_SIZE,
      overlap = tileOverlap(kernel.size, scale),
      constants = KNOWN_PART_CONSTANTS,
    }: DataStepOptions = {},
  ) {
    this.#frame = new TileFrame(width, height, tileSize, overlap);
    this.#known = known;
    const { width: frameWidth, height: frameHeight, samples } = this.#frame;
    this.#knownPart = new KnownPart(
      new PlainPlanes(samples),
      frameWidth,
      new UnknownPart(kernel, scale, this.#frame, (...size) => new PlainLineSums(...size)),
      constants,
    );
    this.#fft = new Fft2d(frameWidth, frameHeight);
    const plane = (): ComplexPlane => ({ re: new Float32Array(samples), im: new Float32Array(samples) });
    this.#residual = plane();
    this.#correction = plane();
    this.#transfer = Array.from({ length: scale ** 2 }, (_, p) => {
      const transfer = plane();
      placePhase(kernel, scale, p, frameWidth, frameHeight, transfer.re);
      this.#fft.forward(transfer.re, transfer.im);
      return transfer;
    });
    this.#energy = new Float32Array(samples);
    for (const { re, im } of this.#transfer) {
      for (let i = 0; i < samples; i++) this.#energy[i]! += re[i]! * re[i]! + im[i]! * im[i]!;
    }
  }

  /**
   * Turns z into x.
   *
   * @param z [c, s·h, s·w]; overwritten with x.
   * @param y [c, h, w]; what is not known may have any value.
   * @param lambda λ > 0
   */
  async apply(z: PlanarImage, y: PlanarImage, lambda: number, pause: Pause): Promise<void> {
    const residual = await this.residual(z, y, pause);
    const pieces: TilePlane[] = this.#frame.cores.flatMap((core) =>
      Array.from({ length: z.channels }, (_, channel) => ({ channel, core })),
    );
    for (const [i, piece] of pieces.entries()) {
      if (i % 2 === 1) continue;
      await pause();
      this.#correct(piece, pieces[i + 1], residual, z, lambda);
    }
  }

  /** y − A z, of a z that goes on mirrored: [c, h, w]. */
  async residual(z: PlanarImage, y: PlanarImage, pause: Pause): Promise<PlanarImage> {
    const { scale } = this;
    const { width, height } = y;
    const margin = Math.ceil(this.kernel.size / scale);
    const result = planarImage(width, height, y.channels);
    for (let c = 0; c < y.channels; c++) {
      for (let top = 0; top < height; top += BAND_ROWS) {
        await pause();
        const bottom = Math.min(height, top + BAND_ROWS);
        const first = Math.max(0, top - margin);
        const last = Math.min(height, bottom + margin);
        const start = (c * height + first) * scale * z.width;
        const rows = z.data.subarray(start, start + (last - first) * scale * z.width);
        const low = downscale(planarImage(z.width, scale * (last - first), 1, rows), this.kernel, scale);
        const offset = (top - first) * width;
        for (let i = (c * height + top) * width, j = offset; j < offset + (bottom - top) * width; i++, j++) {
          result.data[i] = y.data[i]! - low.data[j]!;
        }
      }
    }
    return result;
  }

  /** z += Aᵀ (A Aᵀ + λ)⁻¹ r on the cores of one or two pieces. */
  #correct(
    first: TilePlane,
    second: TilePlane | undefined,
    residual: PlanarImage,
    z: PlanarImage,
    lambda: number,
  ): void {
    const { re, im } = this.#residual;
    im.fill(0);
    const areas = [first, ...(second ? [second] : [])].map((piece, i) => {
      this.#frame.load(piece, residual, i === 0 ? re : im, this.#known);
      return knownArea(this.#known, this.#frame.area(piece.core));
    });
    const multiply = (factor: (energy: number) => number): void => {
      this.#fft.forward(re, im);
      // The factor of the inverse transforms is part of it.
      for (let i = 0; i < re.length; i++) {
        const value = factor(this.#energy[i]! + lambda) / re.length;
        re[i]! *= value;
        im[i]! *= value;
      }
    };
    if (areas.every((area) => isWhole(area, this.#frame))) {
      multiply((energy) => 1 / energy);
    } else {
      const filter = (factor: (energy: number) => number): void => {
        multiply(factor);
        this.#fft.unscaledInverse(re, im);
      };
      const filters = {
        divide: () => filter((energy) => 1 / energy),
        multiply: () => filter((energy) => energy),
      };
      this.#knownPart.solve([re, im], areas, filters, 1 / re.length);
      this.#fft.forward(re, im);
    }
    const samples = re.length;
    const out = this.#correction;
    for (const [p, transfer] of this.#transfer.entries()) {
      for (let i = 0; i < samples; i++) {
        out.re[i] = transfer.re[i]! * re[i]! + transfer.im[i]! * im[i]!;
        out.im[i] = transfer.re[i]! * im[i]! - transfer.im[i]! * re[i]!;
      }
      this.#fft.unscaledInverse(out.re, out.im);
      this.#add(first, p, out.re, z);
      if (second) this.#add(second, p, out.im, z);
    }
  }

  /** z_p += the core of one phase of the correction. */
  #add({ channel, core }: TilePlane, phase: number, correction: Float32Array, z: PlanarImage): void {
    const { scale } = this;
    const { overlap } = this.#frame;
    const rowPhase = Math.floor(phase / scale);
    const columnPhase = phase % scale;
    for (let y = 0; y < core.height; y++) {
      let from = (overlap + y) * this.#fft.width + overlap;
      let to =
        (channel * z.height + scale * (core.y + y) + rowPhase) * z.width + scale * core.x + columnPhase;
      for (let x = 0; x < core.width; x++, from++, to += scale) z.data[to]! += correction[from]!;
    }
  }
}

/**
 * Adds k_p as the impulse response of a circular convolution: correlation reads at +m what convolution has at −m.
 *
 * @param phase p: s·(row phase) + column phase
 * @param target width × height samples, row by row
 */
export function placePhase(
  { size, data }: Kernel,
  scale: number,
  phase: number,
  width: number,
  height: number,
  target: Float32Array,
): void {
  const origin = Math.floor(size / 2);
  const [rowPhase, columnPhase] = [Math.floor(phase / scale), phase % scale];
  const wrap = (m: number, length: number): number => ((-m % length) + length) % length;
  for (let u = 0; u < size; u++) {
    const row = (u - origin - rowPhase) / scale;
    if (!Number.isInteger(row)) continue;
    for (let v = 0; v < size; v++) {
      const column = (v - origin - columnPhase) / scale;
      if (!Number.isInteger(column)) continue;
      target[wrap(row, height) * width + wrap(column, width)]! += data[u * size + v]!;
    }
  }
}
