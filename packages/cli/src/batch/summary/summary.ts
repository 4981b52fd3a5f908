/**
 * `--summary`: `OUT/summary.csv` and `OUT/summary.html`, from the records of the manifest and the files that they name.
 */
import { join } from "node:path";
import { nextFactor } from "@kernelgan/core/internal";
import { errorRecord } from "../../errors/error-record.js";
import { writeFiles } from "../../files/atomic-write.js";
import { isKernelFileOf, isKernelPicture, withoutSeed } from "../../files/output-names.js";
import { isImageName } from "../../image-files/formats.js";
import { kernelOf, originalFinder } from "../../tasks/find-by-stem.js";
import { inParallel } from "../in-parallel.js";
import { JobError } from "../job-error.js";
import type { WorkerPool } from "../local/pool.js";
import type { DoneRecord, ManifestRecord } from "../manifest.js";
import { type InWords, recordInWords } from "../record-in-words.js";
import { summaryCsv } from "./csv.js";
import { summaryHtml } from "./gallery.js";
import type { Measured, MeasureTask, Reading } from "./measure.js";
import { meanOf, type SummaryMean, type SummaryRow } from "./rows.js";
import { meanTable } from "./table.js";

export type { SummaryMean } from "./rows.js";

/** How to make a summary. */
export interface SummaryOptions {
  /** The output folder. */
  out: string;
  /** The page's title, e.g. "upscale ×2". */
  title: string;
  /** The factor, or the size in its place. */
  size: number | string;
  /** How files are read. */
  reading: Reading;
  /** Folder of the originals. */
  hr?: string | undefined;
  /** Folder of the true kernels. */
  gt?: string | undefined;
  /** Measures the results. */
  pool: WorkerPool;
  /** How many results to measure at a time. */
  count: number;
  /** Puts messages into the words of those who read the summary. */
  inWords: InWords;
  signal: AbortSignal;
}

/** A summary that was written. */
export interface Summary {
  /** Paths of the files. */
  files: string[];
  mean: SummaryMean;
  /** The means as lines of text. */
  table: string[];
  /** What the folders of originals and true kernels lack. */
  unpaired: Unpaired[];
}

/** Images that a folder has no counterpart for. */
export interface Unpaired {
  folder: string;
  /** What it lacks. */
  what: "original" | "kernel";
  /** Of the images. */
  ids: string[];
}

/**
 * Measures the results of all images that are done, and writes the summary of all images.
 *
 * @throws KernelGanError `output` if it cannot be written, `aborted`
 */
export async function writeSummary(
  records: readonly ManifestRecord[],
  options: SummaryOptions,
): Promise<Summary> {
  const { out, title, pool, count, inWords, signal } = options;
  const lookUp = counterparts(options);
  const unpaired: Unpaired[] = [];
  const measureOne = async (record: DoneRecord): Promise<Measured> => {
    const { task, problems, lacking } = lookUp(record);
    for (const [folder, what] of lacking) {
      const known = unpaired.find((one) => one.what === what);
      if (known) known.ids.push(record.id);
      else unpaired.push({ folder, what, ids: [record.id] });
    }
    try {
      const measured = await pool.measure(task, { signal });
      return { ...measured, problems: [...problems, ...measured.problems] };
    } catch (error) {
      if (!(error instanceof JobError)) throw error;
      return { pictures: {}, problems: [...problems, error.message] };
    }
  };
  const rows: SummaryRow[] = [];
  await inParallel(records, count, async (record, index) => {
    const measured = record.status === "done" ? await measureOne(record) : { pictures: {}, problems: [] };
    const problems = measured.problems.map(inWords);
    rows[index] = { record: recordInWords(record, inWords), measured: { ...measured, problems } };
  });
  const files = [
    { path: join(out, "summary.csv"), bytes: Buffer.from(summaryCsv(rows)) },
    { path: join(out, "summary.html"), bytes: Buffer.from(summaryHtml(title, rows)) },
  ];
  await writeFiles(files, { force: true });
  const mean = meanOf(rows);
  return { files: files.map(({ path }) => path), mean, table: meanTable(mean), unpaired };
}

/** Finds the files to measure for a record, and says which are missing. */
function counterparts({ out, size, reading, hr, gt }: SummaryOptions) {
  // The kernels are those of the next whole factor.
  const scale = typeof size === "number" ? nextFactor(size) : undefined;
  const kernelSize = scale ?? size;
  const originals = hr === undefined ? undefined : originalFinder(hr);
  const kernels = gt === undefined ? undefined : (stem: string) => kernelOf(gt, stem, kernelSize);
  return (record: DoneRecord): { task: MeasureTask; problems: string[]; lacking: Lacking[] } => {
    const paths = record.outputs.map(({ path }) => path);
    const kernel = paths.find((path) => isKernelFileOf(path, kernelSize));
    const sr = paths.find((path) => isImageName(path) && !isKernelPicture(path));
    const failures: string[] = [];
    const look = (find: Finder | undefined): string | undefined => {
      try {
        return byStem(find, record);
      } catch (error) {
        failures.push(errorRecord(error).message);
        return undefined;
      }
    };
    const original = look(originals);
    const trueKernel = look(kernels);
    const lacking: Lacking[] = [
      ...(hr !== undefined && !original && failures.length === 0 ? [[hr, "original"] as const] : []),
      ...(gt !== undefined && !trueKernel ? [[gt, "kernel"] as const] : []),
    ];
    return {
      task: {
        image: record.image,
        scale,
        isWhole: scale === size,
        reading,
        kernel: kernel === undefined ? undefined : join(out, kernel),
        trueKernel,
        pair: sr === undefined || original === undefined ? undefined : { sr: join(out, sr), hr: original },
      },
      problems: [...failures, ...lacking.map(([folder, what]) => `no ${what} of this name in ${folder}`)],
      lacking,
    };
  };
}

/** A folder, and what it lacks. */
type Lacking = readonly [folder: string, what: Unpaired["what"]];

type Finder = (stem: string) => string | undefined;

/** The file that belongs to an image. For one of several seeds it may have the name without the seed. */
function byStem(find: Finder | undefined, { id }: DoneRecord): string | undefined {
  return find?.(id) ?? find?.(withoutSeed(id));
}
