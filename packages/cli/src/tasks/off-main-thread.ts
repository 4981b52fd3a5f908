/**
 * Runs tasks beside the main thread, which stays free for the terminal and for Ctrl-C: in a thread of their own, which
 * ends with them. Those that compute networks get a process: ONNX Runtime does not return while it computes, and a
 * thread that is ended meanwhile takes the process with it.
 */
import { fileURLToPath } from "node:url";
import { applies, type OptionTable, throwIfAborted, withDefaults } from "@kernelgan/core/internal";
import workerpool, { type WorkerPoolOptions } from "workerpool";
// The library must be loaded here, too: it is not made for threads that end before the process does.
import "../image-files/sharp.js";
import { unlessAborted } from "../files/unless-aborted.js";
import { type Answer, resultOf } from "./answer.js";
import { ESTIMATE_TASK_OPTIONS, UPSCALE_TASK_OPTIONS } from "./task-options.js";
import type { Call } from "./task-worker.js";
import type { TaskControl, TaskInput, TaskName, TaskOutput } from "./tasks.js";
import { TRAINING_PROCESS } from "./training-process-options.js";

const WORKER = fileURLToPath(new URL("task-worker.js", import.meta.url));

const THREAD: WorkerPoolOptions = { workerType: "thread", maxWorkers: 1 };

/**
 * Runs a task: same input, same result as the function of that name, except that the pixels of pictures come back only
 * with `keepsPixels`.
 *
 * @param control its functions are called in this thread; once the signal has fired, the task ends whatever it does
 * @throws KernelGanError as the task, AbortError at once when the signal fires
 * @example await offMainThread("estimateImage", ["photo.png", outputs, task], { signal, onProgress })
 */
export async function offMainThread<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name>,
  { signal, ...control }: TaskControl<Name>,
): Promise<TaskOutput<Name>> {
  throwIfAborted(signal);
  const entries = Object.entries(control).filter(([, value]) => value !== undefined);
  const functions = new Map(
    entries.filter((entry): entry is [string, (argument: unknown) => void] => typeof entry[1] === "function"),
  );
  const values = Object.fromEntries(entries.filter(([key]) => !functions.has(key)));
  const pool = workerpool.pool(WORKER, usesEngine(name, input[2] as object) ? TRAINING_PROCESS : THREAD);
  try {
    const answer = pool.exec("run", [name, input, values, [...functions.keys()]], {
      on: ({ name: key, argument }: Call) => functions.get(key)?.(argument),
    });
    return resultOf((await unlessAborted(answer, signal)) as Answer<TaskOutput<Name>>);
  } finally {
    // Nobody waits for its end.
    void pool.terminate(true).catch(() => {});
  }
}

/** Whether a task runs ONNX Runtime: then it has a device. */
function usesEngine(name: TaskName, task: object): boolean {
  const table = name === "estimateImage" ? ESTIMATE_TASK_OPTIONS : UPSCALE_TASK_OPTIONS;
  return applies(table.device, withDefaults<OptionTable>(table, task));
}
