/** What the visitor is doing: the picture, the estimate and the enlargement, and the actions that change them. */
import type { Estimate, EstimateProgress, Kernel, Scale, SuperResolveProgress } from "@kernelgan/core";
import { batch, computed, signal } from "@preact/signals";
import type { Client } from "../bridge/client.js";
import { TaskError } from "../bridge/messages.js";
import type { Opened, Source, Upscaled, WorkerTasks } from "../tasks.js";
import { addToCurves, clearCurves, setCurves } from "./curves.js";
import { chosenEngine, compareEngines, comparison, hasWebGpu, startWorker } from "./engines.js";
import { limits, workingPixels } from "./limits.js";
import { problem, showProblem, type WaysOut } from "./problems.js";
import * as settings from "./settings.js";

/** A file that was opened. */
export interface OpenFile {
  id: number;
  blob: Blob;
  /** Without its extension. */
  stem: string;
  name: string;
  /** The true kernel for ×2, of an example that has one. */
  truth?: Kernel;
}

/** A picture on a canvas, ready to be shown. */
export interface Shown extends Omit<Opened, "bitmap"> {
  canvas: HTMLCanvasElement;
}

export type Estimation =
  | { phase: "none" }
  | { phase: "opening" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "starting" }
  | { phase: "training"; progress: EstimateProgress }
  | { phase: "stopped"; progress?: EstimateProgress }
  | { phase: "done"; estimate: Estimate };

export type Enlargement =
  | { phase: "none" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "working"; progress?: SuperResolveProgress }
  | {
      phase: "done";
      scale: number;
      method: settings.RestoreMethod;
      result: HTMLCanvasElement;
      bicubic: HTMLCanvasElement;
      png: Blob;
      facts: Upscaled["facts"];
    };

export const file = signal<OpenFile | undefined>();
export const picture = signal<Shown | undefined>();
export const estimation = signal<Estimation>({ phase: "none" });
export const enlargement = signal<Enlargement>({ phase: "none" });

/** The kernels that are known, by factor: those of ×4 and ×8 follow from that of ×2. */
export const kernels = computed<Partial<Record<Scale, Kernel>>>(() => {
  const state = estimation.value;
  return state.phase === "done" ? state.estimate.kernels : {};
});

/** How much of what this device should bear is used: less where the memory ran out. */
const caution = signal(1);

/** Whether something is being computed. */
export const isBusy = computed(
  () =>
    ["opening", "engine", "starting", "training"].includes(estimation.value.phase) ||
    ["engine", "working"].includes(enlargement.value.phase),
);

let worker: Client<WorkerTasks> | undefined;
let workerEngine = "";
let controller = new AbortController();
let lastId = 0;

/** Time without a sign of life after which the visitor is asked. */
const PATIENCE_MS = 30_000;
let alarm = 0;
/** Whether the visitor is being asked. */
let isSilent = false;

const trainedScale = (scale: Scale): 2 | 3 => (scale === 3 ? 3 : 2);

/** Opens a picture and estimates its kernel. */
export function openFile(blob: Blob, name: string, truth?: Kernel): void {
  cancel();
  batch(() => {
    file.value = { id: ++lastId, blob, name, stem: name.replace(/\.[^.]*$/, ""), ...(truth && { truth }) };
    picture.value = undefined;
    settings.fit.value = "middle";
    caution.value = 1;
  });
  void start();
}

/** Estimates the kernel of the picture that is open, from the beginning. */
export function restart(): void {
  cancel();
  void start();
}

/** Stops what is being computed. */
export function cancel(): void {
  controller.abort();
  controller = new AbortController();
  window.clearTimeout(alarm);
  batch(() => {
    problem.value = undefined;
    const state = estimation.value;
    if (state.phase === "training") estimation.value = { phase: "stopped", progress: state.progress };
    else if (state.phase !== "done")
      estimation.value = { phase: state.phase === "none" ? "none" : "stopped" };
    if (enlargement.value.phase !== "done") enlargement.value = { phase: "none" };
  });
}

