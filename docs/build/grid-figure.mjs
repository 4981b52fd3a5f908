/** Draws docs/figures/grid.svg: how a kernel, high-resolution and low-resolution pixels lie to each other at ×2. `npm run docs` runs it. */
import { mkdirSync, writeFileSync } from "node:fs";

const SCALE = 2;
const SIZE = 13;
const CELL = 24;
const PIXELS = 16;
const MARGIN = 28;
const centre = Math.floor(SIZE / 2) + 0.5 * (SCALE - 1);

/** The middle of a pixel, in units of the drawing. */
const at = (pixel) => MARGIN + (pixel + 0.5) * CELL;
const range = (n) => Array.from({ length: n }, (_, i) => i);
const side = MARGIN + PIXELS * CELL + 8;

const pixels = range(PIXELS).flatMap((y) =>
  range(PIXELS).map(
    (x) =>
      `<rect x="${MARGIN + x * CELL}" y="${MARGIN + y * CELL}" width="${CELL}" height="${CELL}" fill="${(Math.floor(x / SCALE) + Math.floor(y / SCALE)) % 2 ? "#f4f1ea" : "#fff"}" stroke="#bbb" stroke-width=".5"/>`,
  ),
);
const low = range(PIXELS / SCALE).flatMap((y) =>
  range(PIXELS / SCALE).map((x) => {
    const [cx, cy] = [x, y].map((i) => at(i * SCALE + (SCALE - 1) / 2));
    return `<circle cx="${cx}" cy="${cy}" r="3" fill="#1b6ca8"/>`;
  }),
);
const labels = range(PIXELS).map(
  (i) =>
    `<text x="${at(i)}" y="${MARGIN - 8}" text-anchor="middle">${i}</text><text x="${MARGIN - 8}" y="${at(i) + 4}" text-anchor="end">${i}</text>`,
);
const frame = `<rect x="${MARGIN}" y="${MARGIN}" width="${SIZE * CELL}" height="${SIZE * CELL}" fill="#c9512c" fill-opacity=".08" stroke="#c9512c" stroke-width="2"/>`;
const mass = `<circle cx="${at(centre)}" cy="${at(centre)}" r="8" fill="none" stroke="#c9512c" stroke-width="2.5"/>`;
const legend = [
  `<rect x="${side + 12}" y="34" width="14" height="14" fill="#fff" stroke="#bbb"/><text x="${side + 34}" y="45">high-resolution pixel</text>`,
  `<circle cx="${side + 19}" cy="67" r="3" fill="#1b6ca8"/><text x="${side + 34}" y="71">low-resolution pixel,</text><text x="${side + 34}" y="87">in the middle of its block</text>`,
  `<rect x="${side + 12}" y="103" width="14" height="14" fill="#c9512c" fill-opacity=".08" stroke="#c9512c" stroke-width="2"/><text x="${side + 34}" y="114">the ${SIZE}×${SIZE} kernel of the fourth one</text>`,
  `<circle cx="${side + 19}" cy="136" r="7" fill="none" stroke="#c9512c" stroke-width="2.5"/><text x="${side + 34}" y="140">its centre of mass, ${centre}</text>`,
];
const [width, height] = [side + 270, side];

mkdirSync(new URL("../figures/", import.meta.url), { recursive: true });
writeFileSync(
  new URL("../figures/grid.svg", import.meta.url),
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui,sans-serif" font-size="12" fill="#333"><title>High-resolution pixels, the low-resolution ones, and a kernel</title><rect width="${width}" height="${height}" fill="#fff"/>${[...pixels, frame, ...low, mass, ...labels, ...legend].join("")}</svg>\n`,
);
