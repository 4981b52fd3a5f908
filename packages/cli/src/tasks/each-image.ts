/** Commands that do the same with each of several images: one that fails does not stop the rest. */
import { basename } from "node:path";
import { type ErrorRecord, errorRecord } from "../errors/error-record.js";
import { type CommandIo, printError, printJson } from "../terminal/command-io.js";

/** A job, or why it cannot be done. */
export type Plan<Job> = Job | { image: string; error: unknown };

/** What `--json` prints for an image that failed. */
export interface FailedImage {
  image: string;
  error: ErrorRecord;
}

/**
 * Says what is wrong with the plans, runs the jobs one after the other and prints their records with `--json`.
 *
 * @param run does one job; `label` names it in the progress display
 * @returns The exit code: 0, or 1 if an image failed.
 */
export async function runImageJobs<Job extends { image: string }, Result extends object>(
  plans: readonly Plan<Job>[],
  run: (job: Job, label: string) => Promise<Result | FailedImage>,
  json: boolean,
  io: CommandIo,
): Promise<number> {
  // What is wrong with the call as a whole is said once.
  const errors = new Map(
    plans.flatMap((plan) => ("error" in plan ? [[errorRecord(plan.error).message, plan.error]] : [])),
  );
  for (const error of errors.values()) printError(io.stderr, error);
  const records: (Result | FailedImage)[] = [];
  for (const [i, plan] of plans.entries()) {
    const name = basename(plan.image);
    const label = plans.length > 1 ? `[${i + 1}/${plans.length}] ${name}` : name;
    records.push("error" in plan ? failedImage(plan.image, plan.error) : await run(plan, label));
  }
  if (json) await printJson(io.stdout, records);
  return records.some((record) => "error" in record) ? 1 : 0;
}

export function failedImage(image: string, error: unknown): FailedImage {
  return { image, error: errorRecord(error) };
}
