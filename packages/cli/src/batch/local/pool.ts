/**
 * Worker processes that do jobs: one job each at a time, kept warm for the next. A process, not a thread, because
 * native code computes there: a crash or memory running out takes one job with it, nothing else.
 *
 * Workers never give a file its final name. They write into a folder of their own,
 *
 *     OUT/.unfinished/<name of the pool's process, see files/process.ts>/
 *
 * and the pool's process gives the finished files their names. So a worker can be killed at any moment, and one that
 * outlives its parent for a moment can do no harm.
 */
import { existsSync, mkdirSync, readdirSync, rmdirSync, statSync } from "node:fs";
import { rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { throwIfAborted } from "@kernelgan/core/internal";
import workerpool from "workerpool";
import { errorRecord, withPath } from "../../errors/error-record.js";
import { cannotWrite } from "../../errors/in-file.js";
import { moveFiles } from "../../files/atomic-write.js";
import { isFolder } from "../../files/look.js";
import { movedPath } from "../../files/moved-path.js";
import { isOrphan, isOwn, ownName, removeQuietly } from "../../files/process.js";
import type { BatchJob } from "../job.js";
import { JobError } from "../job-error.js";
import type { JobResult } from "../job-result.js";
import type { Measured, MeasureTask } from "../summary/measure.js";
import { crashError } from "./crash.js";
import type { Answer } from "./worker-process.js";

/** How to open a pool. */
export interface PoolOptions {
  /** How many worker processes there may be. They start when they are first needed. */
  jobs: number;
  /** The workers' module; default: worker-process.ts, as it is built. */
  script?: string | undefined;
}

/** How to run and to stop a job. */
export interface JobControl {
  signal?: AbortSignal | undefined;
  /** Threads in place of the job's own number, for jobs whose result does not depend on it. */
  threads?: number | undefined;
}

/** Worker processes, ready for jobs. */
export interface WorkerPool {
  /**
   * Does the job and puts its outputs into the folder `out`, replacing what is there: all of them, or none.
   *
   * @throws JobError for what goes wrong with the job; "worker-crashed" or "out-of-memory" if its process died (the
   *   next job gets a new one). KernelGanError `aborted` once the signal has fired: the worker is ended, whatever it
   *   does.
   */
  run(job: BatchJob, out: string, control?: JobControl): Promise<JobResult>;
  /** Measures one result for a summary. Errors as for `run`. */
  measure(task: MeasureTask, control?: JobControl): Promise<Measured>;
  /** Ends the workers, whatever they do. */
  close(): Promise<void>;
}

/** Folder in OUT for what is being written. */
export const UNFINISHED = ".unfinished";

/** How long a worker has to end by itself, in milliseconds. It has nothing to lose. */
const END_MS = 50;

/**
 * How long closing waits for the workers' ends, in milliseconds: the end of one that died unnoticed is never reported.
 */
const CLOSE_MS = 2_000;

const DAY_MS = 24 * 60 * 60 * 1000;

/** How much of what a worker printed is kept, to find out why it crashed. */
const KEPT_OUTPUT = 4000;

const WORKER = fileURLToPath(new URL("worker-process.js", import.meta.url));

/**
 * Opens a pool. Workers compute with one thread each, unless their job says otherwise.
 *
 * @example
 * const pool = openPool({ jobs: availableParallelism() });
 * const { outputs } = await pool.run(job, "results");
 * await pool.close();
 */
export function openPool({ jobs, script }: PoolOptions): WorkerPool {
  const module = script ?? WORKER;
  const workers = workerpool.pool(module, {
    workerType: "process",
    maxWorkers: jobs,
    workerTerminateTimeout: END_MS,
    emitStdStreams: true,
    // A group of their own: signals for the whole group (Ctrl-C, `timeout`) are for this process, which decides what
    // becomes of the work. (On Windows it would be a window of their own.)
    forkOpts: { detached: process.platform !== "win32" },
  });

  async function call<T>(method: string, params: unknown[], { signal }: JobControl): Promise<T> {
    throwIfAborted(signal);
    let printed = "";
    const running = workers.exec(method, params, {
      on: ({ stdout = "", stderr = "" }) => {
        printed = (printed + stdout + stderr).slice(-KEPT_OUTPUT);
      },
    });
    const cancel = (): void => {
      running.cancel();
    };
    signal?.addEventListener("abort", cancel, { once: true });
    let answer: Answer<T>;
    try {
      answer = await running;
    } catch (error) {
      throwIfAborted(signal);
      throw crashError(error, printed);
    } finally {
      signal?.removeEventListener("abort", cancel);
    }
    if ("error" in answer) {
      const { code, message, file } = answer.error;
      throw new JobError(code, message, { file });
    }
    return answer.result;
  }

  return {
    async run(job, out, control = {}) {
      const staging = join(out, UNFINISHED, ownName());
      try {
        const result = await call<JobResult>("run", [job, staging, control.threads], control).catch(
          (error) => {
            throw withFinalPaths(error, staging, out);
          },
        );
        throwIfAborted(control.signal);
        moveOutputs(result, staging, out);
        return result;
      } finally {
        await rm(staging, { recursive: true, force: true }).catch(() => {
          // What is left there is removed by the next start.
        });
      }
    },
    measure: (task, control = {}) => call("measure", [task], control),
    async close() {
      await workers.terminate(true, CLOSE_MS).catch(() => {
        // Dead already.
      });
    },
  };
}

/**
 * Removes from `out` what runs that were killed have left there, and this process's own. What processes at work have
 * there stays; of another machine's nothing is known, but no job takes longer than a day.
 */
export function removeUnfinished(out: string): void {
  const folder = join(out, UNFINISHED);
  if (!isFolder(folder)) return;
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const changed = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (isOrphan(name) || isOwn(name) || Date.now() - changed > DAY_MS) removeQuietly(path);
  }
  if (readdirSync(folder).length === 0) rmdirSync(folder);
}

/** All the outputs get their names, or none. */
function moveOutputs({ outputs }: JobResult, staging: string, out: string): void {
  const moves = outputs.map(({ path }) => ({ from: join(staging, path), to: join(out, path) }));
  for (const { from, to } of moves) {
    if (existsSync(from)) continue;
    const reason = "its unfinished file is gone; is another program at work there?";
    throw cannotWrite(to, new Error(reason));
  }
  for (const { to } of moves) makeFolder(to);
  moveFiles(moves, staging);
}

function makeFolder(file: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true });
  } catch (error) {
    throw cannotWrite(file, error);
  }
}

/** The error with the final paths of files instead of those where they were written first. */
function withFinalPaths(error: unknown, staging: string, out: string): unknown {
  if (!(error instanceof JobError)) return error;
  const { code, message, file } = withPath(
    errorRecord(error),
    (path) => movedPath(path, staging, out) ?? path,
  );
  return new JobError(code, message, { file, cause: error });
}
