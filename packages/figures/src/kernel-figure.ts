/**
 * The picture of a kernel, as SVG: a heat map with pixel indices along both axes, a colour scale with numbers, the
 * place where an aligned kernel's centre lies (cross) and where this kernel's centre of mass is (ring).
 */
import { alignedCentre, centreOfMass, type Kernel, kernelSum } from "@kernelgan/core";
import { check, checkKernel, checkNames, checkRecord, shown } from "@kernelgan/core/internal";
import { scaleLinear } from "d3-scale";
import { kernelColour } from "./colours.js";
import { heatMapSquares, kernelRange } from "./heat-map.js";
import { INK, svgText, type TextRenderer } from "./text.js";

/** What is written on the picture. */
export interface FigureLabels {
  /** First line. */
  title: string;
  /** Downscaling factor; without it there is no cross. */
  scale?: number | undefined;
}

/** Size of the picture in pixels. */
export const FIGURE_WIDTH = 640;
export const FIGURE_HEIGHT = 628;

const MAP_LEFT = 74;
const MAP_TOP = 92;
const MAP_SIDE = 442;
const BAR_WIDTH = 18;
const BAR_GAP = 26;
const MUTED = "#5d6070";

/**
 * The kernel's picture as an SVG document of 640×628 pixels.
 *
 * @param text draws the labels.
 * @example
 * const svg = kernelFigure(estimate.kernel, { title: "photo", scale: 2 });
 */
export function kernelFigure(k: Kernel, labels: FigureLabels, text: TextRenderer = svgText): string {
  checkKernel(k);
  checkLabels(labels);
  // Whole pixels per weight, so that the squares are sharp.
  const cell = Math.max(1, Math.floor(MAP_SIDE / k.size));
  const frame: Frame = { cell, side: cell * k.size, at: (index) => (index + 0.5) * cell };
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${FIGURE_WIDTH}" height="${FIGURE_HEIGHT}" ` +
      `viewBox="0 0 ${FIGURE_WIDTH} ${FIGURE_HEIGHT}">`,
    `<rect width="100%" height="100%" fill="#ffffff"/>`,
    heading(k, labels, text),
    heatMap(k, frame),
    pixelAxes(k, frame, text),
    colourBar(k, frame, text),
    centreMarks(k, labels.scale, frame, text),
    "</svg>",
  ].join("\n");
}

function checkLabels(labels: FigureLabels): void {
  checkRecord(labels, "a figure's labels must be an object");
  checkNames(labels, { title: "any", scale: "any" }, "a figure's labels");
  const { title, scale } = labels;
  check(typeof title === "string", () => `a figure's title must be a string, got ${shown(title)}`);
  check(
    scale === undefined || (Number.isFinite(scale) && scale > 0),
    () => `a figure's scale must be a positive number, got ${shown(scale)}`,
  );
}

interface Frame {
  cell: number;
  /** Side of the heat map in pixels. */
  side: number;
  /** Distance of a (fractional) weight index's middle from the map's edge. */
  at: (index: number) => number;
}

function heading(k: Kernel, { title, scale }: FigureLabels, text: TextRenderer): string {
  const facts = [
    scale ? `×${scale} blur kernel` : "Blur kernel",
    `${k.size} × ${k.size} high-resolution pixels`,
    `sum ${kernelSum(k).toFixed(3)}`,
  ];
  return [
    text(title, { x: MAP_LEFT, y: 42, size: 22, bold: true, maxWidth: FIGURE_WIDTH - MAP_LEFT - 24 }),
    text(facts.join("  ·  "), { x: MAP_LEFT, y: 68, size: 14, fill: MUTED }),
  ].join("\n");
}

function heatMap(k: Kernel, { cell, side }: Frame): string {
  const [low, high] = kernelRange(k);
  const colour = (weight: number): string => kernelColour((weight - low) / (high - low || 1));
  const layout = { size: k.size, left: MAP_LEFT, top: MAP_TOP, cell };
  return (
    `<g shape-rendering="crispEdges">${heatMapSquares(k.data, colour, layout)}` +
    `<rect x="${MAP_LEFT}" y="${MAP_TOP}" width="${side}" height="${side}" fill="none" stroke="${INK}"/></g>`
  );
}

