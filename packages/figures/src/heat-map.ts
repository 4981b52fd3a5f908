/** Square grids of numbers as pictures: SVG squares, or pixels. */
import type { Kernel } from "@kernelgan/core";
import { rgb } from "d3-color";
import { kernelColour, verdictColour } from "./colours.js";

/** The values at both ends of a colour scale. */
export type ValueRange = readonly [low: number, high: number];

/** What a heat map shows, which decides its colours: a kernel's weights, or a D-map's probabilities. */
export type HeatMapColours = "kernel" | "verdict";

/** A kernel's colour scale: from 0 (or the lowest weight, if negative) to the highest weight. */
export function kernelRange({ data }: Kernel): ValueRange {
  return [data.reduce((a, b) => Math.min(a, b), 0), data.reduce((a, b) => Math.max(a, b), 0)];
}

/** Where the squares of a heat map lie. */
export interface SquaresLayout {
  /** Squares in a row. */
  size: number;
  /** The top left corner; default (0, 0). */
  left?: number | undefined;
  top?: number | undefined;
  /** Side of a square; default 1. */
  cell?: number | undefined;
}

/** Values in reading order as SVG <rect> elements, one each. */
export function heatMapSquares(
  values: ArrayLike<number>,
  colour: (value: number) => string,
  { size, left = 0, top = 0, cell = 1 }: SquaresLayout,
): string {
  return Array.from(values, (value, i) => {
    const x = left + (i % size) * cell;
    const y = top + Math.floor(i / size) * cell;
    return `<rect x="${x}" y="${y}" width="${cell}" height="${cell}" fill="${colour(value)}"/>`;
  }).join("");
}

const SHADES = 256;
const COLOURS = { kernel: kernelColour, verdict: verdictColour };
const tables = new Map<HeatMapColours, Uint8Array>();

/** A colour scale as SHADES × RGB; made once, since D-maps are drawn several times a second. */
function colourTable(colours: HeatMapColours): Uint8Array {
  const known = tables.get(colours);
  if (known) return known;
  const table = Uint8Array.from(
    Array.from({ length: SHADES }, (_, i) => rgb(COLOURS[colours](i / (SHADES - 1)))).flatMap(
      ({ r, g, b }) => [r, g, b],
    ),
  );
  tables.set(colours, table);
  return table;
}

/** Values as RGBA, 8 bits, one pixel each. Values outside the range get the colours of its ends. */
export function heatMapPixels(
  values: ArrayLike<number>,
  [low, high]: ValueRange,
  colours: HeatMapColours,
): Uint8ClampedArray<ArrayBuffer> {
  const table = colourTable(colours);
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (const [i, value] of Array.from(values).entries()) {
    const t = (value - low) / (high - low || 1);
    const shade = 3 * Math.min(Math.max(Math.floor(t * SHADES), 0), SHADES - 1);
    pixels.set(table.subarray(shade, shade + 3), 4 * i);
    pixels[4 * i + 3] = 255;
  }
  return pixels;
}
