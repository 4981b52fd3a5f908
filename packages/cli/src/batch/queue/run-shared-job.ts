/**
 * Runs a shared job on this machine: fetches its files, runs it on the pool, and puts the results where they belong.
 *
 * The work happens in a folder of its own, named at random: many machines write below the same output folder, where
 * process numbers mean nothing. The finished files then take their names in one step each (rename, or an upload, which
 * S3 shows once it is whole). A job that is done twice gives the same bytes, so it does not matter which comes last.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { hostname } from "node:os";
import { basename, dirname, join } from "node:path";
import { throwIfAborted } from "@kernelgan/core/internal";
import { DEFAULT_MAX_KERNEL_SIZE } from "@kernelgan/formats";
import { below, isS3, QueueError, type Storage } from "@kernelgan/queue";
import { errorRecord, withPath } from "../../errors/error-record.js";
import { atStart, type NamedFile } from "../../errors/file-error.js";
import { cannotWrite, fileReason } from "../../errors/in-file.js";
import { fileIdentity } from "../../files/look.js";
import { movedPath } from "../../files/moved-path.js";
import { checkRegular } from "../../files/read-file.js";
import { temporaryFolder } from "../../files/temporary-folder.js";
import { DEFAULT_MAX_PIXELS } from "../../image-files/decode.js";
import { InputFiles } from "../../tasks/outputs.js";
import type { BatchJob } from "../job.js";
import { JobError } from "../job-error.js";
import { givenFilesOf, outputPaths } from "../job-outputs.js";
import type { JobResult, OutputFile } from "../job-result.js";
import type { JobControl, WorkerPool } from "../local/pool.js";
import { type SharedJob, toLocalJob } from "./shared-job.js";
import { type Location, locate, type Roots } from "./shared-paths.js";

/** What this machine runs jobs with. */
export interface JobEnvironment {
  roots: Roots;
  pool: Pick<WorkerPool, "run">;
  /** For files in S3. */
  storage: () => Promise<Storage>;
  limits: Limits;
}

/** What this machine accepts, whatever the job asks for. */
export interface Limits {
  /** The largest image, in pixels; default 100 million. Jobs may ask for less, not for more. */
  maxPixels?: number | undefined;
  /** The largest kernel, in pixels a side; default 255. As for the pixels. */
  maxKernelSize?: number | undefined;
  /** The largest file, in bytes. */
  maxBytes: number;
}

/**
 * Folder in the output folder for what machines are working on. (Not that of the local pool, which is one machine's.)
 * It stays, as another machine may be about to work there.
 */
export const WORK_FOLDER = ".working";

/** A file that the job reads, on this machine. */
interface Fetched {
  path: string;
  /** What S3 knows of its content. */
  tag?: { etag: string } | undefined;
}

/**
 * Runs the job.
 *
 * @throws JobError "refused" for paths outside the roots, "file-too-large", "unreachable" for local files that are not
 *   there; as the pool's `run` for the rest, with the shared paths in the messages. KernelGanError `aborted`,
 *   QueueError.
 */
export async function runSharedJob(
  job: SharedJob,
  environment: JobEnvironment,
  control: JobControl = {},
): Promise<JobResult> {
  const { signal } = control;
  const { roots, limits, pool } = environment;
  const out = await locate(roots, job.out);
  if ("path" in out) await checkFolders(job, roots);
  const copies = [job.image, job.kernel ?? "", job.prior ?? "", job.out].some(isS3)
    ? temporaryFolder()
    : undefined;
  const folder = copies?.path ?? "";
  const work = "path" in out ? join(out.path, WORK_FOLDER, randomUUID()) : join(folder, "out");
  const sharedNames = new Map<string, string>();
  const sharedName = (path: string): string => {
    const ofOut = "path" in out ? movedPath(path, out.path, job.out) : undefined;
    return sharedNames.get(path) ?? movedPath(path, work, job.out) ?? ofOut ?? path;
  };
  const fetch = async (text: string, name: string): Promise<Fetched> => {
    const location = await locate(roots, text);
    if ("path" in location) sharedNames.set(location.path, text);
    const fetched = await fetchFile(location, join(folder, name), environment, signal);
    sharedNames.set(fetched.path, text);
    return fetched;
  };
  try {
    const image = await fetch(job.image, "image");
    const kernel = job.kernel === undefined ? undefined : await fetch(job.kernel, "kernel");
    const prior = job.prior === undefined ? undefined : await fetch(job.prior, "prior");
    const files = { image: image.path, kernel: kernel?.path, prior: prior?.path };
    const local = limited(toLocalJob(job, files), limits);
    if ("path" in out) checkOutputs(local, out.path, sharedName);
    const result = await pool.run(local, work, control);
    const outputs = await deliver(result.outputs, work, out, environment, signal);
    return { ...result, input: { ...result.input, ...image.tag }, outputs };
  } catch (error) {
    throwIfAborted(signal);
    throw withSharedNames(error, sharedName);
  } finally {
    copies?.remove();
    await rm(work, { recursive: true, force: true });
  }
}

