/**
 * The pieces of work that a picture is made of. The pieces of a step do not depend on each other, so that threads can
 * share them, and each computes the same numbers whoever does it.
 */
import type { Simd } from "../../../simd/simd.js";
import { extrapolate } from "../extrapolate.js";
import { CELL, CLASSES } from "../orientation.js";
import { BASIS, COVARIANCES, classBasis, classCovariance } from "../patch-bases.js";
import type { PatchGrid } from "../patch-shrinkage.js";
import { Bicubic } from "./bicubic.js";
import { classRows } from "./classes.js";
import { Correlation } from "./correlation.js";
import { addPatchRows } from "./covariances.js";
import { DataTile, type ResidualPlane, type TileTarget } from "./data-tile.js";
import { fitsPatches, type PictureParts } from "./picture.js";
import {
  type ColourTile,
  colourTile,
  correlatedRows,
  framePart,
  pairOfCores,
  sampledPart,
  shrunkRows,
} from "./reach.js";
import { type Part, packBasis, type Shrinking, shrinkPart, strideOf } from "./shrinkage.js";
import { PATCH_REACH, SAMPLE_PARTS } from "./sizes.js";

/**
 * A step, as it is put up for all threads: what it reads and writes of the picture's planes (picture.ts), and its
 * numbers (schedule.ts). A is the degradation of data-step.ts.
 */
export type Step =
  /** large, last ← y, enlarged */
  | { readonly name: "bicubic" }
  /** classes ← large */
  | { readonly name: "classes" }
  /** covariances ← large and its classes */
  | { readonly name: "covariances" }
  /** bases ← covariances */
  | { readonly name: "bases" }
  /** residual ← y − A large */
  | { readonly name: "residual" }
  /** large ← the data step, from the residual */
  | { readonly name: "correct"; readonly lambda: number }
  /** large, last ← the denoiser, from large and its edges, extrapolated from last */
  | {
      readonly name: "shrink";
      readonly threshold: number;
      readonly grid: PatchGrid;
      readonly weightOffset: number;
      readonly momentum: number;
    }
  /** stripe ← colours of a row of tiles, from large, the luma, and chroma */
  | {
      readonly name: "colours";
      readonly row: number;
      readonly lambda: number;
      readonly threshold: number;
      readonly weightOffset: number;
      readonly grids: readonly [PatchGrid, PatchGrid];
    };

/** How many pieces a step has. */
export function pieces(picture: PictureParts, step: Step): number {
  const { grid } = picture;
  switch (step.name) {
    case "bicubic":
    case "residual":
      return picture.lowBands.length;
    case "classes":
      return picture.cellBands.length;
    case "covariances":
      return SAMPLE_PARTS;
    case "bases":
      return CLASSES;
    case "correct":
      return Math.ceil((grid.columns.length * grid.rows.length) / 2);
    case "shrink":
      return picture.bands.length;
    case "colours":
      return grid.columns.length;
  }
}

/** Does pieces of work on one picture. */
export class PictureWorker {
  readonly #simd: Simd;
  readonly #picture: PictureParts;
  readonly #bicubic: Bicubic;
  readonly #correlation: Correlation;
  readonly #dataTile: DataTile;
  readonly #bases: number;
  /** Where the memory for pieces begins. */
  readonly #mark: number;

