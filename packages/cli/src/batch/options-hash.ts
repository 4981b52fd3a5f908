/** Whether a job's options are still those of an earlier run. */
import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import { stateNow } from "./file-state.js";
import type { BatchJob } from "./job.js";

/**
 * SHA-256 of a job's task and options. A kernel file counts with what it holds, not with its name.
 *
 * @returns A function that remembers the files it has read.
 */
export function optionsHasher(): (job: BatchJob) => Promise<string> {
  const files = new Map<string, Promise<string>>();
  const hashOf = (path: string): Promise<string> => {
    const known = files.get(path) ?? stateNow(path).then((state) => state?.sha256 ?? "missing");
    files.set(path, known);
    return known;
  };
  return async ({ task, options }) => {
    const all: Record<string, unknown> = { ...options };
    if (typeof all.kernel === "string" && isAbsolute(all.kernel)) all.kernel = await hashOf(all.kernel);
    const names = Object.keys(all).sort();
    const text = JSON.stringify([task, names.map((name) => [name, all[name]])]);
    return createHash("sha256").update(text).digest("hex");
  };
}
