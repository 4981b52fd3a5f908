/** The parts of the session together: what a visitor does, and what the page shows, with a fake worker. */
import { type Estimate, type Kernel, KernelGanError, kernel } from "@kernelgan/core";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { EstimateInput, UpscaleInput } from "../../../src/tasks.js";
import { type FakeTasks, fakeWorker, loadPage } from "../../helpers/session.js";

const KERNEL: Kernel = kernel(1, [1]);
const bitmap = { width: 40, height: 30 } as ImageBitmap;
const opened = { bitmap, width: 40, height: 30, channels: 3, fullWidth: 40, fullHeight: 30, filled: false };
const estimate = {
  method: "auto",
  kernels: { 2: KERNEL, 4: KERNEL },
  confidence: 0.7,
} as unknown as Estimate;

/** A task that ends when it is aborted. */
const untilAborted = (signal: AbortSignal): Promise<never> =>
  new Promise((_, reject) => signal.addEventListener("abort", () => reject(new Error("aborted"))));

describe("a session", () => {
  let page: Awaited<ReturnType<typeof loadPage>>;
  let tasks: FakeTasks;
  let workers: { started: number; ended: number };
  const estimates: EstimateInput[] = [];
  const upscales: UpscaleInput[] = [];

  beforeEach(async () => {
    vi.spyOn(console, "error").mockImplementation(() => {});
    estimates.length = 0;
    upscales.length = 0;
    tasks = {
      open: async () => ({ value: opened }),
      estimate: async (input) => {
        estimates.push(input);
        return { value: estimate };
      },
      upscale: async (input) => {
        upscales.push(input);
        const facts = { scale: input.options.scale } as never;
        return { value: { result: bitmap, bicubic: bitmap, png: new Blob(["png"]), facts } };
      },
    };
    workers = fakeWorker(tasks);
    page = await loadPage("?kernel=auto&seed=5");
  });

  const phases = () => [page.state.estimation.value.phase, page.state.enlargement.value.phase];
  const reaches = (estimation: string, enlargement = "none") =>
    expect.poll(phases).toEqual([estimation, enlargement]);
  const open = (name = "boats.old.png") => page.files.openFile(new Blob(["pixels"]), name);

  it("opens a file, estimates its kernel and enlarges it, all in one worker", async () => {
    const { state, enlargement } = page;
    open();
    expect(phases()).toEqual(["opening", "none"]);
    expect(state.isBusy.value).toBe(true);
    await reaches("done");
    expect(state.file.value).toMatchObject({ name: "boats.old.png", stem: "boats.old" });
    expect(state.picture.value).toMatchObject({ width: 40, height: 30 });
    expect(state.kernels.value).toEqual({ 2: KERNEL, 4: KERNEL });
    expect(estimates).toMatchObject([
      { engine: { device: "wasm", threads: 2 }, options: { method: "auto", scale: 2, seed: 5 } },
    ]);

    await enlargement.enlarge();
    expect(state.enlargement.value).toMatchObject({ phase: "done", scale: 2, method: "fast" });
    expect(upscales).toMatchObject([{ estimate, options: { method: "fast", scale: 2 } }]);
    expect(workers).toEqual({ started: 1, ended: 0 });

    page.files.closeFile();
    expect(state.file.value).toBeUndefined();
    expect(phases()).toEqual(["none", "none"]);
  });

  it("shows how far a training is, and keeps that when it is stopped", async () => {
    tasks.estimate = async (_, { report, signal }) => {
      report({ stage: "engine", loaded: 1, bytes: 3 });
      report({ stage: "engine", loaded: 3, bytes: 3 });
      report({
        stage: "estimating",
        done: 1 / 3,
        training: { iteration: 20, iterations: 60, losses: {} },
      } as never);
      return untilAborted(signal);
    };
    open();
    await reaches("estimating");
    expect(page.curves.curves.value.iterations).toEqual([20]);
    page.computation.cancel();
    expect(page.state.estimation.value).toMatchObject({
      phase: "stopped",
      progress: { training: { iteration: 20 } },
    });
    expect(page.problems.problem.value).toBeUndefined();
  });

  it("stops one file's estimate for the next file", async () => {
    tasks.estimate = (_, { signal }) => untilAborted(signal);
    open("first.png");
    await reaches("starting");
    tasks.estimate = async () => ({ value: estimate });
    open("second.png");
    await reaches("done");
    expect(page.state.file.value).toMatchObject({ name: "second.png", id: 2 });
  });

  it("estimates again for another scale only where the kernel does not follow", async () => {
    const { estimation, enlargement } = page;
    open();
    await reaches("done");
    await enlargement.enlarge();
    estimation.changeScale(4);
    expect(phases()).toEqual(["done", "none"]);
    estimation.changeScale(3);
    expect(phases()).toEqual(["opening", "none"]);
    await reaches("done");
    expect(estimates.map(({ options }) => options.scale)).toEqual([2, 3]);
  });

  it("finds the blur at ×1 by itself, and not by KernelGAN", async () => {
    page.settings.settings.kernel.value = "kernelgan";
    open();
    await reaches("done");
    page.estimation.changeScale(1);
    await reaches("done");
    expect(estimates.map(({ options: { scale, method } }) => [scale, method])).toEqual([
      [2, "kernelgan"],
      [1, "auto"],
    ]);
  });

  it("enlarges nothing at ×8, and before there is a kernel", async () => {
    await page.enlargement.enlarge();
    open();
    await page.enlargement.enlarge();
    await reaches("done");
    page.estimation.changeScale(8);
    await page.enlargement.enlarge();
    expect(upscales).toEqual([]);
  });

  it("goes back to the welcome with a file that is no picture", async () => {
    tasks.open = async () => {
      throw new KernelGanError("invalid-input", "no picture");
    };
    open();
    await reaches("none");
    expect(page.state.file.value).toBeUndefined();
    expect(page.problems.problem.value?.title).toContain("not a picture");
    expect(workers).toEqual({ started: 1, ended: 0 });
  });

  it("offers to scale the picture down where the memory ran out, and takes a new worker", async () => {
    open();
    await reaches("done");
    const { upscale } = tasks;
    tasks.upscale = async () => {
      throw new RangeError("Array buffer allocation failed");
    };
    await page.enlargement.enlarge();
    expect(page.problems.problem.value?.waysOut).toEqual(["smaller", "oneThread"]);
    expect(phases()).toEqual(["done", "none"]);
    tasks.upscale = upscale;

    page.waysOut.WAYS_OUT.smaller.take();
    await reaches("done");
    expect(page.problems.problem.value).toBeUndefined();
    expect(estimates.at(-1)?.source).toMatchObject({ fit: "scaled", maxPixels: 300 });
    expect(workers).toEqual({ started: 2, ended: 1 });
  });

  it("repeats what failed on one thread", async () => {
    open();
    await reaches("done");
    const { upscale } = tasks;
    tasks.upscale = async () => {
      throw new Error("defect");
    };
    await page.enlargement.enlarge();
    expect(page.problems.problem.value).toMatchObject({ text: "Defect.", waysOut: ["again", "oneThread"] });
    tasks.upscale = upscale;
    page.waysOut.WAYS_OUT.oneThread.take();
    await reaches("done", "done");
    expect(upscales.at(-1)?.engine).toEqual({ device: "wasm", threads: 1 });
  });

  it("asks the visitor after half a minute without a report", async () => {
    vi.useFakeTimers();
    try {
      tasks.open = (_, { signal }) => untilAborted(signal);
      open();
      vi.advanceTimersByTime(29_000);
      expect(page.problems.problem.value).toBeUndefined();
      vi.advanceTimersByTime(1000);
      expect(page.problems.problem.value?.waysOut).toEqual(["oneThread", "again"]);
      page.files.closeFile();
      expect(page.problems.problem.value).toBeUndefined();
    } finally {
      vi.useRealTimers();
    }
  });
});
