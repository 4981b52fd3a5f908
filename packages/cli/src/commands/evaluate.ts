/** `kernelgan evaluate --sr A --hr B`: PSNR and SSIM of super-resolved images against the originals. */
import { basename } from "node:path";
import { crop, evaluateImage, type ImageQuality, KernelGanError, type PlanarImage } from "@kernelgan/core";
import { inFile } from "../files/in-file.js";
import { readImage } from "../image-files/read-image.js";
import { type ImagePair, type ImagePairs, imagePairs } from "./image-pairs.js";
import { type CommandIo, type ErrorRecord, errorRecord, printError, printJson } from "./io.js";

/** The options of the command. */
export interface EvaluateFlags {
  /** The super-resolved image, or a folder of them. */
  sr: string;
  /** The original, or a folder of originals. */
  hr: string;
  /** Sets the border, and how much larger HR may be. */
  scale?: number;
  /** Pixels left out along each side; the library's default otherwise. */
  border?: number;
  maxPixels?: number;
  json?: boolean;
}

/** The metrics in the order of the table, and how many decimals each is worth. */
const METRICS = [
  { key: "psnrY", title: "PSNR-Y", decimals: 2 },
  { key: "ssimY", title: "SSIM-Y", decimals: 4 },
  { key: "psnrRgb", title: "PSNR-RGB", decimals: 2 },
  { key: "ssimRgb", title: "SSIM-RGB", decimals: 4 },
] as const;

/** A value for each metric. JSON has no Infinity: the PSNR of equal images is null there. */
export type Metrics = Record<(typeof METRICS)[number]["key"], number>;

type Evaluated = ImagePair & ImageQuality & { width: number; height: number; warnings: string[] };

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

/**
 * Runs the command.
 *
 * @returns The exit code: 0, or 1 if a pair could not be compared. That does not stop the rest.
 * @throws KernelGanError `invalid-input` if there is nothing to compare; `aborted` if the user stopped it.
 */
export async function evaluateCommand(flags: EvaluateFlags, io: CommandIo): Promise<number> {
  const { pairs, unpaired } = imagePairs(flags.sr, flags.hr);
  warnOfUnpaired(unpaired, flags, io);
  const table = flags.json ? undefined : tableWriter(pairs, io.stdout);
  const images: EvaluateRecord[] = [];
  const evaluated: Evaluated[] = [];
  for (const pair of pairs) {
    const record = await evaluatePair(pair, flags, io);
    images.push(record);
    if ("error" in record) continue;
    evaluated.push(record);
    if (evaluated.length === 1) table?.titles();
    table?.row(basename(record.sr), record);
  }
  const mean = evaluated.length > 0 ? meanOf(evaluated) : null;
  if (flags.json) await printJson(io.stdout, { images, mean, unpaired } satisfies EvaluateDocument);
  if (table && mean) {
    if (pairs.length > 1) table.row(meanTitle(evaluated.length), mean);
    table.note(`PSNR in dB; ${borderNote(evaluated[0].border, flags)}`);
  }
  return evaluated.length < images.length ? 1 : 0;
}

function warnOfUnpaired(unpaired: ImagePairs["unpaired"], { sr, hr }: EvaluateFlags, io: CommandIo): void {
  const warn = (paths: string[], folder: string, other: string): void => {
    if (paths.length === 0) return;
    const names = paths.map((path) => basename(path)).join(", ");
    io.stderr.write(`kernelgan: warning: ${folder}: left out, as ${other} has no such image: ${names}\n`);
  };
  warn(unpaired.sr, sr, hr);
  warn(unpaired.hr, hr, sr);
}

async function evaluatePair(pair: ImagePair, flags: EvaluateFlags, io: CommandIo): Promise<EvaluateRecord> {
  const warnings: string[] = [];
  const warn = (path: string, message: string): void => {
    warnings.push(`${path}: ${message}`);
    io.stderr.write(`kernelgan: warning: ${path}: ${message}\n`);
  };
  try {
    return { ...pair, ...(await comparePair(pair, flags, warn, io.signal)), warnings };
  } catch (error) {
    if (io.signal.aborted) throw error;
    printError(io.stderr, error);
    return { ...pair, error: errorRecord(error) };
  }
}

