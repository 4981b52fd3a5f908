/** Estimating the kernel of the picture that is open, and the settings that this depends on. */
import type { Scale } from "@kernelgan/core";
import { isScaleOf } from "@kernelgan/core/internal";
import { batch } from "@preact/signals";
import { TaskError } from "../../bridge/messages.js";
import type { EstimateInput, Source, WorkerTasks } from "../../tasks.js";
import { addToCurves, clearCurves, setCurves } from "../curves.js";
import { chosenEngine } from "../engines.js";
import { problem, showProblem } from "../problems.js";
import { currentValues, PAGE_OPTIONS, settings } from "../settings.js";
import { canvasOf } from "./canvas.js";
import { type CallTask, cancel, compute } from "./computation.js";
import { enlarge, enlargeBy } from "./enlargement.js";
import { compareWhenIdle } from "./idle-comparison.js";
import { keep } from "./keeping.js";
import { currentSource, isReduced, isTooLarge } from "./source.js";
import {
  enlargement,
  estimation,
  file,
  givenKernel,
  hasEstimate,
  hasKernelOf,
  kernels,
  picture,
} from "./state.js";

/** The factor that is estimated; the kernels of ×4 and ×8 follow from that of ×2. */
export const estimatedScale = (scale: Scale): 1 | 2 | 3 => (scale === 1 || scale === 3 ? scale : 2);

/** Opens the picture of the file, estimates its kernel and enlarges it; stops what is being computed. */
export async function estimate(): Promise<void> {
  cancel();
  const source = currentSource();
  if (!source) return;
  batch(() => {
    problem.value = undefined;
    estimation.value = { phase: "opening" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
  await compute(async (call, signal) => {
    await openPicture(call, source);
    if (givenKernel.value) {
      estimation.value = { phase: "given" };
      await enlargeBy(call);
      return;
    }
    estimation.value = { phase: "starting" };
    const options = currentValues();
    const input: EstimateInput = {
      source,
      engine: chosenEngine.value,
      options: { ...options, method: options.kernel, scale: estimatedScale(options.scale) },
    };
    const found = await call("estimate", input, showProgress).catch((error: unknown) => {
      if (!isImpossible(error, options.fallback)) throw error;
      estimation.value = { phase: "impossible", reason: error.message };
    });
    if (found) {
      batch(() => {
        estimation.value = { phase: "done", estimate: found };
        if (found.method === "kernelgan") setCurves(found.history);
      });
    }
    void keep();
    await enlargeBy(call);
    if (found?.method === "kernelgan") void compareWhenIdle(signal);
  });
}

/** Opens the picture as part of a computation. */
export async function openPicture(call: CallTask, source: Source): Promise<void> {
  const { bitmap, ...facts } = await call("open", source);
  picture.value = { ...facts, canvas: canvasOf(bitmap) };
}

function showProgress(progress: WorkerTasks["estimate"]["progress"]): void {
  batch(() => {
    if (progress.stage === "engine") {
      const { loaded, bytes } = progress;
      estimation.value = loaded < bytes ? { phase: "engine", loaded, bytes } : { phase: "starting" };
    } else {
      estimation.value = { phase: "estimating", progress };
      if (progress.training) addToCurves(progress.training.iteration, progress.training.losses);
    }
  });
}

/** Whether there is no estimate because of the picture, and it can be enlarged without one. */
function isImpossible(error: unknown, fallback: boolean): error is TaskError {
  const codes = ["image-too-small", "image-flat", ...(fallback ? ["training-failed"] : [])];
  return error instanceof TaskError && codes.includes(error.code);
}

/** Another factor: enlarges the picture by it. The kernel is estimated again only where it does not follow from the one there is. */
export function changeScale(next: Scale): void {
  const before = settings.scale.value;
  if (next === before) return;
  const given = givenKernel.value;
  const isOther = given !== undefined && !kernels.value[next];
  batch(() => {
    settings.scale.value = next;
    if (isOther) givenKernel.value = undefined;
    if (!isScaleOf(settings.kernel.value, next)) settings.kernel.value = PAGE_OPTIONS.kernel.default;
  });
  if (!file.value) return;
  const shown = picture.value;
  const opensAgain = shown !== undefined && (isReduced(shown) || isTooLarge(shown, next));
  const follows = isOther ? hasKernelOf(next) : estimatedScale(before) === estimatedScale(next);
  if (opensAgain || !(follows || givenKernel.value)) void estimate();
  else if (hasEstimate.value) void enlarge();
  if (isOther) showProblem(new TaskError("kernel-of-another-scale", `×${given.scale}`));
}

/** Sets something that the estimate depends on. */
export function changeSetting<T>(setting: { value: T }, value: T): void {
  if (setting.value === value) return;
  setting.value = value;
  if (file.value) void estimate();
}
