/** The parts of the session together: what a visitor does, and what the page shows, with a fake worker. */
import {
  bicubicKernel,
  type Estimate,
  type Kernel,
  KernelGanError,
  kernel,
  LOSS_NAMES,
} from "@kernelgan/core";
import { gammaCurve } from "@kernelgan/testing/kernels";
import { beforeEach, describe, expect, it, vi } from "vitest";
import type { Result } from "../../../src/page/session/results.js";
import type { EstimateInput, UpscaleInput } from "../../../src/tasks.js";
import { type FakeTasks, fakeWorker, loadPage } from "../../helpers/session.js";

const KERNEL: Kernel = kernel(2, [0.4, 0.2, 0.2, 0.2]);
const bitmap = { width: 40, height: 30 } as ImageBitmap;
const opened = {
  bitmap,
  width: 40,
  height: 30,
  channels: 3,
  fullWidth: 40,
  fullHeight: 30,
  hasAlpha: false,
  depth: 8,
  colours: "own",
  space: "srgb",
} as const;
const estimate = {
  method: "auto",
  kernel: KERNEL,
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
      draw: async () => ({ value: bitmap }),
      estimate: async (input) => {
        estimates.push(input);
        return { value: estimate };
      },
      upscale: async (input) => {
        upscales.push(input);
        const { scale } = input.options;
        const origin = input.estimate ? "auto" : input.kernelSoFar ? "given" : "bicubic";
        const facts = { scale, kernel: KERNEL, kernelOrigin: origin, timing: { seconds: 1 }, warnings: [] };
        const stored = {
          samples: new Blob(["samples"]),
          width: 40,
          height: 30,
          channels: 3,
          depth: 8,
        } as const;
        const pictures = { result: bitmap, bicubic: bitmap, stored };
        return { value: { ...pictures, colours: "own", space: "srgb", facts: facts as never } };
      },
    };
    workers = fakeWorker(tasks);
    page = await loadPage("?kernel=auto&seed=5");
    // Nobody minds what is lost.
    page.unsaved.lossQuestion.subscribe((question) => question?.answer("lose"));
  });

  const phases = () => [page.state.estimation.value.phase, page.state.enlargement.value.phase];
  const made = () =>
    page.results.results.value.map(({ scale, origin, method }) => `${scale} ${origin} ${method}`);
  const said = () =>
    page.verdict.verdict(page.results.shown.value?.result as Parameters<typeof page.verdict.verdict>[0]);
  const reaches = (estimation: string, enlargement = estimation === "done" ? "done" : "none") =>
    expect.poll(phases).toEqual([estimation, enlargement]);
  const open = (name = "boats.old.png") => page.files.openFile(new Blob(["pixels"]), name);

  it("opens a file, estimates its kernel and enlarges it, all in one worker", async () => {
    const { state } = page;
    open();
    await reaches("done");
    expect(state.isBusy.value).toBe(false);
    expect(state.file.value).toMatchObject({ name: "boats.old.png", stem: "boats.old" });
    expect(state.picture.value).toMatchObject({ width: 40, height: 30 });
    expect(state.kernels.value).toEqual({ 2: KERNEL, 4: KERNEL });
    expect(estimates).toMatchObject([
      { engine: { device: "wasm", threads: 2 }, options: { method: "auto", scale: 2, seed: 5 } },
    ]);

    expect(made()).toEqual(["2 auto fast"]);
    expect(page.results.results.value.map(page.results.isAllAsked)).toEqual([true]);
    expect(page.results.shown.value?.result).toMatchObject({ width: 40, height: 30, confidence: 0.7 });
    expect(upscales).toMatchObject([{ estimate, options: { method: "fast", scale: 2 } }]);
    expect(workers).toEqual({ started: 1, ended: 0 });

    page.files.closeFile();
    expect(state.file.value).toBeUndefined();
    expect(made()).toEqual([]);
    expect(phases()).toEqual(["none", "none"]);
  });

  it("hands the tone curve of an estimate on: to the enlargement, the record, the report and the name", async () => {
    const toneCurve = gammaCurve(1.9);
    const ofCamera: Kernel = { ...KERNEL, light: "linear", toneCurve };
    const inLight = { ...estimate, kernel: ofCamera, kernels: { 2: ofCamera }, light: "linear", toneCurve };
    tasks.estimate = async () => ({ value: inLight as Estimate });
    const upscale = tasks.upscale as NonNullable<FakeTasks["upscale"]>;
    tasks.upscale = async (...args) => {
      const { value } = await upscale(...args);
      return { value: { ...value, facts: { ...value.facts, kernel: ofCamera, light: "linear", toneCurve } } };
    };
    open();
    await reaches("done");
    expect(upscales[0]?.estimate?.kernels[2]?.toneCurve).toEqual(toneCurve);
    const result = page.results.shown.value?.result as Result;
    expect(result.record).toMatchObject({ light: "linear", toneCurve });
    const { reportText } = await import("../../../src/page/report.js");
    const report = JSON.parse(reportText({ result, image: "boats.png", output: "boats_x2.png" }));
    expect(report).toMatchObject([{ light: "linear", toneCurve }]);
    const { resultName } = await import("../../../src/page/ui/names.js");
    const options = { ...result.record.options, light: "linear" };
    const named = { ...result, record: { ...result.record, options } };
    expect(resultName(named)).toBe("×2 · automatic, light, by the camera’s tone curve · fast");
    const bySrgb = { ...named, record: { ...named.record, toneCurve: undefined } };
    expect(resultName(bySrgb)).toBe("×2 · automatic, light · fast");
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

  it("goes back to what there was when it is stopped before the picture is open", async () => {
    const { state, former, source } = page;
    const { queue } = page.queue;
    open("first.png");
    await reaches("done");
    const shown = () => [
      state.file.value?.name,
      state.picture.value,
      page.results.shown.value?.result,
      ...phases(),
    ];
    const before = shown();
    const atOnce = tasks.open;
    tasks.open = (_, { signal }) => untilAborted(signal);
    // Of several that are not open it is the first one's way back.
    for (const name of ["second.png", "third.png"]) {
      open(name);
      await expect.poll(() => state.file.value?.name).toBe(name);
      expect(state.picture.value).toBeUndefined();
    }
    former.stop();
    expect(shown()).toEqual(before);
    expect(queue.value).toEqual([]);

    // A picture that is open stays when its estimate is stopped.
    tasks.open = atOnce;
    tasks.estimate = (_, { signal }) => untilAborted(signal);
    open("second.png");
    await reaches("starting");
    former.stop();
    expect([state.file.value?.name, ...phases()]).toEqual(["second.png", "stopped", "none"]);

    // To the choice of a part, and to the welcome.
    page.estimation.choosePart();
    tasks.open = (_, { signal }) => untilAborted(signal);
    page.choosingPart.usePart({ x: 0, y: 0, width: 32, height: 30 });
    await reaches("opening");
    former.stop();
    expect([source.part.value, ...phases()]).toEqual([undefined, "choosing", "none"]);
    page.files.closeFile();
    open("fourth.png");
    await reaches("opening");
    former.stop();
    expect([state.file.value, ...phases()]).toEqual([undefined, "none", "none"]);
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

  it("fits the kernel of each factor, as the command does", async () => {
    open();
    await reaches("done");
    for (const scale of [4, 3] as const) {
      page.estimation.changeScale(scale);
      expect(phases()).toEqual(["opening", "none"]);
      await reaches("done");
    }
    expect(estimates.map(({ options }) => options.scale)).toEqual([2, 4, 3]);
    expect(made()).toEqual(["2 auto fast", "4 auto fast", "3 auto fast"]);
  });

  it("trains again only for a factor whose kernel does not follow", async () => {
    const { estimation } = page;
    page.settings.settings.kernel.value = "kernelgan";
    open();
    await reaches("done");
    estimation.changeScale(4);
    expect(phases()).toEqual(["done", "working"]);
    await reaches("done");
    estimation.changeScale(3);
    expect(phases()).toEqual(["opening", "none"]);
    await reaches("done");
    // One training for ×8 has the kernels of ×2 and ×4, each with its own in place of one that cannot be trusted.
    expect(estimates.map(({ options }) => options.scale)).toEqual([8, 3]);
  });

  it("shows a result that is there already, and makes no second one", async () => {
    const { estimation, results } = page;
    open();
    await reaches("done");
    estimation.changeScale(4);
    await reaches("done");
    estimation.changeScale(2);
    await expect.poll(() => results.shown.value?.result.scale).toBe(2);
    expect(upscales.length).toBe(2);
  });

  it("compares any two results, and deletes one without the others", async () => {
    const { estimation, results, choosing } = page;
    open();
    await reaches("done");
    estimation.changeScale(4);
    await reaches("done");
    const [two, four] = results.results.value.map(({ id }) => id) as [number, number];
    choosing.compareWith(two);
    await expect.poll(() => results.comparedResult.value?.result.scale).toBe(2);
    await choosing.remove(four);
    await expect.poll(() => results.shown.value?.result.scale).toBe(2);
    expect(results.comparedResult.value).toBeUndefined();
    expect(made()).toEqual(["2 auto fast"]);
    await choosing.remove(two);
    expect(results.shown.value).toBeUndefined();
  });

  it("keeps the results when what comes next is stopped", async () => {
    open();
    await reaches("done");
    tasks.upscale = (_, { signal }) => untilAborted(signal);
    page.estimation.changeScale(4);
    await reaches("done", "working");
    page.computation.cancel();
    expect(phases()).toEqual(["done", "none"]);
    expect(made()).toEqual(["2 auto fast"]);
    expect(page.results.shown.value?.result.scale).toBe(2);
  });

  it("only enlarges where there is no estimate, and says why", async () => {
    const sentences = {
      "image-too-small": "Too small to find its blur: only enlarged, to 40\u00a0×\u00a030.",
      "image-flat": "No detail to find its blur by: only enlarged, to 40\u00a0×\u00a030.",
      "training-failed": "KernelGAN found no usable blur: only enlarged, to 40\u00a0×\u00a030.",
    } as const;
    for (const code of Object.keys(sentences) as (keyof typeof sentences)[]) {
      tasks.estimate = async () => {
        throw new KernelGanError(code, "nothing to be found");
      };
      await open();
      expect(phases()).toEqual(["impossible", "done"]);
      expect(made()).toEqual(["2 usual fast"]);
      expect(said()).toBe(sentences[code]);
      expect(upscales.at(-1)?.estimate).toBeUndefined();
      expect(page.problems.problem.value).toBeUndefined();
    }
  });

  it("offers only to enlarge, and the kernel so far, of a training that was stopped", async () => {
    tasks.estimate = async (_, { report, signal }) => {
      report({
        stage: "estimating",
        done: 0.5,
        training: { iteration: 30, iterations: 60, losses: {}, kernel: KERNEL },
      } as never);
      return untilAborted(signal);
    };
    open();
    await reaches("estimating");
    page.computation.cancel();
    expect(made()).toEqual([]);
    await page.enlargement.enlarge("soFar");
    expect(upscales[0]).toMatchObject({ kernelSoFar: { raw: KERNEL, scale: 2, preset: "release" } });
    await page.enlargement.enlarge("usual");
    expect(upscales[1]?.kernelSoFar).toBeUndefined();
    expect(made()).toEqual(["2 stopped fast", "2 usual fast"]);
    expect(page.results.results.value.map(({ obstacle }) => obstacle?.code)).toEqual([undefined, "asked"]);
    expect(page.results.results.value.map(page.results.isAllAsked)).toEqual([false, false]);
    // Whether it has a blur is not known.
    expect(said()).toBe("As you asked: only enlarged, to 40\u00a0×\u00a030.");
  });

  it("never says that a kernel was found where the usual one is used", async () => {
    const usual = bicubicKernel(2);
    const upscale = tasks.upscale as NonNullable<FakeTasks["upscale"]>;
    tasks.upscale = async (input, context) => {
      const answer = await upscale!(input, context);
      return { ...answer, value: { ...answer.value, facts: { ...answer.value.facts, kernel: usual } } };
    };
    open();
    await reaches("done");
    expect(said()).toBe("No blur found: only enlarged, to 40\u00a0×\u00a030.");
  });

  it("says that sharpening is taken back where an estimate fell back to that", async () => {
    const { estimate } = tasks;
    tasks.estimate = async (input, context) => {
      const answer = await estimate!(input, context);
      return { ...answer, value: { ...answer.value, fellBack: true, confidence: 0.05 } };
    };
    open();
    await reaches("done");
    expect(said()).toBe(
      "This picture looks sharpened: its halos are softened; enlarged to 40\u00a0×\u00a030.",
    );
  });

  it("finds the blur at ×1 by itself, and not by KernelGAN", async () => {
    page.settings.settings.kernel.value = "kernelgan";
    open();
    await reaches("done");
    page.estimation.changeScale(1);
    await reaches("done");
    expect(estimates.map(({ options: { scale, method } }) => [scale, method])).toEqual([
      [8, "kernelgan"],
      [1, "auto"],
    ]);
  });

  it("takes KernelGAN up again where ×1 is left, with what it had found, unless another method is chosen", async () => {
    const { changeScale, changeSetting } = page.estimation;
    const { settings } = page.settings;
    const asked = () => estimates.map(({ options: { scale, method, seed } }) => [scale, method, seed]);
    tasks.estimate = async (input) => {
      estimates.push(input);
      const { method, scale } = input.options;
      const history = Object.fromEntries(LOSS_NAMES.map((name) => [name, [1]]));
      return { value: { ...estimate, method, scale, history } as unknown as Estimate };
    };
    settings.kernel.value = "kernelgan";
    open();
    await reaches("done");
    changeScale(1);
    await reaches("done");
    changeScale(2);
    await reaches("done");
    expect(settings.kernel.value).toBe("kernelgan");
    expect(page.state.hasKernelAsSet()).toBe(true);
    expect(asked()).toEqual([
      [8, "kernelgan", 5],
      [1, "auto", 5],
    ]);

    // What it had found is of another seed.
    changeScale(1);
    await reaches("done");
    settings.seed.value = 6;
    changeScale(4);
    await reaches("done");
    expect(asked().slice(2)).toEqual([
      [1, "auto", 5],
      [8, "kernelgan", 6],
    ]);

    changeScale(1);
    await reaches("done");
    changeSetting(settings.kernel, "spectral");
    changeSetting(settings.kernel, "auto");
    changeScale(2);
    await reaches("done");
    expect(settings.kernel.value).toBe("auto");
  });

  it("does not say that a blur is undone of which nothing is", async () => {
    open();
    await reaches("done");
    expect(said()).toMatch(/^Blur found and undone/);
    page.results.setStrength(page.results.results.value[0]!.id, 0);
    expect(said()).toMatch(/^Blur found(?! and undone)/);
  });

  it("enlarges nothing before there is a picture, and by ×8 as soon as there is one", async () => {
    await page.enlargement.enlarge();
    expect(upscales).toEqual([]);
    page.estimation.changeScale(8);
    open();
    await reaches("done");
    expect(estimates.map(({ options }) => options.scale)).toEqual([8]);
    expect(made()).toEqual(["8 auto fast"]);
  });

  it("leaves all as it is for a file that is no picture", async () => {
    open();
    await reaches("done");
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("no picture")));
    const titleFor = async (bytes: string | Uint8Array<ArrayBuffer>) => {
      await page.files.openFile(new Blob([bytes]), "other.png");
      return page.problems.problem.value;
    };
    expect(await titleFor("no picture")).toMatchObject({ title: expect.stringMatching(/not a picture/) });
    expect(await titleFor("")).toMatchObject({ title: "The file is empty" });
    expect(await titleFor("<svg></svg>")).toMatchObject({ text: expect.stringMatching(/SVG drawing/) });
    expect(await titleFor("II*\0\x08\0\0\0\0\0\0\0")).toMatchObject({ text: expect.stringMatching(/TIFF/) });
    expect(await titleFor("\0\0\0\x18ftypheic\0\0\0\0heic")).toMatchObject({
      text: expect.stringMatching(/HEIC/),
    });
    expect(await titleFor(Uint8Array.of(0xff, 0xd8, 0xff, 0xe0))).toMatchObject({
      title: "The picture is damaged",
      text: expect.stringMatching(/JPEG/),
    });
    expect(page.state.file.value?.name).toBe("boats.old.png");
    expect(made()).toEqual(["2 auto fast"]);
    expect(workers).toEqual({ started: 1, ended: 0 });
  });

  it("opens the last one of two files", async () => {
    vi.stubGlobal("createImageBitmap", async (blob: Blob) => {
      if (blob.size > 6) await new Promise((resolve) => setTimeout(resolve, 20));
      return { width: 40, height: 30, close() {} };
    });
    const slow = page.files.openFile(new Blob(["many pixels"]), "slow.png");
    open("quick.png");
    await slow;
    await reaches("done");
    expect(page.state.file.value?.name).toBe("quick.png");
  });

  it("offers to scale the picture down where the memory ran out, and takes a new worker", async () => {
    const upscale = tasks.upscale as NonNullable<FakeTasks["upscale"]>;
    tasks.upscale = async () => {
      throw new RangeError("Array buffer allocation failed");
    };
    open();
    await expect.poll(() => page.problems.problem.value?.waysOut).toEqual(["smaller", "oneThread"]);
    expect(phases()).toEqual(["done", "none"]);
    tasks.upscale = upscale;

    page.waysOut.WAYS_OUT.smaller.take();
    await reaches("done");
    expect(page.problems.problem.value).toBeUndefined();
    expect(estimates.at(-1)?.source).toMatchObject({ part: undefined, maxPixels: 300 });
    expect(workers).toEqual({ started: 2, ended: 1 });
  });

  it("offers to try again only what can end otherwise, and names the file", async () => {
    const { problems } = page;
    tasks.upscale = async () => {
      throw new KernelGanError("invalid-argument", "no such option");
    };
    open("boats.png");
    await expect
      .poll(() => problems.problem.value)
      .toMatchObject({ about: "boats.png", text: "No such option.", waysOut: ["usual"] });
    // Of a download that failed no computation is a repetition.
    problems.showProblem(new Error("the disk is full"), "boats.png");
    expect(problems.problem.value).toMatchObject({ about: "boats.png", waysOut: [] });
    vi.stubGlobal("createImageBitmap", () => Promise.reject(new Error("no picture")));
    await open("notes.png");
    expect(problems.problem.value).toMatchObject({ about: "notes.png", waysOut: [] });
  });

  it("goes back to a result, and its settings, where a larger one would need a part of the picture", async () => {
    const { state, settings, estimation, choosing, choosingPart, limits, results } = page;
    const { estimate: made } = tasks;
    tasks.estimate = async (input, context) => {
      const { value } = await made!(input, context);
      return { value: { ...value, scale: input.options.scale } };
    };
    open();
    await reaches("done");
    estimation.changeScale(3);
    await reaches("done");
    const [two] = results.results.value.map(({ id }) => id) as [number];
    // Room for the picture ×5.
    limits.limits.output = 30_000;
    estimation.changeScale(8);
    await reaches("choosing");
    choosingPart.keepResult();
    expect(phases()).toEqual(["done", "done"]);
    expect(settings.settings.scale.value).toBe(3);
    expect(state.hasKernelAsSet()).toBe(true);

    // One from the strip has another kernel than the one that there is.
    estimation.changeScale(8);
    choosing.show(two);
    await expect.poll(() => estimates.length).toBe(3);
    await reaches("done");
    expect(settings.settings.scale.value).toBe(2);
    expect(state.hasKernelAsSet()).toBe(true);
    expect(results.shown.value?.result.scale).toBe(2);
    expect(upscales.length).toBe(2);

    // All of it, not the part that was chosen before.
    page.source.part.value = { x: 0, y: 0, width: 20, height: 20 };
    estimation.choosePart();
    choosingPart.useWholeBy(4);
    await reaches("done");
    expect(upscales.at(-1)?.source.part).toBeUndefined();
  });

  it("repeats what failed on one thread", async () => {
    const upscale = tasks.upscale as NonNullable<FakeTasks["upscale"]>;
    tasks.upscale = async () => {
      throw new Error("defect");
    };
    open();
    await expect
      .poll(() => page.problems.problem.value)
      .toMatchObject({ text: "Defect.", waysOut: ["again", "oneThread", "usual"] });
    tasks.upscale = upscale;
    page.waysOut.WAYS_OUT.oneThread.take();
    await reaches("done", "done");
    expect(upscales.at(-1)?.engine).toEqual({ device: "wasm", threads: 1 });
  });

  it("asks the visitor after half a minute without a report", async () => {
    tasks.open = (_, { signal }) => untilAborted(signal);
    page.state.file.value = {
      id: 1,
      blob: new Blob(["pixels"]),
      name: "a.png",
      stem: "a",
      size: { width: 40, height: 30 },
    };
    vi.useFakeTimers();
    try {
      void page.estimation.estimate();
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
