/**
 * What each piece of work (steps.ts) reads of a picture's planes, and what it writes: where threads have no memory in
 * common, these parts travel between them as copies.
 */

import type { Interval } from "../../intervals.js";
import { CELL, CLASSES } from "../orientation.js";
import { COVARIANCES, PATCH_SIDE, sampleStep } from "../patch-bases.js";
import { classifiedRows } from "./classes.js";
import type { LargePlane, PictureParts } from "./picture.js";
import { colourTile, correlatedRows, framePart, pairOfCores, sampledPart, shrunkRows } from "./reach.js";
import { PATCH_REACH, SAMPLE_PARTS } from "./sizes.js";
import type { Step } from "./steps.js";

/** The planes that pieces read and write. */
export type PlaneName = LargePlane | "classes" | "covariances" | "bases";

/** A rectangle of a plane, in samples. */
export interface Region {
  readonly plane: PlaneName;
  /** The first sample. */
  readonly at: number;
  /** From row to row. */
  readonly stride: number;
  readonly width: number;
  readonly height: number;
}

/** The bases are not among them: the steps that denoise read all of them. */
export interface Regions {
  readonly reads: readonly Region[];
  readonly writes: readonly Region[];
}

/** The regions of one piece, 0 ≤ index < pieces(picture, step). */
export function regionsOf(picture: PictureParts, step: Step, index: number): Regions {
  const { width, height, scale, grid, overlap } = picture;
  const [largeWidth, largeHeight] = [scale * width, scale * height];
  const low = rowsOf("low", width);
  const large = rowsOf("large", largeWidth);
  const last = (rows: Interval): Region[] =>
    picture.isExtrapolated ? [rowsOf("last", largeWidth)(rows)] : [];
  const cells = rowsOf("classes", Math.ceil(largeWidth / CELL));
  switch (step.name) {
    case "bicubic": {
      const { start, end } = picture.lowBands[index]!;
      const rows = { start: scale * start, end: scale * end };
      return {
        reads: [low(clipped(start - 2, end + 2, height))],
        writes: [large(rows), ...last(rows)],
      };
    }
    case "classes": {
      const rows = picture.cellBands[index]!;
      return { reads: [large(classifiedRows(largeHeight, rows))], writes: [cells(rows)] };
    }
    case "covariances": {
      const { start, end } = sampledPart(picture, index);
      const distance = sampleStep({ width: largeWidth, height: largeHeight });
      const rows = clipped(distance * start, distance * (end - 1) + PATCH_SIDE, largeHeight);
      return {
        reads: [large(rows), cells(cellsOf(rows))],
        writes: [rowsOf("covariances", COVARIANCES)({ start: index, end: index + 1 })],
      };
    }
    case "bases": {
      const samples = COVARIANCES / CLASSES;
      const own = { at: index * samples, stride: COVARIANCES, width: samples, height: SAMPLE_PARTS };
      return {
        reads: [{ plane: "covariances", ...own }],
        writes: [rowsOf("bases", picture.bases.length / CLASSES)({ start: index, end: index + 1 })],
      };
    }
    case "residual": {
      const rows = picture.lowBands[index]!;
      return {
        reads: [low(rows), large(correlatedRows(picture, rows))],
        writes: [rowsOf("residual", width)(rows)],
      };
    }
    case "correct": {
      const cores = pairOfCores(grid, index);
      const targets = cores.map(
        (core): Region => ({
          plane: "large",
          at: scale * (core.y * largeWidth + core.x),
          stride: largeWidth,
          width: scale * core.width,
          height: scale * core.height,
        }),
      );
      const frames = cores.map((core): Region => {
        const columns = framePart(overlap, core.x - overlap, grid.frameWidth, width);
        const rows = framePart(overlap, core.y - overlap, grid.frameHeight, height);
        return {
          plane: "residual",
          at: rows.start * width + columns.start,
          stride: width,
          width: columns.end - columns.start,
          height: rows.end - rows.start,
        };
      });
      return { reads: [...frames, ...targets], writes: targets };
    }
    case "shrink": {
      const rows = picture.bands[index]!;
      const edges = rowsOf("edges", 2 * PATCH_REACH * largeWidth);
      const borders = { start: Math.max(0, index - 1), end: Math.min(picture.bands.length - 1, index + 1) };
      return {
        reads: [large(rows), ...last(rows), edges(borders), cells(cellsOf(shrunkRows(largeHeight, rows)))],
        writes: [large(rows), ...last(rows)],
      };
    }
    case "colours": {
      const { core, tile, rows, columns } = colourTile(picture, step.row, index);
      const [partHeight, coreHeight, coreWidth] = [
        rows.end - rows.start,
        scale * core.height,
        scale * core.width,
      ];
      const tileRows = clipped(scale * tile.y, scale * (tile.y + tile.height), largeHeight);
      return {
        reads: [
          // C_b and C_r follow each other, row by row.
          {
            plane: "chroma",
            at: columns.start,
            stride: width,
            width: columns.end - columns.start,
            height: 2 * partHeight,
          },
          {
            plane: "large",
            at: scale * (core.y * largeWidth + core.x),
            stride: largeWidth,
            width: coreWidth,
            height: coreHeight,
          },
          cells(cellsOf(tileRows)),
        ],
        // And so do the three colours.
        writes: [
          {
            plane: "stripe",
            at: scale * core.x,
            stride: largeWidth,
            width: coreWidth,
            height: 3 * coreHeight,
          },
        ],
      };
    }
  }
}

/** Whole rows of a plane. */
function rowsOf(plane: PlaneName, width: number): (rows: Interval) => Region {
  return ({ start, end }) => ({
    plane,
    at: start * width,
    stride: width,
    width,
    height: Math.max(0, end - start),
  });
}

function clipped(start: number, end: number, length: number): Interval {
  return { start: Math.max(0, start), end: Math.min(length, end) };
}

/** Rows of cells that rows of pixels lie in. */
function cellsOf({ start, end }: Interval): Interval {
  return { start: Math.floor(start / CELL), end: Math.ceil(end / CELL) };
}
