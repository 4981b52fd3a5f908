/**
 * The messages between page and worker. Comlink would hide them behind proxies, but cancelling and progress, which
 * every task here has, would both need proxied callbacks; these messages are simpler.
 *
 *     page → worker   call (id, task, input), then perhaps abort (id)
 *     worker → page   progress (id, value) and alive (id) any number of times, then done (id, value) or failed (id, code, message)
 */

/** The input, output and progress of a kind of task; all of them must be structured-cloneable. */
export interface Task<Input, Output, Progress = never> {
  input: Input;
  output: Output;
  progress: Progress;
}

/** Kinds of tasks by name. */
export type Tasks = Record<string, Task<unknown, unknown, unknown>>;

/** From the page. */
export type Request =
  | { type: "call"; id: number; task: string; input: unknown }
  | { type: "abort"; id: number };

/** From the worker. */
export type Reply =
  | { type: "progress"; id: number; value: unknown }
  | { type: "alive"; id: number }
  | { type: "done"; id: number; value: unknown }
  | { type: "failed"; id: number; code: string; message: string };

/** A task failed; `code` is that of a `KernelGanError`, or one of the page's own. */
export class TaskError extends Error {
  override readonly name = "TaskError";

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}
