/**
 * The same task for many images, in several processes, safe against whatever happens to them.
 *
 * Each image ends as a line of `OUT/manifest.jsonl` (manifest.ts). A second start reads it: what is done is
 * skipped, what has changed is done again.
 */
import { mkdirSync } from "node:fs";
import { availableParallelism } from "node:os";
import { resolve } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { check, pickOptions } from "@kernelgan/core/internal";
import { inCommandWords, inFlagWords } from "../errors/command-words.js";
import { type ErrorRecord, errorRecord } from "../errors/error-record.js";
import { fileError } from "../errors/file-error.js";
import { checkFolderWritable, TEMPORARY } from "../files/atomic-write.js";
import { isFolder, isSameFile } from "../files/look.js";
import { removeOrphans } from "../files/process.js";
import { removeOldTemporaryFolders } from "../files/temporary-folder.js";
import { type InputProblem, readList } from "../tasks/find-images.js";
import { checkGivenPath, checkOutputFolder } from "../tasks/output-place.js";
import { InputFiles } from "../tasks/outputs.js";
import { CONVENTION_OPTION, READ_KERNEL_OPTIONS, READ_OPTIONS } from "../tasks/task-options.js";
import { printUnread } from "../tasks/unread-pictures.js";
import { type CommandIo, printError, printJson } from "../terminal/command-io.js";
import { speakJson, speaksJson } from "../terminal/json-lines.js";
import { writeLines } from "../terminal/text.js";
import { createJobs } from "./create-jobs.js";
import {
  type BatchCounts,
  type BatchDisplay,
  batchDisplay,
  printEnd,
  printPlan,
  printUnpaired,
} from "./display.js";
import type { BatchJob } from "./job.js";
import { type BatchTask, JOB_OPTIONS, type TaskRequest } from "./job-options.js";
import { givenFilesOf, outputPaths } from "./job-outputs.js";
import type { JobOutcome } from "./job-result.js";
import type { JobRunner } from "./job-runner.js";
import { localStore } from "./local/local-store.js";
import { openPool, removeUnfinished, type WorkerPool } from "./local/pool.js";
import { lockFolder } from "./lock.js";
import {
  doneRecord,
  type FailedRecord,
  failedRecord,
  type Manifest,
  type ManifestRecord,
  openManifest,
  type Unwritten,
} from "./manifest.js";
import { optionsHasher } from "./options-hash.js";
import { largestFirst, type PlannedJob, planJobs } from "./plan.js";
import { isS3Address, withQueuePackage } from "./queue-package.js";
import { type InWords, recordInWords } from "./record-in-words.js";
import type { BatchStore } from "./store.js";
import type { Summary, SummaryMean, SummaryOptions } from "./summary/summary.js";

/** What to do: a task, with how to run it. */
export type BatchRequest = TaskRequest & {
  out: string;
  /** A file that names more inputs, or "-". */
  list?: string | undefined;
  /** How many images are worked on at a time; default: as many as there are cores. */
  jobs?: number | undefined;
  /** A result for each image and seed. */
  seeds?: readonly number[] | undefined;
  retryFailed: boolean;
  summary: boolean;
  /** Folder of the originals, for the summary of `upscale`. */
  hr?: string | undefined;
  /** Folder of the true kernels, for the summary. */
  gt?: string | undefined;
  /** `redis://host:port/db`: other machines do the work. */
  queue?: string | undefined;
  /** The folder that these share. */
  root: string;
  json: boolean;
  quiet: boolean;
  progress: "text" | "json";
};

/** An input that could not be used, or an image that could not be begun. */
export interface ProblemRecord {
  image: string;
  error: ErrorRecord;
}

/** What `--json` prints. */
export interface BatchDocument {
  task: BatchTask;
  /** The output folder, or its address in S3. */
  out: string;
  /** The manifest's record of each image, in the order of the inputs. */
  images: ManifestRecord[];
  /** What of the inputs could not be used: it is in no manifest. */
  problems: ProblemRecord[];
  /** How many of them were done and failed now, and how many were done and had failed before. */
  counts: BatchCounts;
  seconds: number;
  /** With --summary: means over the images that have the figure. */
  mean?: SummaryMean | undefined;
}