/** Back to the beginning. */
export function closeFile(): void {
  cancel();
  batch(() => {
    file.value = undefined;
    picture.value = undefined;
    estimation.value = { phase: "none" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
}

/** Another factor. The kernel is estimated anew only where it does not follow from the one there is. */
export function changeScale(next: Scale): void {
  const before = settings.scale.value;
  if (next === before) return;
  const isSame = trainedScale(before) === trainedScale(next);
  const isCut =
    picture.value &&
    picture.value.width * picture.value.height < picture.value.fullWidth * picture.value.fullHeight;
  settings.scale.value = next;
  if (!file.value) return;
  if (!isSame || isCut || (picture.value && tooLarge(picture.value, next))) restart();
  else if (enlargement.value.phase !== "none") {
    if (enlargement.value.phase !== "done") cancel();
    enlargement.value = { phase: "none" };
  }
}

function tooLarge({ width, height }: Shown, scale: Scale): boolean {
  return width * height > workingPixels(scale);
}

/** Sets something that the estimate depends on. */
export function changeSetting<T>(setting: { value: T }, value: T): void {
  if (setting.value === value) return;
  setting.value = value;
  if (file.value) restart();
}

async function start(): Promise<void> {
  const { signal } = controller;
  const source = currentSource();
  if (!source) return;
  batch(() => {
    problem.value = undefined;
    estimation.value = { phase: "opening" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
  try {
    const client = currentWorker();
    watch();
    const { bitmap, ...facts } = await client.call("open", source, { signal });
    picture.value = { ...facts, canvas: canvasOf(bitmap) };
    estimation.value = { phase: "starting" };
    const estimate = await client.call(
      "estimate",
      {
        source,
        engine: chosenEngine.value,
        method: settings.kernelBy.value,
        scale: trainedScale(settings.scale.value),
        seed: settings.seed.value,
        iterations: settings.iterations.value,
        preset: settings.preset.value,
        real: settings.real.value,
      },
      {
        signal,
        onProgress(progress) {
          watch();
          batch(() => {
            if (progress.stage === "engine") {
              const { loaded, bytes } = progress;
              estimation.value = loaded < bytes ? { phase: "engine", loaded, bytes } : { phase: "starting" };
            } else {
              estimation.value = { phase: "training", progress };
              addToCurves(progress.iteration, progress.losses);
            }
          });
        },
      },
    );
    batch(() => {
      estimation.value = { phase: "done", estimate };
      if (estimate.method === "kernelgan") setCurves(estimate.history);
    });
    if (estimate.method === "kernelgan") void compareWhenIdle();
  } catch (error) {
    fail(error, signal);
  } finally {
    if (!signal.aborted) window.clearTimeout(alarm);
  }
}

/** Enlarges the picture with the kernel that was found. */
export async function upscale(): Promise<void> {
  const source = currentSource();
  const scale = settings.scale.value;
  const found = estimation.value;
  if (!source || scale === 8 || found.phase !== "done") return;
  cancel();
  const { signal } = controller;
  const method = settings.method.value;
  enlargement.value = { phase: "working" };
  try {
    watch();
    const { result, bicubic, png, facts } = await currentWorker().call(
      "upscale",
      {
        source,
        engine: chosenEngine.value,
        kernels: kernels.value,
        confidence: found.estimate.confidence,
        scale,
        method,
        seed: settings.seed.value,
        real: settings.real.value,
      },
      {
        signal,
        onProgress(progress) {
          watch();
          enlargement.value =
            progress.stage === "engine"
              ? { phase: "engine", loaded: progress.loaded, bytes: progress.bytes }
              : { phase: "working", progress };
        },
      },
    );
    enlargement.value = {
      phase: "done",
      scale,
      method,
      result: canvasOf(result),
      bicubic: canvasOf(bicubic),
      png,
      facts,
    };
  } catch (error) {
    fail(error, signal);
  } finally {
    if (!signal.aborted) window.clearTimeout(alarm);
  }
}

function currentSource(): Source | undefined {
  if (!file.value) return undefined;
  const { id, blob } = file.value;
  return {
    id,
    blob,
    maxPixels: caution.value * workingPixels(settings.scale.value),
    maxDecoded: limits.decoded,
    fit: settings.fit.value,
  };
}

/** The worker for the engine chosen: a worker's number of threads is settled with its first estimate. */
function currentWorker(): Client<WorkerTasks> {
  const engine = JSON.stringify(chosenEngine.value);
  if (worker && workerEngine !== engine) dropWorker();
  worker ??= startWorker();
  workerEngine = engine;
  return worker;
}

function dropWorker(): void {
  worker?.close();
  worker = undefined;
}

function canvasOf(bitmap: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  return canvas;
}

/** Shows what went wrong. */
export function report(error: unknown): void {
  showProblem(error, waysOut);
}

function fail(error: unknown, signal: AbortSignal): void {
  if (signal.aborted) return;
  const code = error instanceof TaskError ? error.code : "";
  // After running out of memory the engine's state is anybody's guess.
  if (code === "worker-died" || code === "out-of-memory") dropWorker();
  cancel();
  report(error);
  if (code === "invalid-input" || code === "image-too-large") {
    const shown = problem.value;
    closeFile();
    problem.value = shown;
  }
}

/** Starts the wait for a sign of life anew. */
function watch(): void {
  window.clearTimeout(alarm);
  if (isSilent) problem.value = undefined;
  isSilent = false;
  alarm = window.setTimeout(() => {
    isSilent = true;
    report(new TaskError("not-answering", "no sign of life"));
  }, PATIENCE_MS);
}

/** Does what failed once more. */
function repeat(): void {
  dropWorker();
  if (estimation.value.phase === "done") void upscale();
  else restart();
}

const waysOut: WaysOut = {
  oneThread: {
    label: "Try again on one thread",
    go() {
      settings.engine.value = "wasm-1";
      repeat();
    },
  },
  smaller: {
    label: "Scale the picture down",
    go() {
      // What was worked on may be far smaller than the most that is allowed.
      const most = workingPixels(settings.scale.value);
      const used = picture.value ? picture.value.width * picture.value.height : most;
      caution.value = Math.min(caution.value, used / most) / 4;
      settings.fit.value = "scaled";
      restart();
    },
  },
  again: {
    label: "Try again",
    go: repeat,
  },
  anotherSeed: {
    label: "Try another seed",
    go: () => changeSetting(settings.seed, (settings.seed.value + 1) % (settings.LARGEST_SEED + 1)),
  },
};

/** Whether the visitor would rather not have 27 MB fetched that may be of no use. */
const savesData = (): boolean =>
  (navigator as { connection?: { saveData?: boolean } }).connection?.saveData === true;

/** Compares the engines once, after an estimate, if nothing is computed for a while; any action cancels it. */
async function compareWhenIdle(): Promise<void> {
  const { signal } = controller;
  if (!hasWebGpu.value || comparison.value || savesData()) return;
  await new Promise((resolve) => setTimeout(resolve, 5000));
  if (!signal.aborted && !isBusy.value) await compareEngines(signal);
}
