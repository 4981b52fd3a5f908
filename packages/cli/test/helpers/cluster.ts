/** What tests of the queue share: commands that run for a while, and what becomes of their batches. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { contents } from "./folders.js";
import { type Running, startCommand } from "./run-command.js";

/** Seconds without a sign of life after which the workers of these tests lose their jobs. */
const SILENCE = "1";
/** Seconds that running jobs have to finish: enough on the slowest machine. */
const GRACE = "60";

/**
 * Starts a worker for the folder, and waits until it takes jobs. It is ended with the test, if it still runs.
 *
 * @param queue undefined for what KERNELGAN_QUEUE says
 */
export async function startWorker(
  folder: string,
  queue: string | undefined,
  ...more: string[]
): Promise<Running> {
  const address = queue === undefined ? [] : ["--queue", queue];
  const args = ["worker", ...address, "--jobs", "1", "--silence", SILENCE, "--grace", GRACE, ...more];
  const worker = startCommand(folder, ...args);
  onTestFinished(async () => {
    worker.child.kill("SIGKILL");
    await worker.result;
  });
  await saying(worker, /taking jobs from/);
  return worker;
}

/** Waits until a command has said something on stderr. */
export function saying({ child, result }: Running, what: RegExp): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.on("data", (text) => {
      said += text;
      if (what.test(said)) resolve();
    });
    result.then(
      ({ code }) => reject(new Error(`ended with code ${code} without saying ${what}: ${said}`)),
      reject,
    );
  });
}

/** The lines of a manifest; none if there is none. */
export function manifestLines(out: string): Record<string, unknown>[] {
  if (!existsSync(join(out, "manifest.jsonl"))) return [];
  return readFileSync(join(out, "manifest.jsonl"), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line));
}

/**
 * All that is in an output folder, without times: its files, and the last record of each image in the order of the ids.
 */
export function results(out: string): Record<string, unknown> {
  const { "manifest.jsonl": _, ...files } = contents(out);
  const last = new Map(manifestLines(out).map((record) => [record.id, record]));
  return { ...files, records: timeless([...last.values()]) };
}

/** Records without times, in the order of their ids. */
export function timeless(records: readonly Record<string, unknown>[]): Record<string, unknown>[] {
  return records
    .map(({ seconds, finished, ...record }) => record)
    .sort((a, b) => String(a.id).localeCompare(String(b.id)));
}