/** What a batch did. */
export interface BatchResult {
  document: BatchDocument;
  /** With --summary: its table, to print. */
  table?: readonly string[] | undefined;
}

/**
 * Runs the batch and prints what it did.
 *
 * @returns The exit code: 0, or 1 if there is an image that failed, now or before.
 * @throws as {@link performBatch}
 */
export async function runBatch(
  inputs: readonly string[],
  request: BatchRequest,
  io: CommandIo,
): Promise<number> {
  const { document, table } = await performBatch(inputs, request, io, { inWords: inFlagWords });
  if (request.json) await printJson(io.stdout, documentInWords(document));
  else if (table) writeLines(io.stdout, ...table);
  const { failed, failedBefore } = document.counts;
  return failed + failedBefore + document.problems.length > 0 ? 1 : 0;
}

function documentInWords(document: BatchDocument): BatchDocument {
  return {
    ...document,
    images: document.images.map((record) => recordInWords(record, inCommandWords)),
    problems: document.problems.map(({ image, error }) => ({
      image,
      error: { code: error.code, message: inCommandWords(error.message) },
    })),
  };
}

/** Who follows a batch, and reads its summary. */
export interface BatchReader {
  /** Called when an image has ended. */
  onRecord?: ((record: ManifestRecord) => void) | undefined;
  /** Puts the messages in the summary into the reader's words; default: the library's. */
  inWords?: InWords | undefined;
}

/**
 * Runs the batch.
 *
 * @param inputs folders, globs and images (tasks/find-images.ts), or addresses in S3
 * @throws KernelGanError for what is wrong with the call as a whole, before any work; `aborted` if the user stopped it.
 */
export async function performBatch(
  inputs: readonly string[],
  request: BatchRequest,
  io: CommandIo,
  reader: BatchReader = {},
): Promise<BatchResult> {
  checkFolder("hr", request.hr, request.out);
  checkFolder("gt", request.gt, request.out);
  if (request.list !== undefined && request.list !== "-") {
    checkGivenPath("list", request.list, "check the path");
  }
  if (!isS3Address(request.out)) checkOutputFolder(request.out);
  if (request.progress === "json") speakJson(io.stderr);
  const named = [...inputs, ...(request.list === undefined ? [] : await readList(request.list))];
  const store = await openStore(named, request);
  try {
    const found = await store.findImages(named);
    const { jobs, problems } = harmless(
      await createJobs(found.images, request, request.seeds),
      store,
      request,
    );
    problems.unshift(...found.problems);
    const [first, ...others] = problems;
    if (jobs.length === 0 && first) {
      for (const { error } of others) printError(io.stderr, error);
      throw first.error;
    }
    // From here on there is something to put in order.
    io.allowShutdown(SHUTDOWN_MS);
    for (const { error } of problems) printError(io.stderr, error);
    printUnread(found.unread, io.stderr);
    const records = problems.map(({ image, error }) => ({ image, error: errorRecord(error) }));
    const batch = { jobs, problems: records };
    return await inFolder(store.folder, (manifest) => runJobs(batch, manifest, store, request, io, reader));
  } finally {
    await store.close();
  }
}

/** The summary comes last: what it needs should not be missing only then. */
function checkFolder(option: string, folder: string | undefined, out: string): void {
  if (folder === undefined) return;
  check(
    isFolder(folder),
    () => `"${option}" ${folder}: there is no such folder on this machine; check the path`,
  );
  check(
    !isSameFile(folder, out),
    () => `"${option}" ${folder} is the folder of the results; give another "out"`,
  );
}

