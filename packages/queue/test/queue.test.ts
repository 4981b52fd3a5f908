import { REDIS, type RedisServer, startRedis } from "@kernelgan/testing/redis";
import { describeWith } from "@kernelgan/testing/suites";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { QueueError } from "../src/errors.js";
import { type JobQueue, type JobQueueOptions, openJobQueue } from "../src/job-queue.js";
import { type QueueWorker, startWorker, type WorkerOptions } from "../src/worker.js";

/** The payload of these tests. */
interface Sum {
  a: number;
  b: number;
}

const START_MS = 120_000;
const WAIT = { timeout: 60_000 };
const forever = new AbortController().signal;

/** A promise and what settles it. */
function deferred<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
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

const sums = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ id: `sum-${i}`, data: { a: i, b: 1 } }));

describeWith(REDIS, "with Redis", () => {
  let server: RedisServer;
  let count = 0;
  const workers: QueueWorker[] = [];
  const queues: JobQueue[] = [];

  beforeAll(async () => {
    server = await startRedis();
  }, START_MS);
  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
    await Promise.all(queues.splice(0).map((queue) => queue.close()));
  }, START_MS);
  afterAll(() => server.close());

  /** A name that no other test has. */
  const newName = (): string => `test${count++}`;

  async function open(name: string, options: Partial<JobQueueOptions> = {}): Promise<JobQueue> {
    const queue = await openJobQueue({ url: server.url, name, backoff: 10, ...options });
    queues.push(queue);
    return queue;
  }

  async function work(
    name: string,
    options: Partial<WorkerOptions<Sum, { sum: number }>> = {},
  ): Promise<QueueWorker> {
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
  }

  it("does each job once, and gives its result to whoever follows, now or later", async () => {
    const name = newName();
    const queue = await open(name);
    const done: number[] = [];
    await work(name, {
      process: async ({ a, b }) => {
        done.push(a);
        return { sum: a + b };
      },
    });
    const outcomes = new Map<string, unknown>();
    const following = {
      signal: forever,
      onOutcome: (id: string, outcome: unknown) => void outcomes.set(id, outcome),
    };
    await queue.follow(sums(20), following);
    expect(outcomes.size).toBe(20);
    expect(outcomes.get("sum-7")).toEqual({ done: true, result: { sum: 8 } });
    outcomes.clear();
    await queue.follow(sums(21), following);
    expect(outcomes.size).toBe(21);
    expect(done.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 21 }, (_, i) => i));
  });

  it("forgets jobs, which are then done again", async () => {
    const name = newName();
    const queue = await open(name);
    let done = 0;
    await work(name, { process: async ({ a, b }) => ({ sum: a + b + 10 * done++ }) });
    const results: unknown[] = [];
    const following = {
      signal: forever,
      onOutcome: (_: string, outcome: unknown) => void results.push(outcome),
    };
    await queue.follow(sums(1), following);
    await queue.forget(["sum-0", "never there"]);
    expect(await queue.states(["sum-0"])).toEqual(new Map([["sum-0", "missing"]]));
    await queue.follow(sums(1), following);
    expect(results).toEqual([
      { done: true, result: { sum: 1 } },
      { done: true, result: { sum: 11 } },
    ]);
  });

  it("tries again what may pass, and nothing else", async () => {
    const name = newName();
    const queue = await open(name, { attempts: 3 });
    const attempts: Record<number, number> = {};
    const failures: [string, boolean][] = [];
    await work(name, {
      process: async ({ a }) => {
        attempts[a] = (attempts[a] ?? 0) + 1;
        if (a === 0) throw new Error("for good");
        if (a === 1) throw new Error("for now");
        if (attempts[a] < 3) throw new Error("for now");
        return { sum: a };
      },
      onFailed: ({ message }, again, sum) => failures.push([`${sum?.a} ${message}`, again]),
    });
    const outcomes: Record<string, unknown> = {};
    await queue.follow(sums(3), {
      signal: forever,
      onOutcome: (id, outcome) => {
        outcomes[id] = outcome;
      },
    });
    expect(attempts).toEqual({ 0: 1, 1: 3, 2: 3 });
    expect(outcomes).toEqual({
      "sum-0": { done: false, failure: { code: "broken", message: "for good" } },
      "sum-1": { done: false, failure: { code: "broken", message: "for now" } },
      "sum-2": { done: true, result: { sum: 2 } },
    });
    expect(failures.filter(([text]) => text.startsWith("1"))).toEqual([
      ["1 for now", true],
      ["1 for now", true],
      ["1 for now", false],
    ]);
  });

  it("pauses longer before each attempt", async () => {
    const name = newName();
    const queue = await open(name, { attempts: 4, backoff: 1000 });
    await queue.add(sums(1));
    const redis = new Redis(server.url);
    const viewer = new Queue("jobs", { prefix: name, connection: redis });
    const job = await viewer.getJob("sum-0");
    expect(job?.opts).toMatchObject({ attempts: 4, backoff: { type: "exponential", delay: 1000 } });
    await viewer.close();
    redis.disconnect();
  });

  it("fails a payload that is none, for good", async () => {
    const name = newName();
    const queue = await open(name);
    let processed = 0;
    await work(name, { process: async () => ({ sum: processed++ }) });
    const outcomes: unknown[] = [];
    await queue.follow([{ id: "bad", data: { a: "1", b: 2 } }], {
      signal: forever,
      onOutcome: (_, outcome) => void outcomes.push(outcome),
    });
    expect(outcomes).toEqual([{ done: false, failure: { code: "broken", message: "not a sum" } }]);
    expect(processed).toBe(0);
  });

  it("stops after the jobs under way, and takes no more", async () => {
    const name = newName();
    const queue = await open(name);
    const started = deferred();
    const goOn = deferred();
    const worker = await work(name, {
      concurrency: 1,
      process: async ({ a, b }) => {
        started.resolve();
        await goOn.promise;
        return { sum: a + b };
      },
    });
    await queue.add(sums(2));
    await started.promise;
    const stopped = worker.stop(60_000);
    goOn.resolve();
    await stopped;
    expect([...(await queue.states(["sum-0", "sum-1"])).values()]).toEqual([
      { done: true, result: { sum: 1 } },
      "open",
    ]);
  });

  it("gives back what is not finished in time: others take it at once", async () => {
    const name = newName();
    const queue = await open(name);
    const started = deferred();
    const worker = await work(name, {
      process: (_, signal) =>
        new Promise((__, reject) => {
          started.resolve();
          signal.addEventListener("abort", () => reject(new Error("stopped")));
        }),
    });
    await queue.add(sums(1));
    await started.promise;
    await worker.stop(0);
    await work(name);
    const outcomes: unknown[] = [];
    await queue.follow(sums(1), { signal: forever, onOutcome: (_, outcome) => void outcomes.push(outcome) });
    expect(outcomes).toEqual([{ done: true, result: { sum: 1 } }]);
  });

  it("a worker whose job was taken over is told to stop, and does not spoil the other's result", async () => {
    const name = newName();
    const queue = await open(name);
    const started = deferred();
    const told = deferred<unknown>();
    await work(name, {
      silence: 200,
      process: (_, signal) =>
        new Promise((__, reject) => {
          started.resolve();
          signal.addEventListener("abort", () => {
            told.resolve(signal.reason);
            reject(new Error("stopped"));
          });
        }),
      concurrency: 1,
    });
    await queue.add(sums(1));
    await started.promise;
    // What Redis does when the worker has been silent for too long, as seen by the worker.
    const redis = new Redis(server.url);
    await redis.del(`${name}:jobs:sum-0:lock`);
    await work(name, { silence: 200 });
    expect(await told.promise).toBe("taken over");
    const outcomes: unknown[] = [];
    await queue.follow(sums(1), { signal: forever, onOutcome: (_, outcome) => void outcomes.push(outcome) });
    expect(outcomes).toEqual([{ done: true, result: { sum: 1 } }]);
    redis.disconnect();
  });

  it("stops following when it is told to; the jobs stay", async () => {
    const name = newName();
    const queue = await open(name);
    const stop = new AbortController();
    const following = queue.follow(sums(3), { signal: stop.signal, onOutcome: () => {} });
    await expect.poll(async () => [...(await queue.states(["sum-2"])).values()], WAIT).toEqual(["open"]);
    stop.abort();
    await following;
    await work(name);
    const ids: string[] = [];
    await queue.follow(sums(3), { signal: forever, onOutcome: (id) => void ids.push(id) });
    expect(ids.toSorted()).toEqual(["sum-0", "sum-1", "sum-2"]);
  });

  it("adds jobs again that Redis has lost", async () => {
    const name = newName();
    const queue = await open(name, { lookEvery: 50 });
    const ids: string[] = [];
    const following = queue.follow(sums(3), { signal: forever, onOutcome: (id) => void ids.push(id) });
    await expect.poll(async () => [...(await queue.states(["sum-2"])).values()], WAIT).toEqual(["open"]);
    const redis = new Redis(server.url);
    await redis.flushall();
    redis.disconnect();
    await work(name);
    await following;
    expect(ids.toSorted()).toEqual(["sum-0", "sum-1", "sum-2"]);
  });

  it("what the follower throws ends the following", async () => {
    const name = newName();
    const queue = await open(name);
    await work(name);
    const onOutcome = () => {
      throw new Error("the disk is full");
    };
    await expect(queue.follow(sums(2), { signal: forever, onOutcome })).rejects.toThrow("the disk is full");
  });

  it("counts the workers", async () => {
    const name = newName();
    const queue = await open(name);
    expect(await queue.workers()).toBe(0);
    await work(name);
    await expect.poll(() => queue.workers(), WAIT).toBe(1);
  });

  it("goes on when Redis was away", async () => {
    const own = await startRedis();
    const name = newName();
    const notices: string[] = [];
    const onNotice = (message: string): unknown => notices.push(message);
    const queue = await open(name, { url: own.url, onNotice });
    const running = deferred();
    const goOn = deferred();
    let done = 0;
    await work(name, {
      url: own.url,
      process: async ({ a, b }) => {
        running.resolve();
        await goOn.promise;
        done++;
        return { sum: a + b };
      },
    });
    const outcomes: unknown[] = [];
    const following = queue.follow(sums(4), {
      signal: forever,
      onOutcome: (_, outcome) => void outcomes.push(outcome),
    });
    await running.promise;
    await own.kill();
    goOn.resolve();
    await own.start();
    await following;
    expect(outcomes).toHaveLength(4);
    expect(done).toBeGreaterThanOrEqual(4);
    expect(notices).toEqual([
      `lost the connection to ${own.url}; waiting for it`,
      `connected to ${own.url} again`,
    ]);
    await Promise.all(workers.splice(0).map((worker) => worker.stop(0)));
    await Promise.all(queues.splice(0).map((one) => one.close()));
    await own.close();
  });

  it("says at once if nobody listens, or the password is wrong, and never the password", async () => {
    const own = await startRedis("pa55word");
    const wrong = own.url.replace("pa55word", "gu3ss");
    const without = own.url.replace(":pa55word@", "");
    for (const url of [wrong, without]) {
      const error = await openJobQueue({ url, name: "any" }).catch((thrown) => thrown);
      expect(error).toBeInstanceOf(QueueError);
      expect(error).toMatchObject({ code: "denied" });
      expect(error.message).not.toContain("gu3ss");
    }
    const queue = await openJobQueue({ url: own.url, name: "any" });
    expect(queue.shown).toMatch(/^redis:\/\/\*\*\*@127\.0\.0\.1:\d+$/);
    await queue.close();
    await own.close();
    await expect(openJobQueue({ url: own.url, name: "any" })).rejects.toMatchObject({
      code: "unreachable",
      passing: true,
      message: expect.not.stringContaining("pa55word"),
    });
  });
});