  constructor(simd: Simd, picture: PictureParts) {
    const { kernel, scale, grid, width, overlap, known, constants, bases, lowBands } = picture;
    const bandRows = Math.max(...lowBands.map(({ start, end }) => end - start));
    this.#simd = simd;
    this.#picture = picture;
    this.#bicubic = new Bicubic(simd, scale);
    this.#correlation = new Correlation(simd, kernel, scale, scale * width, bandRows);
    this.#dataTile = new DataTile(
      simd,
      kernel,
      scale,
      grid.frameWidth,
      grid.frameHeight,
      overlap,
      known,
      constants,
    );
    this.#bases = simd.allocate(bases.byteLength);
    this.#mark = simd.mark();
  }

  /** Does one piece, 0 ≤ index < {@link pieces}. */
  run(step: Step, index: number): void {
    this.#simd.release(this.#mark);
    if (step.name === "bicubic") this.#enlarge(index);
    else if (step.name === "classes") this.#classify(index);
    else if (step.name === "covariances") this.#sample(index);
    else if (step.name === "bases") this.#learn(index);
    else if (step.name === "residual") this.#subtract(index);
    else if (step.name === "correct") this.#correct(index, step.lambda);
    else if (step.name === "shrink") this.#shrink(index, step);
    else this.#colour(index, step);
  }

  #enlarge(index: number): void {
    const { low, large, last, isExtrapolated, lowBands, width, height, scale } = this.#picture;
    const { start, end } = lowBands[index]!;
    const samples = scale * scale * width * (end - start);
    const target = this.#simd.allocate(4 * samples);
    this.#bicubic.enlarge({ data: low, width, top: 0 }, height, start, end, target, 4 * scale * width);
    for (const plane of isExtrapolated ? [large, last] : [large]) {
      plane.set(this.#simd.floats(target, samples), scale * scale * width * start);
    }
  }

  #classify(index: number): void {
    const { large, classes, cellBands, width, height, scale } = this.#picture;
    const image = { width: scale * width, height: scale * height, channels: 1, data: large };
    classRows(this.#simd, image, cellBands[index]!, classes);
  }

  #sample(index: number): void {
    const { large, classes, covariances, width, height, scale } = this.#picture;
    const image = { width: scale * width, height: scale * height, channels: 1, data: large };
    const map = {
      width: Math.ceil(image.width / CELL),
      height: Math.ceil(image.height / CELL),
      classes,
      count: CLASSES,
    };
    const part = sampledPart(this.#picture, index);
    addPatchRows(this.#simd, image, map, part, covariancePart(covariances, index));
  }

  #learn(c: number): void {
    const { covariances, bases } = this.#picture;
    const parts = Array.from({ length: SAMPLE_PARTS }, (_, i) =>
      classCovariance(covariancePart(covariances, i), c),
    );
    const basis = new Float64Array(BASIS);
    classBasis(parts, basis);
    packBasis(basis, c, bases);
  }

  #subtract(index: number): void {
    const simd = this.#simd;
    const { low, large, residual, lowBands, width, height, scale } = this.#picture;
    const { start, end } = lowBands[index]!;
    const [largeWidth, largeHeight] = [scale * width, scale * height];
    const { start: top, end: bottom } = correlatedRows(this.#picture, lowBands[index]!);
    const x = simd.allocate(4 * largeWidth * (bottom - top));
    const room = Correlation.room(width);
    const target = simd.zeros(room * (end - start));
    simd.floats(x, largeWidth * (bottom - top)).set(large.subarray(largeWidth * top, largeWidth * bottom));
    const rows = simd.floats(target, room * (end - start));
    for (let y = start; y < end; y++) rows.set(low.subarray(y * width, (y + 1) * width), (y - start) * room);
    this.#correlation.subtract(
      { at: x, stride: 4 * largeWidth, top, count: bottom - top, width: largeWidth },
      largeHeight,
      start,
      end,
      target,
    );
    const result = simd.floats(target, room * (end - start));
    for (let y = start; y < end; y++) {
      const from = (y - start) * room;
      residual.set(result.subarray(from, from + width), y * width);
    }
  }

  #correct(index: number, lambda: number): void {
    const { grid, residual, large, width, height, scale, overlap } = this.#picture;
    const simd = this.#simd;
    const targets = pairOfCores(grid, index).map((core): TileTarget => {
      const stride = 4 * scale * core.width;
      return { core, at: simd.allocate(stride * scale * core.height), stride };
    });
    const eachRow = (visit: (own: Float32Array, at: number) => void): void => {
      for (const { core, at, stride } of targets) {
        const own = simd.floats(at, (stride * scale * core.height) / 4);
        for (let y = 0; y < scale * core.height; y++) {
          const row = own.subarray((y * stride) / 4, ((y + 1) * stride) / 4);
          visit(row, (scale * core.y + y) * scale * width + scale * core.x);
        }
      }
    };
    eachRow((own, at) => own.set(large.subarray(at, at + own.length)));
    const planes = targets.map(({ core }): ResidualPlane => {
      const { start, end } = framePart(overlap, core.y - overlap, grid.frameHeight, height);
      const rows = residual.subarray(start * width, end * width);
      return { data: () => rows, stride: width, x: 0, y: start, width, height };
    });
    this.#dataTile.correct(targets, planes, lambda);
    eachRow((own, at) => large.set(own, at));
  }

  #shrink(index: number, { threshold, grid, weightOffset, momentum }: Step & { name: "shrink" }): void {
    const simd = this.#simd;
    const { large, last, isExtrapolated, edges, bands, width, height, scale } = this.#picture;
    const [largeWidth, largeHeight] = [scale * width, scale * height];
    const rows = bands[index]!;
    const part = shrunkRows(largeHeight, rows);
    const stride = strideOf(largeWidth);
    const step = stride / 4;
    const at = simd.allocate(stride * (part.end - part.start));
    const view = simd.floats(at, step * (part.end - part.start));
    const border = (i: number): number => i * 2 * PATCH_REACH;
    for (let y = part.start; y < part.end; y++) {
      const edge =
        y < rows.start
          ? border(index - 1) + y - part.start
          : y >= rows.end
            ? border(index) + PATCH_REACH + y - rows.end
            : undefined;
      const row =
        edge === undefined
          ? large.subarray(y * largeWidth, (y + 1) * largeWidth)
          : edges.subarray(edge * largeWidth, (edge + 1) * largeWidth);
      view.set(row, (y - part.start) * step);
    }
    const whole: Part = { at, stride, columns: { start: 0, end: largeWidth }, rows: part };
    const result = shrinkPart(
      simd,
      whole,
      largeWidth,
      largeHeight,
      rows,
      this.#shrinking({ threshold, grid, weightOffset }),
    );
    const shrunk = simd.floats(result, step * (rows.end - rows.start));
    for (let y = rows.start; y < rows.end; y++) {
      const from = (y - rows.start) * step;
      const z = shrunk.subarray(from, from + largeWidth);
      if (isExtrapolated) extrapolate(z, last.subarray(y * largeWidth, (y + 1) * largeWidth), momentum);
      large.set(z, y * largeWidth);
    }
  }

  /** The bases may have changed since the last piece. */
  #shrinking(how: Pick<Shrinking, "threshold" | "grid" | "weightOffset">): Shrinking {
    const { bases, classes, width, scale } = this.#picture;
    this.#simd.floats(this.#bases, bases.length).set(bases);
    return {
      ...how,
      bases: this.#bases,
      classes,
      classesWidth: Math.ceil((scale * width) / CELL),
    };
  }

  /** Both colour differences of one tile from their start to the end, then the colours. */
  #colour(index: number, { row, lambda, threshold, weightOffset, grids }: Step & { name: "colours" }): void {
    const part = colourTile(this.#picture, row, index);
    const planes = ([0, 1] as const).map((c) => this.#startOfChroma(c, part));
    const corrected = this.#correctChroma(planes, part, lambda);
    const [blue, red] = corrected.map((at, c) =>
      this.#shrinkChroma(at, part, { threshold, weightOffset, grid: grids[c as 0 | 1] }),
    ) as [number, number];
    this.#joinColours(blue, red, part);
  }

  /** One colour difference of a tile, enlarged, and what of y that leaves unexplained. */
  #startOfChroma(c: 0 | 1, { rows, columns }: ColourTile): ChromaPlane {
    const simd = this.#simd;
    const { chroma, width: pictureWidth, scale } = this.#picture;
    const width = columns.end - columns.start;
    const height = rows.end - rows.start;
    const low = new Float32Array(width * height);
    for (let y = 0; y < height; y++) {
      const from = (c * height + y) * pictureWidth + columns.start;
      low.set(chroma.subarray(from, from + width), y * width);
    }
    const stride = 4 * scale * width;
    const at = simd.allocate(stride * scale * height);
    this.#bicubic.enlarge({ data: low, width, top: 0 }, height, 0, height, at, stride);
    const room = Correlation.room(width);
    const residual = simd.zeros(room * height);
    const target = simd.floats(residual, room * height);
    for (let y = 0; y < height; y++) target.set(low.subarray(y * width, (y + 1) * width), y * room);
    const enlarged = { at, stride, top: 0, count: scale * height, width: scale * width };
    this.#correlation.subtract(enlarged, scale * height, 0, height, residual);
    return { at, residual };
  }

  /** The data step. Returns where both colour differences of the tile are, in rows of {@link strideOf} its width. */
  #correctChroma(
    planes: readonly ChromaPlane[],
    { tile, rows, columns }: ColourTile,
    lambda: number,
  ): number[] {
    const simd = this.#simd;
    const { width, height, scale } = this.#picture;
    const partWidth = columns.end - columns.start;
    const partHeight = rows.end - rows.start;
    const stride = strideOf(scale * tile.width);
    const step = stride / 4;
    const cut = planes.map(({ at }) => {
      const own = simd.zeros(step * scale * tile.height);
      const target = simd.floats(own, step * scale * tile.height);
      const source = simd.floats(at, scale * partWidth * scale * partHeight);
      for (let y = 0; y < scale * tile.height; y++) {
        const from =
          (scale * (tile.y - rows.start) + y) * scale * partWidth + scale * (tile.x - columns.start);
        target.set(source.subarray(from, from + scale * tile.width), y * step);
      }
      return own;
    });
    const room = Correlation.room(partWidth);
    this.#dataTile.correct(
      cut.map((at) => ({ core: tile, at, stride })),
      planes.map(({ residual }) => ({
        data: () => simd.floats(residual, room * partHeight),
        stride: room,
        x: columns.start,
        y: rows.start,
        width,
        height,
      })),
      lambda,
    );
    return cut;
  }

  /** The denoiser. Returns where the rows of the tile's core begin. */
  #shrinkChroma(
    at: number,
    { core, tile }: ColourTile,
    how: Pick<Shrinking, "threshold" | "grid" | "weightOffset">,
  ): number {
    const { width, height, scale } = this.#picture;
    const stride = strideOf(scale * tile.width);
    if (!fitsPatches(this.#picture)) return at + scale * (core.y - tile.y) * stride;
    const part: Part = {
      at,
      stride,
      columns: { start: scale * tile.x, end: scale * (tile.x + tile.width) },
      rows: { start: scale * tile.y, end: scale * (tile.y + tile.height) },
    };
    const rows = { start: scale * core.y, end: scale * (core.y + core.height) };
    return shrinkPart(this.#simd, part, scale * width, scale * height, rows, this.#shrinking(how));
  }

  /** stripe ← the colours of a tile's core, from its luma and the two colour differences at these places. */
  #joinColours(blue: number, red: number, { core, tile }: ColourTile): void {
    const simd = this.#simd;
    const { large, stripe, width, scale } = this.#picture;
    const largeWidth = scale * width;
    const [x, offset] = [scale * core.x, scale * (core.x - tile.x)];
    const [coreWidth, coreHeight] = [scale * core.width, scale * core.height];
    const step = strideOf(scale * tile.width) / 4;
    const samples = step * coreHeight;
    const luma = simd.zeros(samples);
    const lumaRows = simd.floats(luma, samples);
    for (let y = 0; y < coreHeight; y++) {
      const from = (scale * core.y + y) * largeWidth + x;
      lumaRows.set(large.subarray(from, from + coreWidth), y * step + offset);
    }
    simd.run.joinColour(luma, blue, red, samples);
    for (const [c, at] of [luma, blue, red].entries()) {
      const colour = simd.floats(at, samples);
      for (let y = 0; y < coreHeight; y++) {
        const from = y * step + offset;
        stripe.set(colour.subarray(from, from + coreWidth), (c * coreHeight + y) * largeWidth + x);
      }
    }
  }
}

/** A colour difference of a tile and its surroundings: the addresses of the enlarged plane and of its residual. */
interface ChromaPlane {
  readonly at: number;
  readonly residual: number;
}

/** The sums over one part of the patches. */
function covariancePart(covariances: Float64Array, index: number): Float64Array {
  return covariances.subarray(index * COVARIANCES, (index + 1) * COVARIANCES);
}