/** The jobs but for those that would replace a file that is read. */
function harmless(
  jobs: readonly BatchJob[],
  store: BatchStore,
  { list }: BatchRequest,
): { jobs: BatchJob[]; problems: InputProblem[] } {
  const read = jobs.flatMap((job) => [job.image, ...Object.values(givenFilesOf(job))]);
  const inputs = new InputFiles([...read, list === "-" ? undefined : list], (path) => store.identityOf(path));
  const problems: InputProblem[] = [];
  const kept = jobs.filter((job) => {
    try {
      for (const path of outputPaths(job)) inputs.check(store.outputAt(path));
      return true;
    } catch (error) {
      const { image } = job;
      const { message } = errorRecord(error);
      problems.push({ image, error: fileError("output", image, `: ${message}`, { cause: error }) });
      return false;
    }
  });
  return { jobs: kept, problems };
}

/** Where images and results are: on this machine, or in S3. */
async function openStore(inputs: readonly string[], request: BatchRequest): Promise<BatchStore> {
  const { kernel, prior } = request.task === "upscale" ? request.options : {};
  if (![...inputs, request.out, kernel, prior].some(isS3Address)) return localStore(resolve(request.out));
  const { openS3Store } = await withQueuePackage(() => import("./s3/s3-store.js"));
  return openS3Store(request.out);
}

/** How long a batch has to end its workers and to unlock its folder, in milliseconds. */
const SHUTDOWN_MS = 500;

