import { REDIS, startRedis } from "@kernelgan/testing/redis";
import { describeWith } from "@kernelgan/testing/suites";
import { expect, it } from "vitest";
import { QueueError } from "../src/errors.js";
import { openJobQueue } from "../src/job-queue.js";
import { deferred, forever, queueTests, sums } from "./helpers/queue-tests.js";

/** Jobs wait for each other, and for Redis. */
const SLOW_MS = 120_000;

describeWith(
  REDIS,
  "the connection to Redis",
  () => {
    const { closeAll, newName, open, work } = queueTests();

    it("waits while Redis is away, and continues", async () => {
      const own = await startRedis();
      const name = newName();
      const notices: string[] = [];
      const onNotice = (message: string): unknown => notices.push(message);
      const queue = await open(name, { url: own.url, onNotice });
      const running = deferred();
      const proceed = deferred();
      let done = 0;
      await work(name, {
        url: own.url,
        process: async ({ a, b }) => {
          running.resolve();
          await proceed.promise;
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
      proceed.resolve();
      await own.start();
      await following;
      expect(outcomes).toHaveLength(4);
      expect(done).toBeGreaterThanOrEqual(4);
      expect(notices).toEqual([
        `lost the connection to ${own.url}; waiting for it`,
        `connected to ${own.url} again`,
      ]);
      await closeAll();
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
  },
  SLOW_MS,
);
