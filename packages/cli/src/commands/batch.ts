/**
 * `kernelgan batch INPUT…`: the same task for many images, in several processes, safe against whatever happens to them.
 *
 * Each image ends as a line of `OUT/manifest.jsonl` (batch/manifest.ts). A second start goes by it: what is done is
 * passed over, what has changed is done again.
 */
import { mkdirSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { check, KernelGanError } from "@kernelgan/core";
import { duration } from "@kernelgan/figures";
import type { KernelFormat } from "@kernelgan/formats";
import { type BatchDisplay, batchDisplay } from "../batch/display.js";
import { readList } from "../batch/inputs.js";
import type { BatchJob } from "../batch/job.js";
import { batchJobs } from "../batch/jobs.js";
import { lockFolder } from "../batch/lock.js";
import { isS3Text, withQueuePackage } from "../batch/machines/package.js";
import {
  doneRecord,
  failedRecord,
  type Manifest,
  type ManifestRecord,
  openManifest,
} from "../batch/manifest.js";
import type { BatchTask } from "../batch/names.js";
import { optionsHasher } from "../batch/options-hash.js";
import { largestFirst, type PlannedJob, planJobs } from "../batch/plan.js";
import { openPool, removeUnfinished, type WorkerPool } from "../batch/pool.js";
import type { JobOutcome, RunJobs } from "../batch/run-jobs.js";
import { type BatchSite, localSite } from "../batch/site.js";
import { type SummaryMean, writeSummary } from "../batch/summary/summary.js";
import { checkFolderWritable } from "../files/atomic-write.js";
import { type CommandIo, errorRecord, printJson } from "./io.js";

/** The options of the command: its own, and those of the task by their names in the job. */
export interface BatchFlags extends Record<string, unknown> {
  out: string;
  task: BatchTask;
  /** A file that names more inputs, or "-". */
  list?: string;
  /** How many images are worked on at a time; default: as many as there are cores. */
  jobs?: number;
  seeds?: number[];
  retryFailed?: boolean;
  summary?: boolean;
  /** Folder of the originals, for the summary of `upscale`. */
  hr?: string;
  /** Folder of the true kernels, for the summary. */
  gt?: string;
  json?: boolean;
  quiet?: boolean;
  scale: number;
  formats?: KernelFormat[];
  maxPixels?: number;
  /** `redis://host:port/db`: other machines do the work. */
  queue?: string;
  /** The folder that these share. */
  root?: string;
}

/** What `--json` prints. */
export interface BatchDocument {
  task: BatchTask;
  /** The output folder, or its address in S3. */
  out: string;
  /** The manifest's record of each image, in the order of the inputs. */
  images: ManifestRecord[];
  /** How many of them were done and failed now, and how many were done and had failed before. */
  counts: BatchCounts;
  seconds: number;
  /** With --summary: means over the images that have the figure. */
  mean?: SummaryMean;
}

/** How many images are how. */
export interface BatchCounts {
  done: number;
  failed: number;
  doneBefore: number;
  failedBefore: number;
}

/** Flags that are not options of the task. */
const OWN_FLAGS = [
  "out",
  "task",
  "list",
  "jobs",
  "seeds",
  "retryFailed",
  "summary",
  "hr",
  "gt",
  "queue",
  "root",
  "json",
  "quiet",
];

/** Kernel files that are written if nothing is said. */
const FORMATS: Record<BatchTask, KernelFormat[]> = {
  estimate: ["mat", "npy", "json", "png"],
  upscale: ["mat"],
};

/**
 * Runs the command.
 *
 * @returns The exit code: 0, or 1 if there is an image that failed, now or before.
 * @throws KernelGanError for what is wrong with the call as a whole, before any work; `aborted` if the user stopped it.
 */
export async function batchCommand(
  inputs: readonly string[],
  flags: BatchFlags,
  io: CommandIo,
): Promise<number> {
  check(
    flags.summary || !(flags.hr || flags.gt),
    () => "--hr and --gt are for the summary; give --summary as well",
  );
  check(
    !flags.hr || flags.task === "upscale",
    () => "--hr is for --task upscale; to compare kernels give --gt",
  );
  checkFolder("--hr", flags.hr);
  checkFolder("--gt", flags.gt);
  check(flags.root === undefined || flags.queue !== undefined, () => "--root is for --queue; leave it out");
  const named = [...inputs, ...(flags.list === undefined ? [] : readList(flags.list))];
  check(named.length > 0, () => "no images; give folders, globs or files, or --list FILE");
  const site = await openSite(named, flags);
  try {
    const jobs = await batchJobs(await site.findImages(named), {
      task: flags.task,
      options: taskOptions(flags),
      ...(flags.seeds && { seeds: flags.seeds }),
    });
    return await inFolder(site.folder, (manifest) => runBatch(jobs, manifest, site, flags, io));
  } finally {
    await site.close();
  }
}

/** The summary comes last: what it needs should not be missing only then. */
function checkFolder(option: string, folder: string | undefined): void {
  const found = folder === undefined || statSync(folder, { throwIfNoEntry: false })?.isDirectory();
  check(found ?? false, () => `${option} ${folder}: there is no such folder on this machine; check the path`);
}

/** Where images and results are: on this machine, or in S3. */
async function openSite(inputs: readonly string[], { out, kernel }: BatchFlags): Promise<BatchSite> {
  if (![...inputs, out, kernel].some(isS3Text)) return localSite(resolve(out));
  const { openS3Site } = await withQueuePackage(() => import("../batch/machines/s3-site.js"));
  return openS3Site(out);
}

/** Works in the folder, alone and with its manifest. */
async function inFolder(folder: string, work: (manifest: Manifest) => Promise<number>): Promise<number> {
  await checkFolderWritable(folder);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    removeUnfinished(folder);
    const manifest = await openManifest(folder);
    try {
      return await work(manifest);
    } finally {
      manifest.close();
    }
  } finally {
    unlock();
  }
}

