/** `kernelgan batch --queue` and `kernelgan worker`, with a real Redis: whatever happens, nothing is lost. */
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Outcome, openJobQueue } from "@kernelgan/queue";
import { REDIS, type RedisServer, startRedis } from "@kernelgan/testing/redis";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished, vi } from "vitest";
import type { SharedJob } from "../../../src/batch/queue/shared-job.js";
import { manifestLines, results, saying, startWorker } from "../../helpers/cluster.js";
import { filesBelow, imageFolder } from "../../helpers/folders.js";
import type { Flags } from "../../helpers/given-flags.js";
import { PROCESS_MS, TRAINING_MS } from "../../helpers/limits.js";
import { runBatch } from "../../helpers/run-batch.js";
import { type Result, type Running, runCommand, startCommand } from "../../helpers/run-command.js";
import { runHere } from "../../helpers/run-here.js";

const folder = temporaryFolder();
const here = runHere(folder);
const NAMES = ["a.png", "b.png", "c.png", "sub/a.png", "sub/deep er/b.png"];
const at = (...names: string[]): string => join(folder, ...names);
/** Jobs that take long enough to be interrupted. */
const LONG = {
  method: "kernelgan",
  iterations: 20,
  restarts: 20,
  formats: ["mat" as const, "json" as const],
};
const QUICK = { method: "spectral", formats: ["mat" as const] };
const QUICK_ARGS = ["--method", "spectral", "--formats", "mat"];
const WAIT = { timeout: 60_000 };

