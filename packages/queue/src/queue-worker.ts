/**
 * The side that works: takes jobs from the queue and passes them to a processor.
 *
 * While a job runs, its worker renews a lock on it; for that the event loop must stay free, so the processor computes
 * elsewhere. A worker that falls silent loses its locks, and others take its jobs over: jobs may then be done twice,
 * and processors must be such that this is harmless.
 */
import { type Job, UnrecoverableError, WaitingError, Worker } from "bullmq";
import { type Connection, connect } from "./connection.js";
import { type Failure, failureText } from "./failure.js";
import { ADDRESS_KINDS, QUEUE, type QueueAddress } from "./job-queue.js";
import { checkOptions, type OptionKinds } from "./options.js";
import { isInterruption, noticeOf } from "./redis-error.js";

/** What a worker does. `Work` is a job's checked payload, `Result` plain JSON, never null. */
export interface WorkerOptions<Work, Result extends object> extends QueueAddress {
  /** How many jobs to run at a time. */
  concurrency: number;
  /** Checks a payload; what it throws fails the job for good. */
  parse: (data: unknown) => Work;
  /** Does a job. When the signal fires it should stop and throw: the job goes to another worker. */
  process: (work: Work, signal: AbortSignal) => Promise<Result>;
  /** Words an error; `passing`: the same job may work later, or on another machine. */
  describe: (error: unknown) => Failure & { passing: boolean };
  /** How long a worker may be silent before its jobs are taken over, in milliseconds. Default 30000. */
  silence?: number | undefined;
  /** Called when a job is done, and when it has failed (and whether it will be tried again). */
  onDone?: ((work: Work, result: Result) => void) | undefined;
  onFailed?: ((failure: Failure, again: boolean, work?: Work) => void) | undefined;
}

const KINDS: OptionKinds<WorkerOptions<unknown, object>> = {
  ...ADDRESS_KINDS,
  concurrency: "positive integer",
  parse: "function",
  process: "function",
  describe: "function",
  silence: "positive number",
  onDone: "function",
  onFailed: "function",
};

/** A running worker. */
export interface QueueWorker {
  /** The address, without credentials. */
  readonly shown: string;
  /**
   * Takes no more jobs and waits for those that run, at most `grace` milliseconds; the rest is returned to the queue,
   * where others can take it at once.
   */
  stop(grace: number): Promise<void>;
}

/** How many workers a job may lose before it counts as failed. */
const MAX_SILENCES = 5;
/** How long returning jobs may take, in milliseconds: Redis may be away. */
const RETURN_MS = 3_000;

/** Why a job was stopped. */
const RETURNED = "returned";
const TAKEN_OVER = "taken over";

/**
 * Starts a worker.
 *
 * @throws QueueError `invalid-argument`, `unreachable`, `denied`
 * @example
 * const worker = await startWorker({
 *   url: "redis://localhost:6379",
 *   name: "example",
 *   concurrency: 2,
 *   parse: (data) => data as { n: number },
 *   process: async ({ n }) => ({ square: n * n }),
 *   describe: (error) => ({ code: "internal", message: `${error}`, passing: true }),
 * });
 * await worker.stop(10_000);
 */
export async function startWorker<Work, Result extends object>(
  options: WorkerOptions<Work, Result>,
): Promise<QueueWorker> {
  checkOptions<WorkerOptions<Work, Result>>(options, KINDS, [
    "name",
    "concurrency",
    "parse",
    "process",
    "describe",
  ]);
  const connection = await connect(options.url, options.onNotice ?? (() => {}));
  return new RunningWorker(options, connection);
}

class RunningWorker<Work, Result extends object> implements QueueWorker {
  private readonly worker: Worker;
  /** Whether the grace is over: a job that Redis hands out at that moment is returned too. */
  private returning = false;

  constructor(
    private readonly options: WorkerOptions<Work, Result>,
    private readonly connection: Connection,
  ) {
    // Redis takes whole milliseconds.
    const silence = Math.ceil(options.silence ?? 30_000);
    this.worker = new Worker(
      QUEUE,
      // BullMQ passes the signal to functions that have three parameters.
      (job: Job, token: string | undefined, signal: AbortSignal | undefined) => this.run(job, token, signal),
      {
        prefix: options.name,
        connection: connection.redis,
        concurrency: options.concurrency,
        lockDuration: silence,
        stalledInterval: silence,
        maxStalledCount: MAX_SILENCES,
        runRetryDelay: 1_000,
      },
    );
    this.worker.on("error", (error) => {
      if (!isInterruption(error)) options.onNotice?.(noticeOf(this.shown, error));
    });
    this.worker.on("stalled", (id) =>
      options.onNotice?.(`job ${id} of a worker that fell silent waits again`),
    );
    this.worker.on("lockRenewalFailed", (ids) => {
      for (const id of ids) this.worker.cancelJob(id, TAKEN_OVER);
    });
  }

  get shown(): string {
    return this.connection.address.shown;
  }

  async stop(grace: number): Promise<void> {
    const closed = this.worker.close();
    let giveUp: NodeJS.Timeout | undefined;
    const returnJobs = setTimeout(() => {
      this.returning = true;
      this.worker.cancelAllJobs(RETURNED);
    }, grace);
    const late = new Promise<void>((resolve) => {
      giveUp = setTimeout(resolve, grace + RETURN_MS);
    });
    await Promise.race([closed, late]);
    clearTimeout(returnJobs);
    clearTimeout(giveUp);
    this.connection.close();
  }

  private async run(job: Job, token: string | undefined, signal?: AbortSignal): Promise<Result> {
    const stopped = this.returning ? AbortSignal.abort(RETURNED) : (signal ?? new AbortController().signal);
    let work: Work | undefined;
    try {
      stopped.throwIfAborted();
      work = this.options.parse(job.data);
      const result = await this.options.process(work, stopped);
      this.options.onDone?.(work, result);
      return result;
    } catch (error) {
      if (stopped.aborted) {
        // A job that another worker has taken over is no longer ours to return.
        if (stopped.reason === RETURNED) await job.moveToWait(token);
        throw new WaitingError();
      }
      throw this.failed(error, job, work);
    }
  }

  /** What to throw so that BullMQ tries the job again, or does not. */
  private failed(error: unknown, job: Job, work: Work | undefined): Error {
    const { passing, ...failure } = this.options.describe(error);
    const again = passing && work !== undefined && job.attemptsMade + 1 < (job.opts.attempts ?? 1);
    this.options.onFailed?.(failure, again, work);
    const text = failureText(failure);
    return again ? new Error(text) : new UnrecoverableError(text);
  }
}
