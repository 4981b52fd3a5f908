/** Whether a job's options are still those of an earlier run. */
import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import type { FileLookup } from "./file-lookup.js";
import type { BatchJob } from "./job.js";
import { isS3Address } from "./queue-package.js";

/**
 * SHA-256 of a job's task and options. A kernel file counts with what it holds, not with its name.
 *
 * @param lookup for kernel files, by their absolute paths or S3 addresses
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
    const all: Record<string, unknown> = { ...options };
    const { kernel } = all;
    if (typeof kernel === "string" && (isAbsolute(kernel) || isS3Address(kernel))) {
      all.kernel = await hashOf(kernel);
    }
    const names = Object.keys(all).sort();
    const text = JSON.stringify([task, names.map((name) => [name, all[name]])]);
    return createHash("sha256").update(text).digest("hex");
  };
}