describeWith(
  REDIS,
  "with Redis",
  () => {
    let redis: RedisServer;

    beforeAll(async () => {
      redis = await startRedis();
      await imageFolder(at("images"), NAMES);
      const { code, stderr } = await runBatch([at("images")], { out: at("local"), jobs: 2, ...LONG });
      expect(code, stderr).toBe(0);
    }, PROCESS_MS);
    beforeEach(async () => {
      // Jobs that a test has left are not for the next one.
      await redis.kill();
      await redis.start(true);
    }, PROCESS_MS);
    afterAll(() => redis.close());

    /** Starts the command in a process of its own. */
    const start = (out: string, ...more: string[]): Running =>
      startCommand(folder, "batch", "images", "--out", out, "--queue", redis.url, ...more);

    /** Runs the command here. */
    const batch = (out: string, flags: Flags = QUICK, images = "images"): Promise<Result> =>
      runBatch([at(images)], { out: at(out), queue: redis.url, root: folder, ...flags });

    /** How many jobs are running. */
    const active = async (): Promise<number> =>
      (await redis.command("LLEN", "kernelgan:jobs:active")) as number;

    it("does every image once, though a worker is killed in the middle and Redis restarts", async () => {
      const doomed = await startWorker(folder, redis.url);
      const other = await startWorker(folder, redis.url);
      const following = batch("cluster", LONG);
      await expect.poll(active, WAIT).toBe(2);
      doomed.child.kill("SIGKILL");
      await expect.poll(() => manifestLines(at("cluster")).length, WAIT).toBeGreaterThan(0);
      await redis.kill();
      await redis.start();
      const { code, stderr } = await following;
      expect(code, stderr).toBe(0);
      expect(stderr).toContain("5 done in");
      expect(stderr).toContain(`connected to ${redis.url} again`);
      expect(results(at("cluster"))).toEqual(results(at("local")));
      expect(manifestLines(at("cluster"))).toHaveLength(NAMES.length);
      other.child.kill("SIGTERM");
      const ended = await other.result;
      expect(ended.code).toBe(143);
      expect(ended.stderr).toContain("of a worker that fell silent waits again");
    });

    it("stops following on Ctrl-C, continues when it is started again, and asks for nothing twice", async () => {
      const first = start("stopped", ...QUICK_ARGS);
      await saying(first, /no worker is connected/);
      await expect.poll(() => redis.command("LLEN", "kernelgan:jobs:wait"), WAIT).toBe(NAMES.length);
      first.child.kill("SIGINT");
      expect((await first.result).code).toBe(130);
      await startWorker(folder, redis.url);
      const done = () => redis.command("ZCARD", "kernelgan:jobs:completed");
      await expect.poll(done, WAIT).toBe(NAMES.length);
      expect(manifestLines(at("stopped"))).toEqual([]);
      const again = await batch("stopped");
      expect(again.code, again.stderr).toBe(0);
      expect(manifestLines(at("stopped"))).toHaveLength(NAMES.length);
      expect(await done()).toBe(NAMES.length);
      expect((await batch("stopped")).stderr).toContain("0 to do, 5 done before");

      // What the queue has as done is done again if it is not in the folder any more.
      const before = results(at("stopped"));
      rmSync(at("stopped"), { recursive: true });
      expect((await batch("stopped")).stderr).toContain("5 done in");
      expect(results(at("stopped"))).toEqual(before);
    });

    it("drops what waits in the queue for the same results by other options", async () => {
      const waiting = async () =>
        (await redis.command("LRANGE", "kernelgan:jobs:wait", "0", "-1")) as string[];
      const leave = async (out: string, ...more: string[]): Promise<string[]> => {
        const before = await waiting();
        const left = start(out, ...more);
        const added = async () => (await waiting()).filter((id) => !before.includes(id));
        await expect.poll(added, WAIT).toHaveLength(NAMES.length);
        left.child.kill("SIGINT");
        expect((await left.result).stderr).toContain("the workers continue with what is in the queue");
        return added();
      };
      const other = await leave("other", "--method", "kernelgan");
      await leave("regretted", "--method", "kernelgan");
      const mended = await leave("regretted", ...QUICK_ARGS);
      expect((await waiting()).toSorted()).toEqual([...other, ...mended].toSorted());
    });

    it("records failures as a local batch does, and tries them again only with --retry-failed", async () => {
      await imageFolder(at("bad"), ["good.png"]);
      writeFileSync(at("bad", "text.png"), "not an image");
      await startWorker(folder, redis.url);
      await runBatch([at("bad")], { out: at("bad-local"), ...QUICK });
      const { code, stderr } = await batch("bad-queue", QUICK, "bad");
      expect(code).toBe(1);
      expect(stderr).toMatch(/1 done in .*, 1 failed/);
      expect(results(at("bad-queue"))).toEqual(results(at("bad-local")));
      expect((await batch("bad-queue", QUICK, "bad")).stderr).toContain(
        "0 to do, 1 done before, 1 failed before",
      );
      // The queue remembers the failure too.
      rmSync(at("bad-queue"), { recursive: true });
      expect((await batch("bad-queue", QUICK, "bad")).stderr).toMatch(/1 done in .*, 1 failed/);
      expect((await batch("bad-queue", { ...QUICK, retryFailed: true }, "bad")).stderr).toContain("1 failed");
      await imageFolder(at("bad"), ["text.png"]);
      const mended = await batch("bad-queue", QUICK, "bad");
      expect(mended.code, mended.stderr).toBe(0);
    });

    it("a worker that is stopped finishes its job; without grace it returns it", async () => {
      const following = batch("graceful", LONG, "images/sub");
      const patient = await startWorker(folder, redis.url);
      await expect.poll(active, WAIT).toBe(1);
      patient.child.kill("SIGTERM");
      const { code, stderr } = await patient.result;
      expect(code).toBe(143);
      expect(stderr).toMatch(/finishing what is under way, at most 60 s[\s\S]*: done in/);
      expect(await active()).toBe(0);
      const hasty = await startWorker(folder, redis.url, "--grace", "0");
      await expect.poll(active, WAIT).toBe(1);
      hasty.child.kill("SIGTERM");
      expect((await hasty.result).code).toBe(143);
      expect(await active()).toBe(0);
      await startWorker(folder, redis.url);
      expect((await following).code).toBe(0);
      expect(manifestLines(at("graceful"))).toHaveLength(2);
    });

    it("a worker refuses what a job should not ask for, and continues", async () => {
      mkdirSync(at("outside"));
      await imageFolder(at("outside"), ["secret.png"]);
      await imageFolder(at("root"), ["a.png", "wide.png"], 100, 90);
      symlinkSync(at("outside"), at("root", "link"));
      const worker = await startWorker(
        folder,
        redis.url,
        "--root",
        "root",
        "--max-pixels",
        "5000",
        "--max-bytes",
        "100000",
      );
      const good: SharedJob = {
        version: 2,
        id: "a",
        task: "estimate",
        stem: "a",
        image: "a.png",
        out: "results",
        options: { scale: 2, formats: ["mat"], method: "spectral" },
      };
      writeFileSync(at("root", "large.png"), Buffer.alloc(100_001));
      await imageFolder(at("root"), ["a.png"]);
      const jobs: Record<string, unknown> = {
        malformed: { ...good, plugin: "evil.js" },
        text: "rm -rf /",
        parent: { ...good, image: "../outside/secret.png" },
        absolute: { ...good, image: at("outside/secret.png") },
        link: { ...good, image: "link/secret.png" },
        "link-out": { ...good, out: "link" },
        "s3-place": { ...good, image: "s3://anybodys/secret.png" },
        wide: { ...good, image: "wide.png", options: { ...good.options, maxPixels: 1e9 } },
        large: { ...good, image: "large.png" },
        good,
      };
      const queue = await openJobQueue({ url: redis.url, name: "kernelgan" });
      const outcomes: Record<string, Outcome> = {};
      await queue.follow(
        Object.entries(jobs).map(([id, data]) => ({ id, data })),
        {
          signal: new AbortController().signal,
          onOutcome: (id, outcome) => {
            outcomes[id] = outcome;
          },
        },
      );
      await queue.close();
      const codes = Object.entries(outcomes).map(([id, outcome]) => [
        id,
        outcome.done ? "done" : outcome.failure.code,
      ]);
      expect(Object.fromEntries(codes)).toEqual({
        malformed: "invalid-argument",
        text: "invalid-argument",
        parent: "invalid-argument",
        absolute: "invalid-argument",
        link: "refused",
        "link-out": "refused",
        "s3-place": "refused",
        wide: "image-too-large",
        large: "file-too-large",
        good: "done",
      });
      expect(filesBelow(at("outside"))).toEqual(["secret.png"]);
      expect(filesBelow(at("root", "results"))).toEqual(["a_kernel_x2.mat"]);
      worker.child.kill("SIGTERM");
      expect((await worker.result).stderr).not.toContain("it will be tried again");
    });

    it("never prints the password", async () => {
      const own = await startRedis("pa55word");
      vi.stubEnv("KERNELGAN_QUEUE", own.url);
      onTestFinished(() => {
        vi.unstubAllEnvs();
      });
      const worker = await startWorker(folder, undefined);
      const { code, stdout, stderr } = await batch("secret", { ...QUICK, queue: own.url, json: true });
      expect(code, stderr).toBe(0);
      const keys = (await own.command("KEYS", "kernelgan:jobs:estimate-*")) as string[];
      const jobs = await Promise.all(keys.map((key) => own.command("HGETALL", key)));
      expect(jobs).toHaveLength(NAMES.length);
      worker.child.kill("SIGTERM");
      const said = (await worker.result).stderr;
      expect(said).toContain("taking jobs from redis://***@127.0.0.1");
      const open = await runCommand(folder, "worker", "--queue", own.url);
      expect(open.code).toBe(2);
      expect(open.stderr).toContain("give the address in KERNELGAN_QUEUE");
      vi.stubEnv("KERNELGAN_QUEUE", own.url.replace("pa55word", "gu3ss"));
      const wrong = await runCommand(folder, "worker");
      expect(wrong.code).toBe(1);
      await own.close();
      const gone = await batch("gone", { ...QUICK, queue: own.url });
      expect(gone.code).toBe(1);
      expect(gone.stderr).toMatch(/kernelgan: cannot reach redis:\/\/\*\*\*@127.0.0.1:\d+ \(ECONNREFUSED\)/);
      const printed = [stdout, stderr, said, open.stderr, wrong.stderr, gone.stderr];
      for (const text of [...printed, JSON.stringify([jobs, results(at("secret"))])]) {
        expect(text).not.toMatch(/pa55word|gu3ss/);
      }
    });

    it("images and results must lie below the folder that all machines share", async () => {
      const { code, stderr } = await batch("outside-root", { ...QUICK, root: at("images/sub") });
      expect(code).toBe(2);
      expect(stderr).toContain("give a --root that holds images and results");
      // No image is to blame: nothing is recorded.
      expect(manifestLines(at("outside-root"))).toEqual([]);
    });

    it.each([
      [["worker"]],
      [["worker", "--queue", "redis://localhost", "--silence", "0"]],
      [["worker", "--queue", "redis://localhost", "--jobs", "none"]],
    ])("wrong usage: %j", async (args) => {
      expect((await here(...args)).code).toBe(2);
    });

    it("says what is wrong with an address, without it", async () => {
      const { code, stderr } = await here("worker", "--queue", "http://pa55word.localhost");
      expect(code).toBe(2);
      expect(stderr).toMatch(/^kernelgan: not an address of Redis; [^\n]+\n$/);
      expect(stderr).not.toContain("pa55word");
    });
  },
  TRAINING_MS,
);
