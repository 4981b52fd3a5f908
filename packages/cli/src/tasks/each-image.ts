/** The same work for each of several images: one that fails does not stop the rest. */
import { basename } from "node:path";
import { errorInCommandWords } from "../errors/command-words.js";
import { type ErrorRecord, errorRecord } from "../errors/error-record.js";
import { type CommandIo, printError, printJson } from "../terminal/command-io.js";
import { shownImage } from "./standard-input.js";

/** What is to be done with an image, or why it cannot be done. */
export type Plan<Work> = Work | { image: string; error: unknown };

/** What `--json` prints for an image that failed. */
export interface FailedImage {
  image: string;
  error: ErrorRecord;
}

/**
 * Reports the plans that cannot be done, does the others one after the other, and with `json` prints an array of
 * records.
 *
 * @param run does the work for one image; `label` names the image in the progress display
 * @returns The exit code: 0, or 1 if an image failed.
 * @throws what `run` throws once the user has stopped the program
 */
export async function forEachImage<Work extends { image: string }, Result extends object>(
  plans: readonly Plan<Work>[],
  run: (work: Work, label: string) => Promise<Result>,
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
    const name = basename(shownImage(plan.image));
    const label = plans.length > 1 ? `[${i + 1}/${plans.length}] ${name}` : name;
    records.push("error" in plan ? failed(plan.image, plan.error) : await attempt(plan, label));
  }
  if (json) await printJson(io.stdout, records);
  return records.some((record) => "error" in record) ? 1 : 0;

  async function attempt(work: Work, label: string): Promise<Result | FailedImage> {
    try {
      return await run(work, label);
    } catch (error) {
      if (io.signal.aborted) throw error;
      printError(io.stderr, error);
      return failed(work.image, error);
    }
  }
}

function failed(image: string, error: unknown): FailedImage {
  return { image, error: errorInCommandWords(error) };
}
