/** Whether a job's options are still those of an earlier run. */
import { createHash } from "node:crypto";
import type { OptionTable } from "@kernelgan/core/internal";
import { isKernelFile, isPriorFile } from "../tasks/task-options.js";
import type { FileLookup } from "./file-lookup.js";
import type { BatchJob } from "./job.js";
import { JOB_OPTIONS } from "./job-options.js";

/**
 * SHA-256 of a job's task and options, without those that have their defaults, so that a new option does not change the
 * hash of earlier jobs. Files of kernels and of priors are hashed by their content, not by
 * their names.
 *
 * @param lookup for these files, by their absolute paths or S3 addresses
 * @returns A function that remembers the files it has read.
 */
export function optionsHasher(lookup: Pick<FileLookup, "state">): (job: BatchJob) => Promise<string> {
  const files = new Map<string, Promise<string>>();
  const hashOf = (path: string): Promise<string> => {
    const known =
      files.get(path) ?? lookup.state(path).then((state) => state?.etag ?? state?.sha256 ?? "missing");
    files.set(path, known);
    return known;
  };
  return async ({ task, options }) => {
    const table: OptionTable = JOB_OPTIONS[task];
    const { kernel, prior, ...others }: Record<string, unknown> = options;
    const contents = {
      kernel: typeof kernel === "string" && isKernelFile(kernel) ? await hashOf(kernel) : kernel,
      prior: typeof prior === "string" && isPriorFile(prior) ? await hashOf(prior) : prior,
    };
    const entries = Object.entries({ ...others, ...contents }).filter(
      ([name, value]) =>
        value !== undefined && JSON.stringify(value) !== JSON.stringify(table[name]?.default),
    );
    entries.sort(([a], [b]) => (a < b ? -1 : 1));
    return createHash("sha256")
      .update(JSON.stringify([task, entries]))
      .digest("hex");
  };
}