/** Nothing that the job reads is replaced by what it writes. */
function checkOutputs(job: BatchJob, out: string, sharedName: (path: string) => string): void {
  const inputs = new InputFiles([job.image, ...Object.values(givenFilesOf(job))], fileIdentity, sharedName);
  for (const path of outputPaths(job)) inputs.check(join(out, path));
}

/** The folders below `out` may be links as well: those of the results, and the one to work in. */
async function checkFolders({ out, stem }: SharedJob, roots: Roots): Promise<void> {
  for (const folders of [stem.split("/").slice(0, -1), [WORK_FOLDER]]) {
    await locate(roots, [...(out === "." ? [] : [out]), ...folders].join("/") || ".");
  }
}

/** The file on this machine: where it lies, or a copy below `folder` with the same name. */
async function fetchFile(
  location: Location,
  folder: string,
  { limits: { maxBytes }, storage }: JobEnvironment,
  signal: AbortSignal | undefined,
): Promise<Fetched> {
  if ("path" in location) {
    const stats = await stat(location.path).catch((error) => {
      // The program that made the job has seen the file. If it is missing here, another machine may have it.
      const reason = `${fileReason(error)} on ${hostname()}; check the path, and the --root of a worker there`;
      throw new JobError("unreachable", `${location.path}: ${reason}`, {
        file: atStart(location.path),
        cause: error,
      });
    });
    checkRegular(location.path, stats);
    if (stats.size > maxBytes) {
      throw tooLarge(
        `${location.path}: ${stats.size} bytes, over the ${maxBytes} allowed`,
        atStart(location.path),
      );
    }
    return { path: location.path };
  }
  await mkdir(folder);
  const path = join(folder, basename(location.s3.key));
  try {
    const { etag } = await (await storage()).download(location.s3, path, { maxBytes, signal });
    return { path, tag: { etag } };
  } catch (error) {
    if (error instanceof QueueError && error.code === "too-large") throw tooLarge(error.message, error.file);
    throw error;
  }
}

function tooLarge(reason: string, file: NamedFile | undefined): JobError {
  return new JobError("file-too-large", `${reason}; allow more with the worker's --max-bytes`, { file });
}

function limited(
  job: BatchJob,
  { maxPixels = DEFAULT_MAX_PIXELS, maxKernelSize = DEFAULT_MAX_KERNEL_SIZE }: Limits,
): BatchJob {
  const pixels = Math.min(job.options.maxPixels ?? DEFAULT_MAX_PIXELS, maxPixels);
  // One branch for each task, or TypeScript takes the options of one for those of the other.
  if (job.task === "estimate") return { ...job, options: { ...job.options, maxPixels: pixels } };
  const side = Math.min(job.options.maxKernelSize ?? DEFAULT_MAX_KERNEL_SIZE, maxKernelSize);
  return { ...job, options: { ...job.options, maxPixels: pixels, maxKernelSize: side } };
}

/** Puts the files where they belong, and returns them with what S3 knows of their content. */
async function deliver(
  outputs: readonly OutputFile[],
  work: string,
  out: Location,
  { storage }: JobEnvironment,
  signal: AbortSignal | undefined,
): Promise<OutputFile[]> {
  const delivered: OutputFile[] = [];
  for (const output of outputs) {
    throwIfAborted(signal);
    const file = join(work, output.path);
    if ("path" in out) {
      await move(file, join(out.path, output.path));
      delivered.push(output);
    } else {
      const { etag } = await (await storage()).upload(file, below(out.s3, output.path), signal);
      delivered.push({ ...output, etag });
    }
  }
  return delivered;
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw cannotWrite(to, error);
  }
}

/** @param nameOf gives the shared path of one of this machine's files */
function withSharedNames(error: unknown, nameOf: (path: string) => string): unknown {
  const { code, message, file } = withPath(errorRecord(error), nameOf);
  return code === "internal" ? error : new JobError(code, message, { file, cause: error });
}
