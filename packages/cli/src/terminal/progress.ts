/**
 * Progress of long work on stderr: on a terminal one line that is redrawn, elsewhere a plain line at every tenth.
 *
 *     photo.png ×2  1/2 kernel  ━━━━━━━━━━━━━━──────────  1750/3000  4 s left  2.9 ms/it  G 0.31  D 0.24
 */
import { duration } from "@kernelgan/figures";
import { speaksJson, writeEvent } from "./json-lines.js";
import { printable, writeLines } from "./text.js";

/** Where the work stands. */
export interface ProgressStep {
  /** What is being done, where there is more than one thing to do, e.g. "1/2 kernel". */
  phase?: string | undefined;
  /** Share of the phase that is done, in [0, 1]. */
  done: number;
  /** Further facts, the most important first: what does not fit is left out. */
  facts: readonly string[];
  /** The same for programs (json-lines.ts). */
  data?: Readonly<Record<string, unknown>> | undefined;
}

/** Shows the progress of one image, or of many. */
export interface ProgressLine {
  update(step: ProgressStep): void;
  /** Writes a line that stays. */
  print(line: string): void;
  /** Removes the line. */
  done(): void;
}

/** How to show progress. */
export interface ProgressOptions {
  /** What is being worked on, e.g. "photo.png ×2". */
  label: string;
  /** What is being worked on, for programs: `{ image: "photo.png", scale: 2 }`. */
  subject?: Readonly<Record<string, unknown>> | undefined;
  /** Show nothing. */
  quiet?: boolean | undefined;
}

/** `4 s left`; what is not counted may follow. */
export function timeLeft(seconds: number): string {
  return seconds > 0 ? `${duration(seconds)} left` : "almost done";
}

const BAR_CELLS = 24;
const LABEL_LENGTH = 36;
const REDRAW_MS = 80;
const EVENT_MS = 200;

/** A progress line on `stream`. */
export async function progressLine(
  stream: NodeJS.WriteStream,
  { label, subject, quiet = false }: ProgressOptions,
): Promise<ProgressLine> {
  if (quiet) return { update() {}, print() {}, done() {} };
  if (speaksJson(stream)) return events(stream, subject);
  const shown = printable(label);
  const short = shown.length > LABEL_LENGTH ? `…${shown.slice(1 - LABEL_LENGTH)}` : shown;
  return stream.isTTY ? redrawnLine(stream, short) : plainLines(stream, short);
}

async function redrawnLine(stream: NodeJS.WriteStream, label: string): Promise<ProgressLine> {
  const { createLogUpdate } = await import("log-update");
  // The cursor stays: what hides it would have to listen to signals.
  const log = createLogUpdate(stream, { showCursor: true });
  let last = 0;
  let shown = "";
  return {
    update({ phase, done, facts }) {
      shown = fitted([...named(label, phase), bar(done), ...facts], stream.columns);
      const now = performance.now();
      if (now - last < REDRAW_MS) return;
      last = now;
      log(shown);
    },
    print(line) {
      log.clear();
      writeLines(stream, line);
      log(shown);
    },
    done() {
      log.clear();
      log.done();
    },
  };
}

function plainLines(stream: NodeJS.WriteStream, label: string): ProgressLine {
  let next = 1;
  let current: string | undefined;
  return {
    update({ phase, done, facts }) {
      const tenths = Math.floor(10 * done);
      // A restart and a new phase begin again.
      if (tenths < next - 1 || phase !== current) next = 1;
      current = phase;
      if (tenths < next) return;
      next = tenths + 1;
      stream.write(`${[...named(label, phase), `${tenths * 10}%`, ...facts].join("  ")}\n`);
    },
    print: (line) => writeLines(stream, line),
    done() {},
  };
}

/** Now and then an event, and one at each end and beginning. */
function events(stream: NodeJS.WriteStream, subject: ProgressOptions["subject"]): ProgressLine {
  let last = 0;
  let stage: unknown;
  return {
    update({ done, data }) {
      const now = performance.now();
      if (now - last < EVENT_MS && done < 1 && data?.stage === stage) return;
      last = now;
      stage = data?.stage;
      writeEvent(stream, { event: "progress", ...subject, done, ...data });
    },
    print() {},
    done() {},
  };
}

const named = (label: string, phase: string | undefined): string[] => [label, ...(phase ? [phase] : [])];

function bar(done: number): string {
  const full = Math.round(BAR_CELLS * done);
  return "━".repeat(full) + "─".repeat(BAR_CELLS - full);
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
