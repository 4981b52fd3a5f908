/** `kernelgan evaluate --sr A --hr B`: PSNR and SSIM of super-resolved images against the originals. */
import { basename, relative } from "node:path";
import type { ImageShift, Warning } from "@kernelgan/core";
import { defineCommand } from "../command-line/command.js";
import { JSON_FLAG } from "../command-line/common-flags.js";
import type { FlagTable, FlagValues } from "../command-line/flags.js";
import { errorInCommandWords, warningInCommandWords } from "../errors/command-words.js";
import type { ErrorRecord } from "../errors/error-record.js";
import type { CompareOptions, PairQuality } from "../tasks/compare-pair.js";
import { type ImagePair, type ImagePairs, imagePairs } from "../tasks/image-pairs.js";
import { checkGivenPath } from "../tasks/output-place.js";
import { checkNoStream } from "../tasks/standard-input.js";
import { READ_OPTIONS, readOptions } from "../tasks/task-options.js";
import { type CommandIo, printError, printJson, printWarning } from "../terminal/command-io.js";
import { decimal, writeLines } from "../terminal/text.js";

/** The largest shift that --up-to-shift tries at small scales, in pixels: as the literature does. */
const SHIFT = 5;

const FLAGS = {
  sr: {
    type: "text",
    placeholder: "path",
    required: true,
    help: "the super-resolved image, or a folder of them",
  },
  hr: {
    type: "text",
    placeholder: "path",
    required: true,
    help: "the original, or a folder: boats.jpg belongs to boats.png and boats_x2.png",
  },
  scale: {
    type: "integer",
    min: 1,
    max: 16,
    help: "upscaling factor; HR may exceed SR by up to s - 1 pixels",
  },
  border: {
    type: "integer",
    min: 0,
    defaultText: "the scale; 4 without --scale",
    help: "pixels to leave out along each side",
  },
  upToShift: {
    type: "boolean",
    default: false,
    help: `compare where the two fit best, up to ${SHIFT} pixels (or the scale, if that is more) apart: for data of other conventions`,
  },
  ...READ_OPTIONS,
  ...JSON_FLAG,
} as const satisfies FlagTable;

type EvaluateFlags = FlagValues<typeof FLAGS>;

/** The metrics in the order of the table, and how many decimals each is worth. */
const METRICS = [
  { key: "psnrY", title: "PSNR-Y", decimals: 2 },
  { key: "ssimY", title: "SSIM-Y", decimals: 4 },
  { key: "psnrRgb", title: "PSNR-RGB", decimals: 2 },
  { key: "ssimRgb", title: "SSIM-RGB", decimals: 4 },
] as const;

/** A value for each metric. JSON has no Infinity: the PSNR of equal images is null there. */
export type Metrics = Record<(typeof METRICS)[number]["key"], number>;

type Evaluated = ImagePair & PairQuality & { warnings: Warning[] };

/** What there is to say of one pair. */
export type EvaluateRecord = Evaluated | (ImagePair & { error: ErrorRecord });

/** What `--json` prints. */
export interface EvaluateDocument {
  /** In the order of the names. */
  images: EvaluateRecord[];
  /** Over the images without an error; null if there is none. */
  mean: Metrics | null;
  unpaired: ImagePairs["unpaired"];
}

export const evaluateCommand = defineCommand({
  arguments: {},
  flags: FLAGS,
  async run(_, flags, io) {
    checkNoStream("evaluate", [flags.sr, flags.hr]);
    for (const option of ["sr", "hr"] as const) checkGivenPath(option, flags[option], "check the path");
    const { pairs, unpaired } = await imagePairs(flags.sr, flags.hr);
    warnOfUnpaired(unpaired, flags, io);
    const table = flags.json ? undefined : tableWriter(pairs, flags, io.stdout);
    const images: EvaluateRecord[] = [];
    const evaluated: Evaluated[] = [];
    for (const pair of pairs) {
      const record = await evaluatePair(pair, flags, io);
      images.push(record);
      // One that cannot be compared does not stop the rest.
      if ("error" in record) continue;
      evaluated.push(record);
      if (evaluated.length === 1) table?.titles();
      table?.row(nameIn(flags.sr, record.sr), record, record.shift);
    }
    const [first] = evaluated;
    const mean = first ? meanOf(evaluated) : null;
    if (flags.json) await printJson(io.stdout, { images, mean, unpaired } satisfies EvaluateDocument);
    if (table && mean && first) {
      if (pairs.length > 1) table.row(meanTitle(evaluated.length), mean);
      table.note(`PSNR in dB; ${borderNote(first.border, flags)}`);
    }
    return evaluated.length < images.length ? 1 : 0;
  },
});

