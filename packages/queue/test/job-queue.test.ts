import { REDIS } from "@kernelgan/testing/redis";
import { describeWith } from "@kernelgan/testing/suites";
import { Redis } from "ioredis";
import { expect, it } from "vitest";
import { forever, queueTests, sums, WAIT } from "./helpers/queue-tests.js";

/** Jobs wait for each other, and for Redis. */
const SLOW_MS = 120_000;

describeWith(
  REDIS,
  "a job queue",
  () => {
    const { newName, open, url, work } = queueTests();

    it("does each job once, and returns its result to all followers, now or later", async () => {
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

    it("stops following at the signal; the jobs stay", async () => {
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
      const redis = new Redis(url());
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
  },
  SLOW_MS,
);