/**
 * Reads the two images of a pair and compares them.
 *
 * @param warn takes what is worth knowing of a file
 * @throws KernelGanError as readImage and evaluateImage; `invalid-input` if the sizes do not fit; `aborted`
 */
export async function comparePair(
  pair: ImagePair,
  options: Pick<EvaluateFlags, "scale" | "border" | "maxPixels">,
  warn: (path: string, message: string) => void,
  signal?: AbortSignal,
): Promise<ImageQuality & { width: number; height: number }> {
  const read = (path: string): Promise<PlanarImage> =>
    readImage(path, {
      ...(options.maxPixels && { maxPixels: options.maxPixels }),
      onNotice: (message) => warn(path, message),
    });
  const sr = await read(pair.sr);
  const hr = cutToSize(await read(pair.hr), sr, pair, options.scale, warn);
  if (signal?.aborted) throw new KernelGanError("aborted", "stopped");
  if (sr.channels !== hr.channels) {
    const gray = sr.channels === 1 ? pair.sr : pair.hr;
    warn(gray, "gray beside an image in colour; it counts as R = G = B");
  }
  const quality = await inFile(pair.sr, () => evaluateImage(sr, hr, evaluateOptions(options)));
  return { width: sr.width, height: sr.height, ...quality };
}

function evaluateOptions({ scale, border }: Pick<EvaluateFlags, "scale" | "border">): {
  scale?: number;
  border?: number;
} {
  return { ...(scale !== undefined && { scale }), ...(border !== undefined && { border }) };
}

/** HR without the columns and rows by which it exceeds a multiple of the scale. */
function cutToSize(
  hr: PlanarImage,
  sr: PlanarImage,
  paths: ImagePair,
  scale: number | undefined,
  warn: (path: string, message: string) => void,
): PlanarImage {
  const { width, height } = sr;
  const excess = [hr.width - width, hr.height - height];
  if (excess.every((pixels) => pixels === 0)) return hr;
  const [srSize, hrSize] = [`${width}×${height}`, `${hr.width}×${hr.height}`];
  if (scale !== undefined && excess.every((pixels) => pixels >= 0 && pixels < scale)) {
    warn(paths.hr, `cut from ${hrSize} to ${srSize} pixels at the right and the bottom`);
    return crop(hr, { x: 0, y: 0, width, height });
  }
  throw new KernelGanError(
    "invalid-input",
    `${paths.sr} has ${srSize} pixels, ${paths.hr} ${hrSize}; ` +
      "they must agree, but for up to s − 1 pixels that HR may have more with --scale s",
  );
}

function meanOf(records: readonly Metrics[]): Metrics {
  const mean = (key: keyof Metrics): number =>
    records.reduce((sum, record) => sum + record[key], 0) / records.length;
  return { psnrY: mean("psnrY"), ssimY: mean("ssimY"), psnrRgb: mean("psnrRgb"), ssimRgb: mean("ssimRgb") };
}

function meanTitle(count: number): string {
  return `mean of ${count}`;
}

function borderNote(border: number, { scale, border: given }: EvaluateFlags): string {
  const pixels = `${border} ${border === 1 ? "pixel" : "pixels"} left out along each side`;
  if (given !== undefined) return pixels;
  return scale === undefined ? `${pixels} (with --scale s, s of them)` : `${pixels} (the scale)`;
}

/** A table whose rows appear as they are known. */
interface TableWriter {
  titles(): void;
  row(name: string, values: Metrics): void;
  note(text: string): void;
}

/** Wide enough for each title and number. */
const CELL_WIDTH = 8;

function tableWriter(pairs: readonly ImagePair[], stdout: NodeJS.WriteStream): TableWriter {
  const names = [...pairs.map(({ sr }) => basename(sr)), meanTitle(pairs.length)];
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, cells: string[]): void => {
    const row = [name.padEnd(width), ...cells.map((cell) => cell.padStart(CELL_WIDTH))];
    stdout.write(`${row.join("  ")}\n`);
  };
  return {
    titles: () => {
      const cells = METRICS.map(({ title }) => title);
      line("", cells);
    },
    row: (name, values) => {
      const cells = METRICS.map(({ key, decimals }) => decimal(values[key], decimals));
      line(name, cells);
    },
    note: (text) => {
      stdout.write(`\n${text}\n`);
    },
  };
}

function decimal(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : "∞";
}