/** What an image is called that was found by a path: below a folder by the way there, and a file by its name. */
function nameIn(given: string, path: string): string {
  return relative(given, path) || basename(path);
}

function warnOfUnpaired(unpaired: ImagePairs["unpaired"], { sr, hr }: EvaluateFlags, io: CommandIo): void {
  const warn = (paths: string[], folder: string, other: string): void => {
    if (paths.length === 0) return;
    const names = paths.map((path) => nameIn(folder, path)).join(", ");
    const message = `left out, as ${other} has no such image: ${names}`;
    printWarning(io.stderr, folder, { code: "unpaired", message });
  };
  warn(unpaired.sr, sr, hr);
  warn(unpaired.hr, hr, sr);
}

async function evaluatePair(pair: ImagePair, flags: EvaluateFlags, io: CommandIo): Promise<EvaluateRecord> {
  const warnings: Warning[] = [];
  const warn = (path: string, warning: Warning): void => {
    const { code, message } = warningInCommandWords(warning);
    warnings.push({ code, message: `${path}: ${message}` });
    printWarning(io.stderr, path, warning);
  };
  try {
    const { comparePair } = await import("../tasks/compare-pair.js");
    return { ...pair, ...(await comparePair(pair, compareOptions(flags), warn, io.signal)), warnings };
  } catch (error) {
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return { ...pair, error: errorInCommandWords(error) };
  }
}

function compareOptions({ scale, border, upToShift, ...flags }: EvaluateFlags): CompareOptions {
  return {
    ...readOptions(flags),
    scale,
    border,
    upToShift: upToShift ? largestShift(scale) : undefined,
  };
}

function largestShift(scale = SHIFT): number {
  return Math.max(SHIFT, scale);
}

function meanOf(records: readonly Metrics[]): Metrics {
  const mean = (key: keyof Metrics): number =>
    records.reduce((sum, record) => sum + record[key], 0) / records.length;
  return { psnrY: mean("psnrY"), ssimY: mean("ssimY"), psnrRgb: mean("psnrRgb"), ssimRgb: mean("ssimRgb") };
}

function meanTitle(count: number): string {
  return `mean of ${count}`;
}

function borderNote(border: number, { scale, border: given, upToShift }: EvaluateFlags): string {
  const pixels = `${border} ${border === 1 ? "pixel" : "pixels"} left out along each side`;
  if (upToShift)
    return `${pixels}, ${largestShift(scale)} of them for the shift (of SR, to the right and downwards)`;
  if (given !== undefined) return pixels;
  return scale === undefined ? `${pixels} (with --scale s, s of them)` : `${pixels} (the scale)`;
}

/** A table whose rows appear as they are known. */
interface TableWriter {
  titles(): void;
  row(name: string, values: Metrics, shift?: ImageShift): void;
  note(text: string): void;
}

/** Wide enough for each title and number. */
const CELL_WIDTH = 8;

function tableWriter(
  pairs: readonly ImagePair[],
  { sr: given, upToShift }: EvaluateFlags,
  stdout: NodeJS.WriteStream,
): TableWriter {
  const names = [...pairs.map(({ sr }) => nameIn(given, sr)), meanTitle(pairs.length)];
  const width = names.reduce((most, name) => Math.max(most, name.length), 0);
  const line = (name: string, cells: string[]): void => {
    const row = [name.padEnd(width), ...cells.map((cell) => cell.padStart(CELL_WIDTH))];
    writeLines(stdout, row.join("  "));
  };
  return {
    titles: () => {
      const cells = METRICS.map(({ title }) => title);
      line("", upToShift ? [...cells, "shift"] : cells);
    },
    row: (name, values, shift) => {
      const cells = METRICS.map(({ key, decimals }) => decimal(values[key], decimals));
      line(name, shift ? [...cells, `${shift.x}, ${shift.y}`] : cells);
    },
    note: (text) => {
      writeLines(stdout, "", text);
    },
  };
}
