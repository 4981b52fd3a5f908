/** What there is to do: which images are done already, and which failed before. */
import { throwIfAborted } from "@kernelgan/core/internal";
import type { FileLookup } from "./file-lookup.js";
import { inParallel } from "./in-parallel.js";
import type { BatchJob } from "./job.js";
import type { ManifestRecord } from "./manifest.js";

/** A job and what is known of it from an earlier run. */
export interface PlannedJob {
  job: BatchJob;
  optionsHash: string;
  /**
   * - `new`: it is not in the manifest
   * - `changed`: image, options or outputs are not those of the manifest, or there is another try for a failure
   * - `done`, `failed`: nothing to do, the manifest has it
   */
  state: "new" | "changed" | "done" | "failed";
  /** Size of the image file; 0 if it cannot be read. */
  bytes: number;
}

/** What an earlier run has left. */
export interface Earlier {
  images: FileLookup;
  /** Paths are relative to the output folder. */
  outputs: FileLookup;
  /** By the jobs' ids. */
  records: ReadonlyMap<string, ManifestRecord>;
  /** Try again what failed. */
  retryFailed: boolean;
}

/** How many files are read at a time. */
const PARALLEL_READS = 4;

/**
 * Looks at each job's image and outputs.
 *
 * @param hashOptions see options-hash.ts
 * @returns One entry for each job, in their order.
 * @throws KernelGanError `aborted` once the signal has fired.
 */
export async function planJobs(
  jobs: readonly BatchJob[],
  hashOptions: (job: BatchJob) => Promise<string>,
  earlier: Earlier,
  signal: AbortSignal,
): Promise<PlannedJob[]> {
  const planned: PlannedJob[] = [];
  await inParallel(jobs, PARALLEL_READS, async (job, index) => {
    throwIfAborted(signal);
    const optionsHash = await hashOptions(job);
    const bytes = (await earlier.images.bytes(job.image)) ?? 0;
    planned[index] = { job, optionsHash, bytes, state: await stateOf(job, optionsHash, earlier) };
  });
  return planned;
}

/** The largest image first: the last to be done is then a small one, and no core waits long for another. */
export function largestFirst(planned: readonly PlannedJob[]): PlannedJob[] {
  return planned.toSorted((a, b) => b.bytes - a.bytes);
}

async function stateOf(
  job: BatchJob,
  optionsHash: string,
  { images, outputs, records, retryFailed }: Earlier,
): Promise<PlannedJob["state"]> {
  const record = records.get(job.id);
  if (record === undefined) return "new";
  if (record.options !== optionsHash) return "changed";
  if (record.status === "failed") {
    return retryFailed || !(await images.holds(job.image, record.input)) ? "changed" : "failed";
  }
  if (!(await images.holds(job.image, record.input))) return "changed";
  for (const { path, ...state } of record.outputs) {
    if (!(await outputs.holds(path, state))) return "changed";
  }
  return "done";
}
