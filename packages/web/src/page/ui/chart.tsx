/** Losses over the iterations, drawn by uPlot in the page's colours. */
import { axisNumber, logTicks } from "@kernelgan/figures";
import { useEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";

interface ChartProps {
  title: string;
  description: string;
  /** Where the horizontal axis ends. */
  iterations: number;
  columns: number[];
  lines: { name: string; values: number[] }[];
  log?: boolean;
}

const HEIGHT = 190;
/** Powers of ten that fit beside an axis of this height. */
const MAX_POWERS = 5;
const colour = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

export function Chart({ title, description, iterations, columns, lines, log = false }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const latest = useRef<uPlot.AlignedData>([[]]);
  latest.current = [
    columns,
    ...lines.map(({ values }) => (log ? values.map(positive) : values)),
  ] as uPlot.AlignedData;
  const names = lines.map(({ name }) => name).join();

  useEffect(() => {
    const element = box.current as HTMLDivElement;
    const draw = (): void => {
      plot.current?.destroy();
      plot.current = new uPlot(
        options(element.clientWidth, iterations, names.split(","), log),
        latest.current,
        element,
      );
    };
    draw();
    const observer = new ResizeObserver(() => {
      const { clientWidth } = element;
      if (clientWidth > 0 && clientWidth !== plot.current?.width) {
        plot.current?.setSize({ width: clientWidth, height: HEIGHT });
      }
    });
    observer.observe(element);
    const scheme = matchMedia("(prefers-color-scheme: dark)");
    scheme.addEventListener("change", draw);
    return () => {
      observer.disconnect();
      scheme.removeEventListener("change", draw);
      plot.current?.destroy();
    };
  }, [iterations, names, log]);

  useEffect(() => {
    plot.current?.setData(latest.current);
  }, [columns.length, columns]);

  return (
    <figure class="chart">
      <figcaption>
        {title}
        <span class="legend">
          {lines.map(({ name }, i) => (
            <span key={name} class="key" style={{ "--series": `var(--series-${i})` }}>
              {name}
            </span>
          ))}
        </span>
      </figcaption>
      <div ref={box} role="img" aria-label={description} />
    </figure>
  );
}

/** Logarithmic axes have no 0. */
const positive = (value: number): number | null => (value > 0 ? value : null);

function options(width: number, iterations: number, names: string[], log: boolean): uPlot.Options {
  const axis: uPlot.Axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--line"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui, sans-serif",
    gap: 6,
  };
  const lossAxis: uPlot.Axis = { ...axis, size: 46, space: 32 };
  return {
    width,
    height: HEIGHT,
    padding: [8, 20, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    scales: {
      x: { time: false, range: [0, iterations] },
      y: log ? { distr: 3 } : { range: (_, __, high) => [0, Math.max(1.08 * (high ?? 0), 0.1)] },
    },
    axes: [{ ...axis, size: 28, space: 60 }, log ? { ...lossAxis, ...LOG_AXIS } : lossAxis],
    series: [
      {},
      ...names.map((_, i) => ({ stroke: colour(`--series-${i}`), width: 1.6, points: { show: false } })),
    ],
  };
}

/** Ticks of a logarithmic axis; all of those chosen are labelled. */
const LOG_AXIS = {
  splits: (_: uPlot, __: number, low: number, high: number) => logTicks([low, high], MAX_POWERS),
  filter: (_: uPlot, ticks: number[]) => ticks,
  values: (_: uPlot, ticks: number[]) => ticks.map(axisNumber),
};
