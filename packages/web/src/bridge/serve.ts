/** The worker's end of the bridge. */
import { KernelGanError } from "@kernelgan/core";
import { saysNoMemory } from "@kernelgan/core/internal";
import { type Reply, type Request, type Task, TaskError } from "./messages.js";

/** How a task reports its progress and is cancelled. */
export interface TaskContext<Progress> {
  signal: AbortSignal;
  report(progress: Progress): void;
}

/** A task's output, and the parts of it that are transferred to the page instead of copied. */
export interface Answer<Output> {
  value: Output;
  transfer?: Transferable[];
}

/** A function for each task. */
export type Handlers<T extends { [Name in keyof T]: Task<unknown, unknown, unknown> }> = {
  [Name in keyof T]: (
    input: T[Name]["input"],
    context: TaskContext<T[Name]["progress"]>,
  ) => Promise<Answer<T[Name]["output"]>>;
};

/** The part of a worker's global scope (`self`) that is used. */
export interface Scope {
  postMessage(message: Reply, transfer: Transferable[]): void;
  onmessage: ((event: MessageEvent) => unknown) | null;
}

/** Milliseconds between signs of life while a task runs. */
const ALIVE_MS = 2000;

/** Runs the tasks that the page sends, one after the other: two at a time would only share the same processors. */
export function serve<T extends { [Name in keyof T]: Task<unknown, unknown, unknown> }>(
  scope: Scope,
  handlers: Handlers<T>,
): void {
  const controllers = new Map<number, AbortController>();
  let queue: Promise<void> = Promise.resolve();
  const reply = (message: Reply, transfer: Transferable[] = []): void => scope.postMessage(message, transfer);

  const run = async (
    id: number,
    task: string,
    input: unknown,
    { signal }: AbortController,
  ): Promise<void> => {
    const alive = setInterval(() => reply({ type: "alive", id }), ALIVE_MS);
    try {
      if (signal.aborted) return;
      const handler = handlers[task as keyof T];
      const { value, transfer } = await handler(input as T[keyof T]["input"], {
        signal,
        report: (value) => reply({ type: "progress", id, value }),
      });
      reply({ type: "done", id, value }, transfer);
    } catch (error) {
      reply({ type: "failed", id, ...describe(error) });
    } finally {
      clearInterval(alive);
      controllers.delete(id);
    }
  };

  scope.onmessage = ({ data }: MessageEvent<Request>) => {
    if (data.type === "abort") {
      controllers.get(data.id)?.abort();
      return;
    }
    const { id, task, input } = data;
    const controller = new AbortController();
    controllers.set(id, controller);
    queue = queue.then(() => run(id, task, input, controller));
  };
}

function describe(error: unknown): { code: string; message: string } {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof TaskError) return { code: error.code, message };
  if (error instanceof KernelGanError && error.code !== "device-unavailable") {
    return { code: error.code, message };
  }
  const causes = [error, error instanceof Error ? error.cause : undefined];
  if (causes.some((cause) => saysNoMemory(String(cause)))) return { code: "out-of-memory", message };
  if (error instanceof KernelGanError) return { code: error.code, message };
  return { code: "unexpected", message };
}
