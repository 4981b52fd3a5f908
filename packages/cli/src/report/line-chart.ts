/**
 * Losses over the iterations, as SVG: a line for each series (curve.ts), a band from lowest to highest behind it.
 * Colours and type sizes are the style sheet's (assets/report.css), so that they follow light, dark and small screens.
 */
import { scaleLinear, scaleLog } from "d3-scale";
import { area, line } from "d3-shape";
import { type Curve, type CurvePoint, thin } from "./curve.js";
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
  log?: boolean;
  /** A small chart, to stand beside others. Default false. */
  small?: boolean;
  /** Iterations at which something happened, drawn as vertical lines. */
  events?: { iteration: number; label: string; meaning: string }[];
}

/** Sizes of a chart in its own units, which are pixels where there is room. */
const WIDE = { width: 500, height: 280, columns: 5, rows: 5 };
const SMALL = { width: 206, height: 160, columns: 3, rows: 3 };
const MARGIN = { left: 56, right: 20, top: 26, bottom: 40 };

/** The most that a logarithmic axis spans: lowest to highest. Values below are drawn at its lower end. */
const LOG_RANGE = 1e-7;

/** The chart as a figure with a caption and a text alternative. */
export function lineChart(series: readonly Series[], options: ChartOptions): Html {
  const curves = series.map(({ values }) => thin(values));
  const { title, small = false } = options;
  return html`<figure class="chart ${small ? "small" : "wide"}">
<figcaption>${title}${series.length > 1 ? legend(series) : undefined}</figcaption>
${drawing(series, curves, options)}
${small ? undefined : html`<p class="note">${grouping(curves)}${eventNote(options.events)}</p>`}
</figure>`;
}

/** How the curves were thinned, in words. */
function grouping(curves: readonly Curve[]): string {
  const size = Math.max(...curves.map(({ groupSize }) => groupSize));
  return size === 1
    ? "Every iteration is drawn."
    : `Line: mean of ${size} iterations each; band: their lowest to highest.`;
}

function eventNote([event]: ChartOptions["events"] = []): string | undefined {
  return event && ` ${event.label}: ${event.meaning}.`;
}

function legend(series: readonly Series[]): Html {
  return html` <span class="legend">${series.map(
    ({ name }, i) => html`<span class="key series-${i}">${name}</span> `,
  )}</span>`;
}

function drawing(series: readonly Series[], curves: readonly Curve[], options: ChartOptions): Html {
  const { width, height, columns, rows } = options.small ? SMALL : WIDE;
  const { log = false, events = [] } = options;
  const iterations = Math.max(...series.map(({ values }) => values.length));
  const x = scaleLinear([1, Math.max(2, iterations)], [MARGIN.left, width - MARGIN.right]);
  const y = verticalScale(curves, log).range([height - MARGIN.bottom, MARGIN.top]);
  const [bottom, top] = y.range();
  const floor = Math.min(...y.domain());
  const at = (value: number): string => y(Math.max(value, floor)).toFixed(1);
  const mean = line<CurvePoint>(
    (p) => x(p.x),
    (p) => y(Math.max(p.mean, floor)),
  ).digits(1);
  const band = area<CurvePoint>(
    (p) => x(p.x),
    (p) => y(Math.max(p.low, floor)),
    (p) => y(Math.max(p.high, floor)),
  ).digits(1);
  const levels = log ? logTicks(y.domain()) : y.ticks(rows);
  return html`<svg viewBox="0 0 ${width} ${height}" role="img" aria-label="${inWords(series, curves, options)}">
<text class="axis" x="${MARGIN.left}" y="14">${options.quantity}</text>
${levels.map(
  (value) => html`<path class="grid" d="M${MARGIN.left} ${at(value)}H${width - MARGIN.right}"/>
<text class="tick" x="${MARGIN.left - 7}" y="${at(value)}" dy="0.35em" text-anchor="end">${shortNumber(value)}</text>`,
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
${curves.map(({ points }, i) => html`<path class="band series-${i}" d="${band(points) ?? ""}"/>`)}
${curves.map(({ points }, i) => html`<path class="line series-${i}" d="${mean(points) ?? ""}"/>`)}
</svg>`;
}

function verticalScale(curves: readonly Curve[], log: boolean) {
  const points = curves.flatMap((curve) => curve.points);
  const highest = Math.max(0, ...points.map(({ high }) => high)) || 1;
  if (!log) return scaleLinear([0, highest], [0, 1]).nice(5);
  // Means, not lowest values: a loss that touches 0 once would take up the axis.
  const means = points.map(({ mean }) => mean).filter((mean) => mean > 0);
  return scaleLog([Math.max(LOG_RANGE * highest, 0.8 * Math.min(highest, ...means)), highest], [0, 1]);
}

/**
 * The powers of ten, every second or third if there are many; 1, 2 and 5 times them if there are few; even steps within
 * a decade.
 */
function logTicks(domain: number[]): number[] {
  const [low, high] = domain;
  if (high < 10 * low) return scaleLinear(domain, [0, 1]).ticks(4);
  const first = Math.floor(Math.log10(low));
  const last = Math.ceil(Math.log10(high));
  const factors = high < 100 * low ? [1, 2, 5] : [1];
  const step = Math.ceil((last - first) / 5);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
    .filter((exponent) => exponent % step === 0)
    .flatMap((exponent) => factors.map((factor) => Number(`${factor}e${exponent}`)))
    .filter((value) => value >= low && value <= high);
}

/** "0.05", "200", "10⁻⁵". */
function shortNumber(value: number): string {
  if (value === 0 || value >= 1e-3) return String(Number(value.toPrecision(6)));
  const [factor, exponent] = value.toExponential().split("e");
  const superscript = exponent.replace(/./g, (c) => (c === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(c)] ?? "")));
  return `${factor === "1" ? "" : `${factor}·`}10${superscript}`;
}

function inWords(series: readonly Series[], curves: readonly Curve[], options: ChartOptions): string {
  const { title, events = [] } = options;
  const courses = series.map(({ name, values }, i) => {
    const { points } = curves[i];
    if (points.length === 0) return `${name}: no values.`;
    const ends = [points[0], points[points.length - 1]].map((p) => Number(p.mean.toPrecision(2)));
    return `${name}: ${ends.join(" at the start, ")} after ${values.length} iterations.`;
  });
  const happened = events.map(({ iteration, meaning }) => ` Iteration ${iteration}: ${meaning}.`);
  return `${title}. ${courses.join(" ")}${happened.join("")}`;
}
