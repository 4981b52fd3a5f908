import { AbortError } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import type { BatchJob } from "../../../src/batch/job.js";
import { JobError } from "../../../src/batch/job-error.js";
import type { JobResult } from "../../../src/batch/job-result.js";
import type { WorkerPool } from "../../../src/batch/local/pool.js";
import { runLocal } from "../../../src/batch/local/run-local.js";

const state = { bytes: 0, sha256: "" };
const result: JobResult = { input: state, outputs: [], warnings: [], seconds: { all: 0 } };
const jobs = [..."abcdef"].map(
  (id): BatchJob => ({
    id,
    image: `/${id}.png`,
    stem: id,
    task: "estimate",
    options: { scale: 2, formats: ["mat"] },
  }),
);
const crash = (): never => {
  throw new JobError("worker-crashed", "gone");
};

/** Runs the jobs on a pool that does what `work` says; a line for each thing that happens. */
async function run(
  work: (id: string, attempt: number) => void,
  count = 2,
  signal = new AbortController().signal,
  given: readonly BatchJob[] = jobs,
) {
  const log: string[] = [];
  const attempts = new Map<string, number>();
  const threadsOf: Record<string, number | undefined> = {};
  let running = 0;
  const pool: WorkerPool = {
    async run({ id }, _out, { threads } = {}) {
      threadsOf[id] = threads;
      const attempt = (attempts.get(id) ?? 0) + 1;
      attempts.set(id, attempt);
      running++;
      log.push(`${id} begins, ${running} at work`);
      await new Promise(setImmediate);
      running--;
      work(id, attempt);
      return result;
    },
    measure: () => Promise.reject(new Error("not asked for")),
    close: async () => {},
  };
  const ends: Record<string, string> = {};
  const done = runLocal(pool, count)(given, {
    out: "/out",
    signal,
    onEnd: async ({ id }, outcome) => {
      expect(ends).not.toHaveProperty(id);
      ends[id] = "error" in outcome ? outcome.error.code : "done";
      log.push(`${id} ends`);
    },
  });
  return { done, log, ends, threadsOf };
}

describe("runLocal", () => {
  it("does every job once, as many at a time as given, in their order", async () => {
    const { done, log, ends } = await run(() => {}, 3);
    await done;
    expect(Object.keys(ends).sort()).toEqual(jobs.map(({ id }) => id));
    expect(log.filter((line) => line.includes("begins")).map((line) => line[0])).toEqual(
      jobs.map(({ id }) => id),
    );
    expect(Math.max(...log.flatMap((line) => Number(/(\d) at work/.exec(line)?.[1] ?? 0)))).toBe(3);
  });

  it("gives the threads that are left to the last jobs, where the result does not depend on them", async () => {
    const upscales = (options: object): BatchJob[] =>
      jobs.map(({ id, image, stem }) => ({ id, image, stem, task: "upscale", options }));
    const threadsWith = async (given: readonly BatchJob[]): Promise<(number | undefined)[]> => {
      const { done, threadsOf } = await run(() => {}, 4, undefined, given);
      await done;
      return jobs.map(({ id }) => threadsOf[id]);
    };
    const none = Array.from({ length: 4 });
    expect(await threadsWith(upscales({}))).toEqual([...none, 2, 4]);
    const trained = { kernel: "kernelgan" };
    expect(await threadsWith(upscales(trained))).toEqual([...none, 2, 4]);
    const alone = [
      { threads: 1 },
      { method: "zssr" },
      { ...trained, method: "zssr" },
      { ...trained, runs: 1 },
    ];
    for (const options of alone) {
      expect(await threadsWith(upscales(options))).toEqual([...none, undefined, undefined]);
    }
    expect(await threadsWith(jobs)).toEqual([...none, undefined, undefined]);
    const estimates = jobs.map((job) => ({ ...job, options: { method: "kernelgan" } }) as BatchJob);
    expect(await threadsWith(estimates)).toEqual([...none, 2, 4]);
  });

  it("continues after a failure", async () => {
    const { done, ends } = await run((id) => {
      if (id === "a") throw new JobError("invalid-input", "not an image");
    });
    await done;
    expect(ends).toEqual({ a: "invalid-input", b: "done", c: "done", d: "done", e: "done", f: "done" });
  });

  it("tries a job that crashed once more, at the end and alone", async () => {
    const { done, log, ends } = await run((id, attempt) => {
      if (id === "a" && attempt === 1) crash();
      if (id === "c") crash();
    });
    await done;
    expect(ends).toMatchObject({ a: "done", c: "worker-crashed" });
    expect(log.slice(-4)).toEqual(["a begins, 1 at work", "a ends", "c begins, 1 at work", "c ends"]);
    expect(log.filter((line) => line.startsWith("c begins")).length).toBe(2);
  });

  it("stops at the signal, without an end for the jobs under way", async () => {
    const controller = new AbortController();
    const { done, ends } = await run(
      (id) => {
        if (id === "c") controller.abort();
        if (controller.signal.aborted) throw new AbortError(controller.signal.reason);
      },
      2,
      controller.signal,
    );
    await expect(done).rejects.toMatchObject({ code: "aborted" });
    expect(ends).toEqual({ a: "done", b: "done" });
  });
});
