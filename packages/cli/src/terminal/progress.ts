/**
 * Progress of an estimate on stderr: on a terminal one line that is redrawn, elsewhere a plain line at every tenth.
 *
 *     photo.png ×2  ━━━━━━━━━━━━━━──────────  1750/3000  4 s left  2.9 ms/it  G 0.31  D 0.24
 */

import type { EstimateProgress } from "@kernelgan/core";

/** Shows the progress of one estimate. */
export interface ProgressLine {
  update(progress: EstimateProgress): void;
  /** Removes the line. */
  done(): void;
}

/** How to show progress. */
export interface ProgressOptions {
  /** What is being estimated, e.g. "photo.png ×2". */
  label: string;
  /** Show nothing. */
  quiet?: boolean;
}

const BAR_CELLS = 24;
const LABEL_LENGTH = 36;
const REDRAW_MS = 80;

/** A progress line on `stream`. */
export async function progressLine(
  stream: NodeJS.WriteStream,
  { label, quiet = false }: ProgressOptions,
): Promise<ProgressLine> {
  if (quiet) return { update() {}, done() {} };
  const short = label.length > LABEL_LENGTH ? `…${label.slice(1 - LABEL_LENGTH)}` : label;
  return stream.isTTY ? redrawnLine(stream, short) : plainLines(stream, short);
}

async function redrawnLine(stream: NodeJS.WriteStream, label: string): Promise<ProgressLine> {
  const { createLogUpdate } = await import("log-update");
  const log = createLogUpdate(stream);
  let last = 0;
  return {
    update(progress) {
      const now = performance.now();
      if (now - last < REDRAW_MS) return;
      last = now;
      log(fitted([label, bar(progress), ...facts(progress)], stream.columns));
    },
    done() {
      log.clear();
      log.done();
    },
  };
}

function plainLines(stream: NodeJS.WriteStream, label: string): ProgressLine {
  let next = 1;
  return {
    update(progress) {
      const tenths = Math.floor((10 * progress.iteration) / progress.iterations);
      // A restart begins again.
      if (tenths < next - 1) next = 1;
      if (tenths < next) return;
      next = tenths + 1;
      stream.write(`${[label, `${tenths * 10}%`, ...facts(progress)].join("  ")}\n`);
    },
    done() {},
  };
}

function bar({ iteration, iterations }: EstimateProgress): string {
  const full = Math.round((BAR_CELLS * iteration) / iterations);
  return "━".repeat(full) + "─".repeat(BAR_CELLS - full);
}

/** In falling order of importance: what does not fit is left out. */
function facts({
  run,
  iteration,
  iterations,
  secondsLeft,
  msPerIteration,
  losses,
}: EstimateProgress): string[] {
  return [
    `${String(iteration).padStart(String(iterations).length)}/${iterations}`,
    `${duration(secondsLeft)} left`,
    ...(run > 0 ? [`restart ${run}`] : []),
    `${msPerIteration.toFixed(1)} ms/it`,
    `G ${losses.generator.toFixed(3)}`,
    `D ${losses.discriminator.toFixed(3)}`,
  ];
}

/** As many parts as fit on one line. */
function fitted(parts: string[], columns = 80): string {
  let line = "";
  for (const part of parts) {
    const longer = line ? `${line}  ${part}` : part;
    if (longer.length >= columns) break;
    line = longer;
  }
  return line;
}

/** "9 s", "2 min 05 s". */
export function duration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "?";
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  return `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, "0")} s`;
}