/** The flags that are options of the task, with the command's defaults. */
function taskOptions(flags: BatchFlags): Record<string, unknown> {
  const others = Object.entries(flags).filter(([name]) => !OWN_FLAGS.includes(name));
  return {
    formats: FORMATS[flags.task],
    ...(flags.task === "upscale" && { kernel: "auto" }),
    ...Object.fromEntries(others),
  };
}

async function runBatch(
  jobs: readonly BatchJob[],
  manifest: Manifest,
  site: BatchSite,
  flags: BatchFlags,
  io: CommandIo,
): Promise<number> {
  const { task, scale, maxPixels, retryFailed = false, quiet = false } = flags;
  const { out, folder, images, outputs } = site;
  const { signal } = io;
  const started = performance.now();
  checkSameTask(manifest, flags);
  const earlier = { images, outputs, records: manifest.records, retryFailed };
  const planned = await planJobs(jobs, optionsHasher(images), earlier, signal);
  const todo = largestFirst(planned.filter(({ state }) => state === "new" || state === "changed"));
  tellPlan(planned, todo.length, flags, io);

  const count = flags.jobs ?? availableParallelism();
  const pool = openPool({ jobs: count });
  try {
    const display = await batchDisplay(io, { label: `${task} ×${scale}`, total: todo.length, quiet });
    const records = new Map(manifest.records);
    const optionsOf = new Map(todo.map(({ job, options }) => [job.id, options]));
    const onEnd = async (job: BatchJob, outcome: JobOutcome): Promise<void> => {
      const record = keep(manifest, await recordOf(job, optionsOf.get(job.id) ?? "", outcome, site));
      await site.recorded(record);
      records.set(job.id, record);
      display.ended(record);
    };
    const runJobs = await runner(pool, count, site, flags, display);
    try {
      await runJobs(
        todo.map(({ job }) => job),
        { out, onEnd, signal },
      );
    } finally {
      display.done();
    }
    const ended = jobs.flatMap(({ id }) => records.get(id) ?? []);
    const summary =
      flags.summary &&
      (await writeSummary(await site.forSummary(ended, flags.hr !== undefined), {
        out: folder,
        title: `${task} ×${scale}`,
        scale,
        count,
        pool,
        signal,
        ...(maxPixels !== undefined && { maxPixels }),
        ...(flags.hr !== undefined && { hr: flags.hr }),
        ...(flags.gt !== undefined && { gt: flags.gt }),
      }));
    const files = await site.finish(summary ? summary.files : []);
    const seconds = (performance.now() - started) / 1000;
    const counts = countsOf(planned, records);
    if (flags.json) {
      const document = { task, out, images: ended, counts, seconds, ...(summary && { mean: summary.mean }) };
      await printJson(io.stdout, document satisfies BatchDocument);
    } else if (summary) {
      io.stdout.write(summary.table);
    }
    tellEnd(counts, seconds, files, flags, io);
    return counts.failed + counts.failedBefore > 0 ? 1 : 0;
  } catch (error) {
    if (signal.aborted && !quiet) {
      const others = flags.queue === undefined ? "" : "the workers go on with what is in the queue, ";
      io.stderr.write(`kernelgan: stopped; ${others}the same command goes on from here\n`);
    }
    throw error;
  } finally {
    await pool.close();
    removeUnfinished(folder);
  }
}

