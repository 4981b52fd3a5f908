/**
 * Text as outlines, so that pictures look the same on machines without fonts. The font is IBM Plex Sans (SIL Open
 * Font Licence), from npm.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { INK, shorten, type TextRenderer } from "@kernelgan/figures";
import opentype, { type Font, type Path } from "opentype.js";

const require = createRequire(import.meta.url);
const fonts = new Map<number, Font>();

/** Draws text as an SVG path. Characters that the font lacks (it covers Latin) become "?". */
export const outlineText: TextRenderer = (text, label) => {
  const { x, y, size, bold = false, anchor = "start", fill = INK, rotate, maxWidth = Infinity } = label;
  const font = loadFont(bold ? 600 : 400);
  const width = (s: string): number => font.getAdvanceWidth(s, size);
  const shown = shorten(drawable(font, text), (s) => width(s) <= maxWidth);
  const left = x - { start: 0, middle: 0.5, end: 1 }[anchor] * width(shown);
  const turn = rotate ? ` transform="rotate(${rotate} ${x} ${y})"` : "";
  return `<path d="${pathData(font.getPath(shown, left, y, size))}" fill="${fill}"${turn}/>`;
};

function loadFont(weight: 400 | 600): Font {
  const loaded = fonts.get(weight);
  if (loaded) return loaded;
  const path = require.resolve(`@fontsource/ibm-plex-sans/files/ibm-plex-sans-latin-${weight}-normal.woff`);
  const bytes = readFileSync(path);
  const font = opentype.parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
  fonts.set(weight, font);
  return font;
}

/** A path as SVG path data. (opentype.js's own `toPathData` writes NaN for coordinates like 1e-15.) */
function pathData(path: Path): string {
  return path.commands.map(({ type, ...points }) => type + coordinates(points)).join("");
}

/** The control points' coordinates, in the order in which SVG wants them. */
function coordinates(points: {
  x1?: number | undefined;
  y1?: number | undefined;
  x2?: number | undefined;
  y2?: number | undefined;
  x?: number | undefined;
  y?: number | undefined;
}): string {
  const { x1, y1, x2, y2, x, y } = points;
  return [x1, y1, x2, y2, x, y].flatMap((n) => (n === undefined ? [] : [n.toFixed(2)])).join(" ");
}

function drawable(font: Font, text: string): string {
  return Array.from(text, (c) => (font.charToGlyphIndex(c) > 0 ? c : "?")).join("");
}
