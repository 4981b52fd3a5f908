/** The page's end of the bridge. */
import { type Reply, type Request, type Task, TaskError } from "./messages.js";

/** Options of a call. */
export interface CallOptions<Progress> {
  /** Cancels the task: the call rejects at once, the worker stops when it next checks its signal. */
  signal?: AbortSignal | undefined;
  onProgress?: ((progress: Progress) => void) | undefined;
  /** Called from time to time while the task runs: the worker answers, although there may be no progress to report. */
  onAlive?: (() => void) | undefined;
}

interface Pending {
  resolve(value: unknown): void;
  reject(error: TaskError): void;
  progress(value: unknown): void;
  alive(): void;
}

/**
 * A worker and the calls that are not finished.
 *
 * @example
 * const client = new Client<{ add: Task<[number, number], number> }>(new Worker(address, { type: "module" }));
 * await client.call("add", [1, 2]);
 */
export class Client<T extends { [Name in keyof T]: Task<unknown, unknown, unknown> }> {
  readonly #pending = new Map<number, Pending>();
  #nextId = 0;
  #dead: TaskError | undefined;

  constructor(readonly worker: Worker) {
    worker.onmessage = ({ data }: MessageEvent<Reply>) => this.#receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.#die(event.message || "it could not be started");
    };
    worker.onmessageerror = () => this.#die("a message could not be read");
  }

  /**
   * Runs a task; tasks run one after the other.
   *
   * @throws TaskError the task's own, `aborted`, or `worker-died`
   */
  call<Name extends keyof T & string>(
    task: Name,
    input: T[Name]["input"],
    { signal, onProgress, onAlive }: CallOptions<T[Name]["progress"]> = {},
  ): Promise<T[Name]["output"]> {
    if (this.#dead) return Promise.reject(this.#dead);
    if (signal?.aborted) return Promise.reject(new TaskError("aborted", "cancelled"));
    const id = this.#nextId++;
    return new Promise((resolve, reject) => {
      const abort = (): void => {
        this.#send({ type: "abort", id });
        finish();
        reject(new TaskError("aborted", "cancelled"));
      };
      const finish = (): void => {
        this.#pending.delete(id);
        signal?.removeEventListener("abort", abort);
      };
      this.#pending.set(id, {
        resolve(value) {
          finish();
          resolve(value);
        },
        reject(error) {
          finish();
          reject(error);
        },
        progress: (value) => onProgress?.(value),
        alive: () => onAlive?.(),
      });
      signal?.addEventListener("abort", abort);
      this.#send({ type: "call", id, task, input });
    });
  }

  /** Whether the worker has ended: there is no use in calling it. */
  get isDead(): boolean {
    return this.#dead !== undefined;
  }

  /** Ends the worker; unfinished calls reject with `aborted`. */
  close(): void {
    this.#end(new TaskError("aborted", "cancelled"));
  }

  #send(request: Request): void {
    this.worker.postMessage(request);
  }

  #receive(reply: Reply): void {
    const call = this.#pending.get(reply.id);
    if (reply.type === "progress") call?.progress(reply.value);
    else if (reply.type === "alive") call?.alive();
    else if (reply.type === "done") call?.resolve(reply.value);
    else call?.reject(new TaskError(reply.code, reply.message));
  }

  #die(reason: string): void {
    this.#end(new TaskError("worker-died", reason));
  }

  #end(error: TaskError): void {
    this.#dead = error;
    this.worker.terminate();
    for (const call of [...this.#pending.values()]) call.reject(error);
  }
}
