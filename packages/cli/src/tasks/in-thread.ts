/**
 * Runs tasks in a thread of their own, which ends with them. Those that train networks stay in the main thread: ONNX Runtime computes in
 * threads of its own and returns after each iteration, and a thread that is ended while it is in native code takes the process with it.
 */
import { fileURLToPath } from "node:url";
import { AbortError, KernelGanError } from "@kernelgan/core";
import { applies, type OptionTable, throwIfAborted, withDefaults } from "@kernelgan/core/internal";
import workerpool from "workerpool";
// The library must be loaded here, too: it is not made for threads that end before the process does.
import "../image-files/sharp.js";
import { ESTIMATE_TASK_OPTIONS, UPSCALE_TASK_OPTIONS } from "./task-options.js";
import type { TaskControl, TaskInput, TaskName, TaskOutput } from "./tasks.js";
import type { Answer, Call } from "./thread.js";

/** The same path from the source and from what is built of it. */
const BUILT_THREAD = fileURLToPath(new URL("../../dist/tasks/thread.js", import.meta.url));

/**
 * Runs a task: same input, same result as the function of that name.
 *
 * @param control its functions are called in this thread; once the signal has fired, the thread ends whatever it does
 * @throws KernelGanError as the task, AbortError at once when the signal fires
 * @example await inThread("estimateImage", ["photo.png", outputs, task], { signal, onProgress })
 */
export async function inThread<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name>,
  { signal, ...control }: TaskControl<Name>,
): Promise<TaskOutput<Name>> {
  throwIfAborted(signal);
  if (usesEngine(name, input[2] as object)) return runHere(name, input, { signal, ...control });
  const entries = Object.entries(control).filter(([, value]) => value !== undefined);
  const functions = new Map(
    entries.filter((entry): entry is [string, (argument: unknown) => void] => typeof entry[1] === "function"),
  );
  const values = Object.fromEntries(entries.filter(([key]) => !functions.has(key)));
  const pool = workerpool.pool(BUILT_THREAD, { workerType: "thread", maxWorkers: 1 });
  let abort: (() => void) | undefined;
  try {
    const aborted = new Promise<never>((_, reject) => {
      abort = () => reject(new AbortError(signal?.reason));
      signal?.addEventListener("abort", abort, { once: true });
    });
    const answer = (await Promise.race([
      aborted,
      pool.exec("run", [name, input, values, [...functions.keys()]], {
        on: ({ name: key, argument }: Call) => functions.get(key)?.(argument),
      }),
    ])) as Answer<TaskOutput<Name>>;
    if ("result" in answer) return answer.result;
    const { code, message } = answer.error;
    throw code ? new KernelGanError(code, message) : new Error(message);
  } finally {
    if (abort) signal?.removeEventListener("abort", abort);
    // Native code may have to finish what it does; nobody waits for that.
    void pool.terminate(true).catch(() => {});
  }
}

/** Whether a task runs ONNX Runtime: then it has a device. */
function usesEngine(name: TaskName, task: object): boolean {
  const table = name === "estimateImage" ? ESTIMATE_TASK_OPTIONS : UPSCALE_TASK_OPTIONS;
  return applies(table.device, withDefaults<OptionTable>(table, task));
}

async function runHere<Name extends TaskName>(
  name: Name,
  input: TaskInput<Name>,
  control: object,
): Promise<TaskOutput<Name>> {
  const { TASKS } = await import("./tasks.js");
  const task = TASKS[name] as unknown as (...args: unknown[]) => Promise<TaskOutput<Name>>;
  return task(...input, control);
}
