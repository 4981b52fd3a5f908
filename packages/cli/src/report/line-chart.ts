/**
 * Losses over the iterations, as SVG: a line for each series, thinned, and a band from lowest to highest behind it.
 * Colours and type sizes are the style sheet's (assets/report.css), so that they follow light, dark and small screens.
 */
import { axisNumber, type CurvePoint, logTicks, thinCurve } from "@kernelgan/figures";
import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { type Html, html } from "./html.js";

/** A named loss, one value for each iteration. */
export interface Series {
  name: string;
  values: ArrayLike<number>;
}

/** How to draw a chart. */
export interface ChartOptions {
  title: string;
  /** What the vertical axis shows. */
  quantity: string;
  /** A logarithmic vertical axis, for losses that fall by orders of magnitude. Default false: linear from 0. */
  log?: boolean | undefined;
  /** A small chart, to stand beside others. Default false. */
  small?: boolean | undefined;
  /** Iterations at which something happened, drawn as vertical lines. */
  events?: readonly ChartEvent[] | undefined;
}

/** Something that happened at an iteration. */
export interface ChartEvent {
  iteration: number;
  /** Written beside the line: "÷10". */
  label: string;
  /** The same in words. */
  meaning: string;
}

/** A series as it is drawn. */
interface Line {
  name: string;
  /** Values of the whole series. */
  length: number;
  /** Points with a finite value. */
  points: CurvePoint[];
  groupSize: number;
}

/** Sizes of a chart in its own units, which are pixels where there is room. */
const WIDE = { width: 500, height: 280, columns: 5, rows: 5 };
const SMALL = { width: 206, height: 160, columns: 3, rows: 3 };
const MARGIN = { left: 56, right: 20, top: 26, bottom: 40 };

/** A logarithmic axis starts at this share of its highest value at the lowest; values below are drawn there. */
const MIN_LOG_SHARE = 1e-7;

/** The chart as a figure with a caption and a text alternative. */
export function lineChart(series: readonly Series[], options: ChartOptions): Html {
  const lines = series.map(({ name, values }): Line => {
    const { points, groupSize } = thinCurve(values);
    const finite = points.filter(({ mean }) => Number.isFinite(mean));
    return { name, length: values.length, points: finite, groupSize };
  });
  const { title, small = false, events = [] } = options;
  return html`<figure class="chart ${small ? "small" : "wide"}">
<figcaption>${title}${lines.length > 1 ? legend(lines) : undefined}</figcaption>
${drawing(lines, options)}
${small ? undefined : html`<p class="note">${grouping(lines)}${eventNote(events)}</p>`}
</figure>`;
}

/** How the series were thinned, in words. */
function grouping(lines: readonly Line[]): string {
  const size = Math.max(...lines.map(({ groupSize }) => groupSize));
  return size === 1
    ? "Every iteration is drawn."
    : `Line: mean of ${size} iterations each; band: their lowest to highest.`;
}

function eventNote([event]: readonly ChartEvent[]): string | undefined {
  return event && ` ${event.label}: ${event.meaning}.`;
}

function legend(lines: readonly Line[]): Html {
  return html` <span class="legend">${lines.map(
    ({ name }, i) => html`<span class="key series-${i}">${name}</span> `,
  )}</span>`;
}

function drawing(lines: readonly Line[], options: ChartOptions): Html {
  const { width, height, columns, rows } = options.small ? SMALL : WIDE;
  const { log = false, events = [] } = options;
  const iterations = Math.max(...lines.map(({ length }) => length));
  const [bottom, top] = [height - MARGIN.bottom, MARGIN.top];
  const x = scaleLinear([1, Math.max(2, iterations)], [MARGIN.left, width - MARGIN.right]);
  const { scale: y, low, high } = verticalScale(lines, log);
  y.range([bottom, top]);
  const heightOf = (value: number): number => y(Math.max(value, low));
  const at = (value: number): string => heightOf(value).toFixed(1);
  const mean = line<CurvePoint>(
    (p) => x(p.x),
    (p) => heightOf(p.mean),
  ).digits(1);
  const band = area<CurvePoint>(
    (p) => x(p.x),
    (p) => heightOf(p.low),
    (p) => heightOf(p.high),
  ).digits(1);
  const levels = log ? logTicks([low, high]) : y.ticks(rows);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${inWords(lines, options)}">
<text class="axis" x="${MARGIN.left}" y="14">${options.quantity}</text>
${levels.map(
  (value) => html`<path class="grid" d="M${MARGIN.left} ${at(value)}H${width - MARGIN.right}"/>
<text class="tick" x="${MARGIN.left - 7}" y="${at(value)}" dy="0.35em" text-anchor="end">${axisNumber(value)}</text>`,
)}
${x
  .ticks(columns)
  .map(
    (value) =>
      html`<text class="tick" x="${x(value).toFixed(1)}" y="${bottom + 16}" text-anchor="middle">${value}</text>`,
  )}
<text class="axis" x="${width - MARGIN.right}" y="${height - 6}" text-anchor="end">iteration</text>
${events.map(
  ({ iteration, label }) => html`<path class="event" d="M${x(iteration).toFixed(1)} ${bottom}V${top}"/>
<text class="mark" x="${x(iteration).toFixed(1)}" y="${top + 11}" dx="4">${label}</text>`,
)}
${lines.map(({ points }, i) => html`<path class="band series-${i}" d="${band(points) ?? ""}"/>`)}
${lines.map(({ points }, i) => html`<path class="line series-${i}" d="${mean(points) ?? ""}"/>`)}
</svg>`;
}

/** The vertical scale, without its range of pixels, and the values at its ends. */
function verticalScale(lines: readonly Line[], log: boolean) {
  const points = lines.flatMap((line) => line.points);
  const high = Math.max(0, ...points.map((point) => point.high)) || 1;
  if (!log) return { scale: scaleLinear([0, high], [0, 1]).nice(5), low: 0, high };
  // Means, not lowest values: a loss that touches 0 once would take up the axis.
  const means = points.map(({ mean }) => mean).filter((mean) => mean > 0);
  const low = Math.max(MIN_LOG_SHARE * high, 0.8 * Math.min(high, ...means));
  return { scale: scaleLog([low, high], [0, 1]), low, high };
}

function inWords(lines: readonly Line[], { title, events = [] }: ChartOptions): string {
  const courses = lines.map(({ name, points, length }) => {
    const [first, last] = [points.at(0), points.at(-1)];
    if (!first || !last) return `${name}: no values.`;
    const ends = [first, last].map(({ mean }) => Number(mean.toPrecision(2)));
    return `${name}: ${ends.join(" at the start, ")} after ${length} iterations.`;
  });
  const happened = events.map(({ iteration, meaning }) => ` Iteration ${iteration}: ${meaning}.`);
  return `${title}. ${courses.join(" ")}${happened.join("")}`;
}
