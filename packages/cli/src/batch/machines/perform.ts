/**
 * Does a job of the queue on this machine: brings the files here, runs it on the pool, and puts the results where they
 * belong.
 *
 * The work happens in a folder of its own, named at random: many machines write below the same output folder, where process
 * numbers mean nothing. The finished files then take their names in one step each (rename, or an upload, which S3 shows
 * once it is whole). A job that is done twice gives the same bytes, so it does not matter who comes last.
 */
import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, stat } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { below, isS3, QueueError, type Storage } from "@kernelgan/queue";
import { fileReason } from "../../files/in-file.js";
import { DEFAULT_MAX_PIXELS } from "../../image-files/decode.js";
import { type BatchJob, JobError, type JobResult, type OutputFile } from "../job.js";
import type { WorkerPool } from "../pool.js";
import { jobOf, type Payload } from "./payload.js";
import { type Place, placeIn, type Roots } from "./places.js";

/** What a machine does jobs with. */
export interface Machine {
  roots: Roots;
  pool: Pick<WorkerPool, "run">;
  /** For places in S3. */
  storage: () => Promise<Storage>;
  limits: Limits;
}

/** What a machine accepts, whatever the payload says. */
export interface Limits {
  /** The largest image, in pixels; default 100 million. Payloads may ask for less, not for more. */
  maxPixels?: number;
  /** The largest file, in bytes. */
  maxBytes: number;
}

/**
 * Folder in the output folder for what machines are working on. (Not that of the local pool, which is one machine's.) It
 * stays: to remove it, nobody must be about to work there.
 */
export const WORKING = ".working";

/** A file that the job reads, on this machine. */
interface Fetched {
  path: string;
  /** What S3 tells of its content. */
  tag?: { etag: string };
}

/**
 * Does the job.
 *
 * @throws JobError "refused" for places outside the roots, "file-too-large", "unreachable" for local files that are not
 *   there; as the pool's `run` for the rest, with the
 *   payload's names in the messages. KernelGanError `aborted`, QueueError.
 */
export async function perform(payload: Payload, machine: Machine, signal: AbortSignal): Promise<JobResult> {
  const out = await placeIn(machine.roots, payload.out);
  if ("path" in out) await checkFolders(payload, machine.roots);
  const folder = join(tmpdir(), `kernelgan-job-${randomUUID()}`);
  if ([payload.image, payload.kernel ?? "", payload.out].some(isS3)) await mkdir(folder, { mode: 0o700 });
  const work = "path" in out ? join(out.path, WORKING, randomUUID()) : join(folder, "out");
  const names = new Map([[work, payload.out]]);
  const fetch = async (text: string, name: string): Promise<Fetched> => {
    const place = await placeIn(machine.roots, text);
    if ("path" in place) names.set(place.path, text);
    const fetched = await fetchFile(place, join(folder, name), machine, signal);
    names.set(fetched.path, text);
    return fetched;
  };
  try {
    const image = await fetch(payload.image, "image");
    const kernel = payload.kernel !== undefined && { kernel: (await fetch(payload.kernel, "kernel")).path };
    const job = limited(jobOf(payload, { image: image.path, ...kernel }), machine.limits);
    const result = await machine.pool.run(job, work, { signal });
    const outputs = await deliver(result.outputs, work, out, machine, signal);
    return { ...result, input: { ...result.input, ...image.tag }, outputs };
  } catch (error) {
    throwIfStopped(signal);
    throw inPayloadsNames(error, names);
  } finally {
    await rm(folder, { recursive: true, force: true });
    await rm(work, { recursive: true, force: true });
  }
}

/** The folders below `out` may be links as well: those of the results, and the one to work in. */
async function checkFolders({ out, stem }: Payload, roots: Roots): Promise<void> {
  for (const folders of [stem.split("/").slice(0, -1), [WORKING]]) {
    await placeIn(roots, [...(out === "." ? [] : [out]), ...folders].join("/") || ".");
  }
}

/** The file here: at its own place, or a copy below `folder` with the same name. */
async function fetchFile(
  place: Place,
  folder: string,
  { limits: { maxBytes }, storage }: Machine,
  signal: AbortSignal,
): Promise<Fetched> {
  if ("path" in place) {
    const bytes = await stat(place.path).then(
      ({ size }) => size,
      (error) => {
        // Who gave the job has seen the file. What is missing may be this machine's share, and another one has it.
        const reason = `${fileReason(error)} on ${hostname()}; check the path, and the --root of a worker there`;
        throw new JobError("unreachable", `${place.path}: ${reason}`, { cause: error });
      },
    );
    if (bytes > maxBytes) throw tooLarge(`${place.path}: ${bytes} bytes, over the ${maxBytes} allowed`);
    return { path: place.path };
  }
  await mkdir(folder);
  const path = join(folder, basename(place.s3.key));
  try {
    const { etag } = await (await storage()).download(place.s3, path, { maxBytes, signal });
    return { path, tag: { etag } };
  } catch (error) {
    if (error instanceof QueueError && error.code === "too-large") throw tooLarge(error.message);
    throw error;
  }
}

function tooLarge(reason: string): JobError {
  return new JobError("file-too-large", `${reason}; allow more with the worker's --max-bytes`);
}

function limited(job: BatchJob, { maxPixels = DEFAULT_MAX_PIXELS }: Limits): BatchJob {
  const most = Math.min(job.options.maxPixels ?? DEFAULT_MAX_PIXELS, maxPixels);
  // Told apart by their task, which is what TypeScript wants to see.
  return job.task === "estimate"
    ? { ...job, options: { ...job.options, maxPixels: most } }
    : { ...job, options: { ...job.options, maxPixels: most } };
}

/** Puts the files where they belong, and returns them with what S3 tells of their content. */
async function deliver(
  outputs: readonly OutputFile[],
  work: string,
  out: Place,
  { storage }: Machine,
  signal: AbortSignal,
): Promise<OutputFile[]> {
  const delivered: OutputFile[] = [];
  for (const output of outputs) {
    throwIfStopped(signal);
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

function throwIfStopped(signal: AbortSignal): void {
  if (signal.aborted) throw new KernelGanError("aborted", "stopped");
}

async function move(from: string, to: string): Promise<void> {
  try {
    await mkdir(dirname(to), { recursive: true });
    await rename(from, to);
  } catch (error) {
    throw new JobError("output", `cannot write ${to}: ${fileReason(error)}`, { cause: error });
  }
}

/** @param names what the payload calls the files of this machine */
function inPayloadsNames(error: unknown, names: ReadonlyMap<string, string>): unknown {
  if (!(error instanceof JobError)) return error;
  const message = [...names].reduce((text, [path, name]) => text.replaceAll(path, name), error.message);
  return new JobError(error.code, message, { cause: error });
}
