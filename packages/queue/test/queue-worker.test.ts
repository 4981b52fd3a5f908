import { REDIS } from "@kernelgan/testing/redis";
import { describeWith } from "@kernelgan/testing/suites";
import { Queue } from "bullmq";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { deferred, forever, queueTests, sums } from "./helpers/queue-tests.js";

/** Jobs wait for each other, and for Redis. */
const SLOW_MS = 120_000;

describeWith(
  REDIS,
  "a worker of the queue",
  () => {
    const { newName, open, url, work } = queueTests();

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
      const redis = new Redis(url());
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
      const proceed = deferred();
      const worker = await work(name, {
        concurrency: 1,
        process: async ({ a, b }) => {
          started.resolve();
          await proceed.promise;
          return { sum: a + b };
        },
      });
      await queue.add(sums(2));
      await started.promise;
      const stopped = worker.stop(60_000);
      proceed.resolve();
      await stopped;
      expect([...(await queue.states(["sum-0", "sum-1"])).values()]).toEqual([
        { done: true, result: { sum: 1 } },
        "open",
      ]);
    });

    it("returns what is not finished in time: others take it at once", async () => {
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
      await queue.follow(sums(1), {
        signal: forever,
        onOutcome: (_, outcome) => void outcomes.push(outcome),
      });
      expect(outcomes).toEqual([{ done: true, result: { sum: 1 } }]);
    });

    it("a worker whose job was taken over is stopped, and does not spoil the other's result", async () => {
      const name = newName();
      const queue = await open(name);
      const started = deferred();
      const stopReason = deferred<unknown>();
      const doneElsewhere = deferred();
      const slow = await work(name, {
        silence: 200,
        process: (_, signal) =>
          new Promise((__, reject) => {
            started.resolve();
            signal.addEventListener("abort", async () => {
              stopReason.resolve(signal.reason);
              // Slow to stop: were it free now, it might well be the one that takes the job again.
              await doneElsewhere.promise;
              reject(new Error("stopped"));
            });
          }),
        concurrency: 1,
      });
      await queue.add(sums(1));
      await started.promise;
      // What Redis does when the worker has been silent for too long, as seen by the worker.
      const redis = new Redis(url());
      await redis.del(`${name}:jobs:sum-0:lock`);
      expect(await stopReason.promise).toBe("taken over");
      await work(name);
      const done = { done: true, result: { sum: 1 } };
      const outcomes: unknown[] = [];
      await queue.follow(sums(1), {
        signal: forever,
        onOutcome: (_, outcome) => void outcomes.push(outcome),
      });
      expect(outcomes).toEqual([done]);
      doneElsewhere.resolve();
      await slow.stop(SLOW_MS);
      expect([...(await queue.states(["sum-0"])).values()]).toEqual([done]);
      redis.disconnect();
    });
  },
  SLOW_MS,
);