/** Where the work is done: on this machine, or by the workers of a queue. */
async function runner(
  pool: WorkerPool,
  count: number,
  site: BatchSite,
  { queue, root = ".", retryFailed = false }: BatchFlags,
  { say }: BatchDisplay,
): Promise<RunJobs> {
  if (queue === undefined) return site.runLocal(pool, count);
  const { runQueued } = await withQueuePackage(() => import("../batch/run-queue.js"));
  const { images, outputs } = site;
  return runQueued({ url: queue, root, retryFailed, images, outputs, say });
}

/** Results of the two tasks have the same names in part. */
function checkSameTask({ records }: Manifest, { out, task }: BatchFlags): void {
  const other = [...records.values()].find((record) => record.task !== task);
  if (!other) return;
  throw new KernelGanError("output", `${out} holds results of --task ${other.task}; give another --out`);
}

async function recordOf(
  job: BatchJob,
  options: string,
  outcome: JobOutcome,
  { images }: BatchSite,
): Promise<ManifestRecord> {
  if ("result" in outcome) return doneRecord(job, options, outcome.result);
  return failedRecord(job, options, await images.state(job.image), outcome.error);
}

/** Adds the record to the manifest. If that cannot be done, the image counts as failed, and is done again next time. */
function keep(manifest: Manifest, record: ManifestRecord): ManifestRecord {
  try {
    manifest.add(record);
    return record;
  } catch (error) {
    const { id, task, image, options, input, finished } = record;
    return { id, status: "failed", task, image, options, input, error: errorRecord(error), finished };
  }
}

function tellPlan(
  planned: readonly PlannedJob[],
  todo: number,
  flags: BatchFlags,
  { stderr }: CommandIo,
): void {
  if (flags.quiet) return;
  const [done, failed] = (["done", "failed"] as const).map(
    (s) => planned.filter(({ state }) => state === s).length,
  );
  const parts = [
    `${todo} to do`,
    ...(done > 0 ? [`${done} done before`] : []),
    ...(failed > 0 ? [failedText(failed)] : []),
  ];
  stderr.write(`${planned.length} ${planned.length === 1 ? "image" : "images"}: ${parts.join(", ")}\n`);
}

function failedText(count: number): string {
  return `${count} failed before (--retry-failed tries them again)`;
}

function countsOf(planned: readonly PlannedJob[], records: ReadonlyMap<string, ManifestRecord>): BatchCounts {
  const counts: BatchCounts = { done: 0, failed: 0, doneBefore: 0, failedBefore: 0 };
  for (const { job, state } of planned) {
    if (state === "done") counts.doneBefore++;
    else if (state === "failed") counts.failedBefore++;
    else counts[records.get(job.id)?.status ?? "failed"]++;
  }
  return counts;
}

function tellEnd(
  { done, failed, failedBefore }: BatchCounts,
  seconds: number,
  files: readonly string[],
  { quiet }: BatchFlags,
  io: CommandIo,
): void {
  if (quiet) {
    // Of what failed now the display has told. The exit code needs a reason.
    if (failedBefore > 0) io.stderr.write(`kernelgan: ${failedText(failedBefore)}\n`);
    return;
  }
  const parts = [`${done} done in ${duration(seconds)}`, ...(failed > 0 ? [`${failed} failed`] : [])];
  io.stderr.write(`${[parts.join(", "), ...files].join("\n  ")}\n`);
}