function pixelAxes(k: Kernel, { side, at }: Frame, text: TextRenderer): string {
  const step = [1, 2, 4, 5, 8, 10, 20, 50].find((s) => k.size / s <= 9) ?? 100;
  const indices = Array.from({ length: Math.ceil(k.size / step) }, (_, i) => i * step);
  const bottom = MAP_TOP + side;
  const ticks = indices.map((index) => {
    const x = MAP_LEFT + at(index);
    const y = MAP_TOP + at(index);
    return [
      `<path d="M${x} ${bottom}v5M${MAP_LEFT} ${y}h-5" stroke="${INK}"/>`,
      text(`${index}`, { x, y: bottom + 21, size: 13, anchor: "middle" }),
      text(`${index}`, { x: MAP_LEFT - 10, y: y + 4.5, size: 13, anchor: "end" }),
    ].join("");
  });
  const middle = at((k.size - 1) / 2);
  return [
    ...ticks,
    text("column", { x: MAP_LEFT + middle, y: bottom + 42, size: 13, anchor: "middle", fill: MUTED }),
    text("row", { x: 30, y: MAP_TOP + middle, size: 13, anchor: "middle", fill: MUTED, rotate: -90 }),
  ].join("\n");
}

function colourBar(k: Kernel, { side }: Frame, text: TextRenderer): string {
  const [low, high] = kernelRange(k);
  const position = scaleLinear([low, high], [MAP_TOP + side, MAP_TOP]);
  const x = MAP_LEFT + side + BAR_GAP;
  const stops = Array.from({ length: 33 }, (_, i) => i / 32).map(
    (t) => `<stop offset="${1 - t}" stop-color="${kernelColour(t)}"/>`,
  );
  const format = position.tickFormat(6);
  const ticks = position.ticks(6).map((value) => {
    const y = position(value);
    return (
      `<path d="M${x + BAR_WIDTH} ${y}h5" stroke="${INK}"/>` +
      text(format(value), { x: x + BAR_WIDTH + 9, y: y + 4.5, size: 13 })
    );
  });
  return [
    `<linearGradient id="weights" x1="0" y1="0" x2="0" y2="1">${stops.reverse().join("")}</linearGradient>`,
    `<rect x="${x}" y="${MAP_TOP}" width="${BAR_WIDTH}" height="${side}" fill="url(#weights)" ` +
      `stroke="${INK}" shape-rendering="crispEdges"/>`,
    ...ticks,
    text("weight", { x, y: MAP_TOP + side + 21, size: 13, fill: MUTED }),
  ].join("\n");
}

function centreMarks(k: Kernel, scale: number | undefined, frame: Frame, text: TextRenderer): string {
  const marks: { shape: string; x: number; y: number; legend: string }[] = [];
  if (scale) {
    const centre = alignedCentre(k.size, scale);
    marks.push({ shape: CROSS, x: centre, y: centre, legend: `aligned centre (${centre}, ${centre})` });
  }
  if (kernelSum(k) > 0.01) {
    const { x, y } = centreOfMass(k);
    marks.push({ shape: RING, x, y, legend: `centre of mass (row ${y.toFixed(2)}, column ${x.toFixed(2)})` });
  }
  const legendY = MAP_TOP + frame.side + 76;
  return marks
    .map(({ shape, x, y, legend }, i) => {
      const legendX = MAP_LEFT + 8 + i * 196;
      return [
        mark(shape, MAP_LEFT + frame.at(x), MAP_TOP + frame.at(y), "#ffffff", "#000000"),
        mark(shape, legendX, legendY - 4.5, INK),
        text(legend, { x: legendX + 16, y: legendY, size: 13 }),
      ].join("");
    })
    .join("\n");
}

const CROSS = "M-8 0H8M0 -8V8";
const RING = "M-5.5 0A5.5 5.5 0 1 0 5.5 0A5.5 5.5 0 1 0 -5.5 0Z";

/** A mark at (x, y), with an outline that keeps it visible on any colour. */
function mark(shape: string, x: number, y: number, colour: string, outline?: string): string {
  const stroke = (width: number, paint: string, opacity: number): string =>
    `<path d="${shape}" fill="none" stroke="${paint}" stroke-width="${width}" stroke-opacity="${opacity}"/>`;
  const lines = `${outline ? stroke(4, outline, 0.55) : ""}${stroke(1.75, colour, 1)}`;
  return `<g transform="translate(${x} ${y})">${lines}</g>`;
}
