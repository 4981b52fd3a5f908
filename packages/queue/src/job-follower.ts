/**
 * Following jobs until all are finished. Events say when to look at a job; what has become of it is read from the job
 * itself. Looking at all of them from time to time finds those whose events were missed, and those that Redis has lost.
 */
import type { Failure } from "./failure.js";

/** Work for a worker. */
export interface NewJob {
  /** Must not be a number or contain a colon. */
  id: string;
  /** Plain JSON. */
  data: unknown;
}

/** How a job ended. */
export type Outcome = { done: true; result: unknown } | { done: false; failure: Failure };

/** The state of a job in the queue: how it ended; still open; or unknown to the queue. */
export type JobState = Outcome | "open" | "missing";

/** How to follow jobs. */
export interface FollowOptions {
  /** Stops following; the jobs stay. */
  signal: AbortSignal;
  /** Called once for each job, one after the other. If it throws, following ends with that error. */
  onOutcome: (id: string, outcome: Outcome) => void | Promise<void>;
}

/** The queue, as far as following needs it. */
export interface FollowedQueue {
  states(ids: readonly string[]): Promise<Map<string, JobState>>;
  add(jobs: readonly NewJob[]): Promise<void>;
}

/** Jobs that are being followed. */
export class JobFollower {
  private readonly open: Map<string, NewJob>;
  private looking = Promise.resolve();
  /** A look at all jobs has begun, or is to. */
  private looksAtAll = false;
  private failure: { error: unknown } | undefined;
  private end = (): void => {};
  private readonly ended = new Promise<void>((resolve) => {
    this.end = resolve;
  });

  constructor(
    private readonly queue: FollowedQueue,
    jobs: readonly NewJob[],
    private readonly options: FollowOptions,
  ) {
    this.open = new Map(jobs.map((job) => [job.id, job]));
    if (options.signal.aborted || jobs.length === 0) this.end();
    options.signal.addEventListener("abort", this.end, { once: true });
  }

  /** The result of the work, or undefined once there is nothing left to wait for. */
  before<T>(work: Promise<T>): Promise<T | undefined> {
    return Promise.race([work, this.ended.then(() => undefined)]);
  }

  /** Waits until all jobs are finished or the signal has fired. */
  async untilEnd(): Promise<void> {
    await this.ended;
    this.options.signal.removeEventListener("abort", this.end);
    if (this.failure) throw this.failure.error;
  }

  /** Looks at a job that an event names. */
  look(id: string): void {
    if (this.open.has(id)) this.inTurn(() => this.settle([id]));
  }

  /**
   * Looks at all jobs, and adds those that the queue does not have; not while that is under way: where it takes longer
   * than from one look to the next, or Redis is away, ever more looks would wait.
   */
  lookAtAll(): void {
    if (this.looksAtAll) return;
    this.looksAtAll = true;
    this.inTurn(async () => {
      try {
        const missing = await this.settle([...this.open.keys()]);
        await this.queue.add(missing.flatMap((id) => this.open.get(id) ?? []));
      } finally {
        this.looksAtAll = false;
      }
    });
  }

  /** One look after the other, so that `onOutcome` is called one at a time. */
  private inTurn(look: () => Promise<unknown>): void {
    this.looking = this.looking
      .then(async () => {
        if (!this.over) await look();
      })
      .catch((error) => {
        this.failure = { error };
      })
      .finally(() => {
        if (this.over) this.end();
      });
  }

  /** Reports the outcomes of the jobs that have one, and returns those that are missing. */
  private async settle(ids: readonly string[]): Promise<string[]> {
    const missing: string[] = [];
    for (const [id, state] of await this.queue.states(ids)) {
      if (state === "missing") missing.push(id);
      else if (state !== "open" && !this.options.signal.aborted && this.open.delete(id)) {
        await this.options.onOutcome(id, state);
      }
    }
    return missing;
  }

  private get over(): boolean {
    return this.options.signal.aborted || this.failure !== undefined || this.open.size === 0;
  }
}
