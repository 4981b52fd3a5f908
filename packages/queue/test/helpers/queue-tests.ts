/** Queues and workers on a Redis of the test file's own. */
import { type RedisServer, startRedis } from "@kernelgan/testing/redis";
import { afterAll, afterEach, beforeAll } from "vitest";
import { type JobQueue, type JobQueueOptions, openJobQueue } from "../../src/job-queue.js";
import { type QueueWorker, startWorker, type WorkerOptions } from "../../src/queue-worker.js";

/** The payload of these tests. */
export interface Sum {
  a: number;
  b: number;
}

const START_MS = 120_000;
/** For `expect.poll`. */
export const WAIT = { timeout: 60_000 };
export const forever: AbortSignal = new AbortController().signal;

/** A promise and what settles it. */
export function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => {};
  const promise = new Promise<T>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

function parseSum(data: unknown): Sum {
  const { a, b } = data as Partial<Sum>;
  if (typeof a !== "number" || typeof b !== "number") throw new TypeError("not a sum");
  return { a, b };
}

export const sums = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `sum-${i}`, data: { a: i, b: 1 } }));

/** What the tests of a suite need. */
export interface QueueTests {
  url(): string;
  /** A name that no other test has. */
  newName(): string;
  open(name: string, options?: Partial<JobQueueOptions>): Promise<JobQueue>;
  work(name: string, options?: Partial<WorkerOptions<Sum, { sum: number }>>): Promise<QueueWorker>;
  /** Stops and closes what `work` and `open` have started; done after each test as well. */
  closeAll(): Promise<void>;
}

/** Starts Redis for the suite in which it is called. */
export function queueTests(): QueueTests {
  let server: RedisServer;
  let count = 0;
  const workers: QueueWorker[] = [];
  const queues: JobQueue[] = [];

  async function closeAll(): Promise<void> {
    await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  }

  beforeAll(async () => {
    server = await startRedis();
  }, START_MS);
  afterEach(closeAll, START_MS);
  afterAll(() => server.close());

  return {
    url: () => server.url,
    newName: () => `test${count++}`,
    async open(name, options = {}) {
      const queue = await openJobQueue({ url: server.url, name, backoff: 10, ...options });
      queues.push(queue);
      return queue;
    },
    async work(name, options = {}) {
      const worker = await startWorker<Sum, { sum: number }>({
        url: server.url,
        name,
        concurrency: 2,
        parse: parseSum,
        process: async ({ a, b }) => ({ sum: a + b }),
        describe: (error) => ({
          code: "broken",
          message: (error as Error).message,
          passing: (error as Error).message === "for now",
        }),
        ...options,
      });
      workers.push(worker);
      return worker;
    },
    closeAll,
  };
}
