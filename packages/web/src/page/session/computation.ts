/** The current computation, of which there is one at most: starting it, stopping it, and what happens when it fails. */
import { batch } from "@preact/signals";
import { TaskError } from "../../bridge/messages.js";
import type { WorkerTasks } from "../../tasks.js";
import { chosenEngine, startWorker } from "../engines.js";
import { problem, showFailure } from "../problems.js";
import { EngineWorker } from "./engine-worker.js";
import { SilenceAlarm } from "./silence-alarm.js";
import { enlargement, estimation, file } from "./state.js";

/** Time without a report after which the visitor is asked what to do. */
const MAX_SILENCE_MS = 30_000;

const worker = new EngineWorker(startWorker);
const alarm = new SilenceAlarm(MAX_SILENCE_MS, {
  onSilence: () => showFailure(new TaskError("not-answering", "no report"), file.value?.name),
  onEnd: () => {
    problem.value = undefined;
  },
});
let controller = new AbortController();

/** Starts the worker, which gets ready while the visitor chooses a picture. */
export function startAhead(): void {
  worker.get(chosenEngine.value);
}

/** Calls a task of the worker as part of a computation. */
export type CallTask = <Name extends keyof WorkerTasks>(
  task: Name,
  input: WorkerTasks[Name]["input"],
  onProgress?: (progress: WorkerTasks[Name]["progress"]) => void,
) => Promise<WorkerTasks[Name]["output"]>;

/**
 * Runs a computation until it ends, fails (what went wrong is shown) or is cancelled. The caller cancels what runs
 * before.
 *
 * @param steps the signal aborts when the computation is cancelled
 */
export async function compute(steps: (call: CallTask, signal: AbortSignal) => Promise<void>): Promise<void> {
  const { signal } = controller;
  try {
    const client = worker.get(chosenEngine.value);
    alarm.reset();
    await steps(
      (task, input, onProgress) =>
        client.call(task, input, {
          signal,
          onAlive: () => alarm.reset(),
          onProgress(progress) {
            alarm.reset();
            onProgress?.(progress);
          },
        }),
      signal,
    );
  } catch (error) {
    if (!signal.aborted) fail(error);
  } finally {
    // One that was cancelled has stopped the alarm already; it may be set for the next one by now.
    if (!signal.aborted) alarm.stop();
  }
}

/** Calls a task that is no computation of its own: it waits for the one that runs, which goes on. */
export const callBeside: CallTask = (task, input) => worker.get(chosenEngine.value).call(task, input);

/** Stops what is being computed. */
export function cancel(): void {
  controller.abort();
  controller = new AbortController();
  alarm.stop();
  batch(() => {
    problem.value = undefined;
    const state = estimation.value;
    if (state.phase === "estimating") estimation.value = { phase: "stopped", progress: state.progress };
    else if (!["done", "none", "choosing", "impossible", "stopped", "given"].includes(state.phase))
      estimation.value = { phase: "stopped" };
    if (enlargement.value.phase !== "done") enlargement.value = { phase: "none" };
  });
}

/** Ends the worker; the next computation starts with a new one. */
export function replaceWorker(): void {
  worker.end();
}

function fail(error: unknown): void {
  const code = error instanceof TaskError ? error.code : "";
  // After running out of memory the engine may be in any state.
  if (code === "worker-died" || code === "out-of-memory") replaceWorker();
  cancel();
  showFailure(error, file.value?.name);
}
