/**
 * The side that has work to do: puts jobs in the queue and follows them until they are done.
 *
 * A job has an id that the caller derives from what is to be done. What is in the queue already, waiting, running or
 * finished, is not added again, so adding the same work twice is harmless.
 */
import { type Job, Queue, QueueEvents } from "bullmq";
import { type Connection, connect } from "./connection.js";
import { parseFailure } from "./failure.js";
import { type FollowOptions, JobFollower, type JobState, type NewJob } from "./job-follower.js";
import { checkOptions, type OptionKinds } from "./options.js";
import { isInterruption, noticeOf, redisError } from "./redis-error.js";

/** Where the queue is. */
export interface QueueAddress {
  /** `redis://host:port/db`. */
  url: string;
  /** Begins the names of all its keys. */
  name: string;
  /** Called with a line when something happens to the connection. */
  onNotice?: ((message: string) => void) | undefined;
}

export const ADDRESS_KINDS: OptionKinds<QueueAddress> = { url: "any", name: "text", onNotice: "function" };

/** How a queue treats its jobs. */
export interface JobQueueOptions extends QueueAddress {
  /** How often a job is tried whose errors may pass. Default 4. */
  attempts?: number | undefined;
  /** Pause before the second attempt, in milliseconds; it doubles each time. Default 5000. */
  backoff?: number | undefined;
  /** How often to look at all jobs that are followed, in milliseconds. Default 15000. */
  lookEvery?: number | undefined;
}

const KINDS: OptionKinds<JobQueueOptions> = {
  ...ADDRESS_KINDS,
  attempts: "positive integer",
  backoff: "number of at least 0",
  lookEvery: "positive number",
};

/** BullMQ's name of the queue; queues differ in the prefix of their keys. */
export const QUEUE = "jobs";

/** Jobs that are sent to Redis, or looked up there, in one go. */
const GROUP_SIZE = 500;
/** Finished jobs are forgotten after a while, in seconds: results outlast a holiday. */
const KEEP = { age: 14 * 24 * 3600, count: 200_000 };

/**
 * Opens a queue.
 *
 * @throws QueueError `invalid-argument`, `unreachable`, `denied`
 * @example
 * const queue = await openJobQueue({ url: "redis://localhost:6379", name: "example" });
 * await queue.follow([{ id: "a1", data: { n: 1 } }], {
 *   signal,
 *   onOutcome: (id, outcome) => console.log(id, outcome),
 * });
 * await queue.close();
 */
export async function openJobQueue(options: JobQueueOptions): Promise<JobQueue> {
  checkOptions(options, KINDS, ["name"]);
  return new JobQueue(options, await connect(options.url, options.onNotice ?? (() => {})));
}

/** An open queue, see {@link openJobQueue}. */
export class JobQueue {
  private readonly queue: Queue;

  constructor(
    private readonly options: JobQueueOptions,
    private readonly connection: Connection,
  ) {
    const { name, attempts = 4, backoff = 5000 } = options;
    this.queue = new Queue(QUEUE, {
      prefix: name,
      connection: connection.redis,
      defaultJobOptions: {
        attempts,
        backoff: { type: "exponential", delay: backoff },
        removeOnComplete: KEEP,
        removeOnFail: KEEP,
        stackTraceLimit: 1,
      },
    });
    this.queue.on("error", (error) => this.onError(error));
  }

  /** The address, without credentials. */
  get shown(): string {
    return this.connection.address.shown;
  }

  /** How jobs stand. */
  async states(ids: readonly string[]): Promise<Map<string, JobState>> {
    const states = new Map<string, JobState>();
    for (const group of groups(ids)) {
      const jobs = await this.ask(() =>
        Promise.all(group.map((id): Promise<Job | undefined> => this.queue.getJob(id))),
      );
      for (const [i, id] of group.entries()) states.set(id, stateOf(jobs[i]));
    }
    return states;
  }

  /** The ids of the jobs that wait for a worker, or for their next attempt. */
  waiting(): Promise<string[]> {
    return this.ask(() => this.queue.getRanges(["wait", "prioritized", "delayed"], 0, -1));
  }

  /** Forgets jobs, but for those that are running. Those that are finished can be added again then. */
  async forget(ids: readonly string[]): Promise<void> {
    for (const group of groups(ids)) {
      await this.ask(() => Promise.all(group.map((id) => this.queue.remove(id))));
    }
  }

  /** Adds the jobs that the queue does not have. */
  async add(jobs: readonly NewJob[]): Promise<void> {
    for (const group of groups(jobs)) {
      await this.ask(() =>
        this.queue.addBulk(group.map(({ id, data }) => ({ name: "job", data, opts: { jobId: id } }))),
      );
    }
  }

  /** How many workers are connected; undefined where Redis does not say. */
  async workers(): Promise<number | undefined> {
    try {
      return await this.queue.getWorkersCount();
    } catch {
      // Some hosts of Redis do not allow CLIENT LIST.
      return undefined;
    }
  }

  /**
   * Adds the jobs that the queue does not have, and waits until all are finished or the signal has fired.
   *
   * @throws what `onOutcome` throws
   */
  async follow(jobs: readonly NewJob[], options: FollowOptions): Promise<void> {
    const { redis } = this.connection;
    const follower = new JobFollower(this, jobs, options);
    const events = new QueueEvents(QUEUE, {
      prefix: this.options.name,
      connection: redis,
      // Nothing that happens from now on is missed, however long it takes to listen.
      lastEventId: (await follower.before(this.now())) ?? "$",
    });
    events.on("error", (error) => this.onError(error));
    events.on("completed", ({ jobId }) => follower.look(jobId));
    events.on("failed", ({ jobId }) => follower.look(jobId));
    const lookAtAll = (): void => follower.lookAtAll();
    redis.on("ready", lookAtAll);
    const timer = setInterval(lookAtAll, this.options.lookEvery ?? 15_000);
    lookAtAll();
    try {
      await follower.untilEnd();
    } finally {
      clearInterval(timer);
      redis.off("ready", lookAtAll);
      await events.close();
    }
  }

  /** Closes the connection. The jobs stay. */
  async close(): Promise<void> {
    await this.queue.close();
    this.connection.close();
  }

  /** The id that an event of this moment has in Redis. */
  private async now(): Promise<string> {
    const [seconds] = await this.ask(() => this.connection.redis.time());
    return `${1000 * Number(seconds)}-0`;
  }

  /** @throws QueueError for what Redis refuses */
  private async ask<T>(request: () => Promise<T>): Promise<T> {
    try {
      return await request();
    } catch (error) {
      throw redisError(this.shown, error);
    }
  }

  private onError(error: Error): void {
    if (!isInterruption(error)) this.options.onNotice?.(noticeOf(this.shown, error));
  }
}

function stateOf(job: Job | undefined): JobState {
  if (!job) return "missing";
  // A job that waits for its next attempt has a reason too, but has not finished.
  if (!job.finishedOn) return "open";
  // The reason of an earlier attempt stays, so the result decides.
  if (job.returnvalue !== null) return { done: true, result: job.returnvalue };
  return { done: false, failure: parseFailure(job.failedReason ?? "no reason given") };
}

function groups<T>(items: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(items.length / GROUP_SIZE) }, (_, i) =>
    items.slice(i * GROUP_SIZE, (i + 1) * GROUP_SIZE),
  );
}