/** Works in the folder, alone and with its manifest. */
async function inFolder<T>(folder: string, work: (manifest: Manifest) => Promise<T>): Promise<T> {
  await checkFolderWritable(folder);
  mkdirSync(folder, { recursive: true });
  const unlock = lockFolder(folder);
  try {
    removeUnfinished(folder);
    removeOrphans(folder, TEMPORARY);
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

async function runJobs(
  { jobs, problems }: { jobs: readonly BatchJob[]; problems: ProblemRecord[] },
  manifest: Manifest,
  store: BatchStore,
  request: BatchRequest,
  io: CommandIo,
  { onRecord, inWords = (message) => message }: BatchReader,
): Promise<BatchResult> {
  const { task, retryFailed, quiet } = request;
  const { signal, stderr } = io;
  const started = performance.now();
  checkSameTask(manifest, request);
  const { images, outputs } = store;
  const earlier = { images, outputs, records: manifest.records, retryFailed };
  const planned = await planJobs(jobs, optionsHasher(images), earlier, signal);
  const todo = largestFirst(planned.filter(({ state }) => state === "new" || state === "changed"));
  if (!quiet) printPlan(planned, todo.length, stderr);

  const count = request.jobs ?? availableParallelism();
  const pool = openPool({ jobs: count });
  try {
    const label = labelOf(request);
    const shown = await batchDisplay(io, { label, total: todo.length, quiet });
    const display: BatchDisplay = {
      ...shown,
      ended(record) {
        shown.ended(record);
        onRecord?.(record);
      },
    };
    const run = await chooseRunner(pool, count, store, request, display);
    const records = await runAll(todo, run, manifest, store, display, signal);
    const ended = jobs.flatMap(({ id }) => records.get(id) ?? []);
    const summary = request.summary
      ? await summarise(ended, { request, store, pool, count, inWords, signal })
      : undefined;
    const files = await store.finish(summary?.files ?? []);
    const seconds = (performance.now() - started) / 1000;
    const counts = countsOf(planned, records);
    for (const unpaired of summary?.unpaired ?? []) printUnpaired(unpaired, ended.length, stderr);
    printEnd(counts, problems.length, seconds, files, quiet, stderr);
    const { out } = store;
    const document = { task, out, images: ended, problems, counts, seconds, mean: summary?.mean };
    return { document, table: summary?.table };
  } catch (error) {
    if (signal.aborted && !quiet && !speaksJson(stderr)) {
      const others = request.queue === undefined ? "" : "the workers continue with what is in the queue, ";
      writeLines(stderr, `kernelgan: stopped; ${others}the same command continues from here`);
    }
    throw error;
  } finally {
    await pool.close();
    removeUnfinished(store.folder);
    removeOldTemporaryFolders();
  }
}

/** Runs the jobs and keeps the record of each. Returns the records of all jobs, those of earlier runs included. */
async function runAll(
  todo: readonly PlannedJob[],
  run: JobRunner,
  manifest: Manifest,
  store: BatchStore,
  display: BatchDisplay,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, ManifestRecord>> {
  const records = new Map(manifest.records);
  const hashOf = new Map(todo.map(({ job, optionsHash }) => [job.id, optionsHash]));
  const onEnd = async (job: BatchJob, outcome: JobOutcome): Promise<void> => {
    const record = await recordOf(job, hashOf.get(job.id) ?? "", outcome, store);
    manifest.add(record);
    await store.recorded(record);
    records.set(job.id, record);
    display.ended(record);
  };
  try {
    await run(
      todo.map(({ job }) => job),
      { out: store.out, onEnd, signal },
    );
  } finally {
    for (const unwritten of manifest.settle()) {
      const record = lost(unwritten);
      await store.recorded(record);
      records.set(record.id, record);
      display.say(`${record.id}: ${record.error.message}; it will be done again`);
    }
    display.done();
  }
  return records;
}

async function summarise(
  records: readonly ManifestRecord[],
  context: { request: BatchRequest; store: BatchStore } & Pick<
    SummaryOptions,
    "pool" | "count" | "inWords" | "signal"
  >,
): Promise<Summary> {
  const { request, store, ...rest } = context;
  const { hr, gt } = request;
  const { writeSummary } = await import("./summary/summary.js");
  return writeSummary(await store.forSummary(records, hr !== undefined), {
    out: store.folder,
    title: labelOf(request),
    size: sizeOf(request),
    ...rest,
    reading: pickOptions(READING, request.options),
    hr,
    gt,
  });
}

/** What decides how files are read. */
const READING = { ...READ_OPTIONS, ...READ_KERNEL_OPTIONS, kernelConvention: CONVENTION_OPTION };

/** The factor, or the size in its place. */
function sizeOf({ task, options }: BatchRequest): number | string {
  const { size, scale = JOB_OPTIONS[task].scale.default } = options as { size?: string; scale?: number };
  return size ?? scale;
}

/** "estimate ×2", "upscale to 3000x". */
function labelOf(request: BatchRequest): string {
  const size = sizeOf(request);
  return `${request.task} ${typeof size === "number" ? `×${size}` : `to ${size}`}`;
}

/** Where the work is done: on this machine, or by the workers of a queue. */
async function chooseRunner(
  pool: WorkerPool,
  count: number,
  store: BatchStore,
  { queue, root, retryFailed }: BatchRequest,
  { say }: BatchDisplay,
): Promise<JobRunner> {
  if (queue === undefined) return store.localRunner(pool, count);
  const { runQueued } = await withQueuePackage(() => import("./queue/run-queued.js"));
  const { images, outputs } = store;
  return runQueued({ url: queue, root, retryFailed, images, outputs, say });
}

/** Results of the two tasks have the same names in part. */
function checkSameTask({ records }: Manifest, { out, task }: BatchRequest): void {
  const other = [...records.values()].find((record) => record.task !== task);
  if (!other) return;
  throw new KernelGanError("output", `${out} holds results of "task" ${other.task}; give another "out"`);
}

async function recordOf(
  job: BatchJob,
  optionsHash: string,
  outcome: JobOutcome,
  { images }: BatchStore,
): Promise<ManifestRecord> {
  if ("result" in outcome) return doneRecord(job, optionsHash, outcome.result);
  return failedRecord(job, optionsHash, await images.state(job.image), outcome.error);
}

/** An image whose line the manifest does not have: it counts as failed, and is done again next time. */
function lost({ record, error }: Unwritten): FailedRecord {
  const { id, task, image, options, input, finished } = record;
  return { id, status: "failed", task, image, options, input, error: errorRecord(error), finished };
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
