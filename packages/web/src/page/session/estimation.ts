/** Estimating the kernel of the picture that is open, and the settings that this depends on. */
import type { Estimate, EstimateMethod, Scale } from "@kernelgan/core";
import { isScaleOf, leastSide, NO_ESTIMATE_CODES } from "@kernelgan/core/internal";
import { batch } from "@preact/signals";
import { TaskError } from "../../bridge/messages.js";
import type { Size, Source, WorkerTasks } from "../../tasks.js";
import { addToCurves, clearCurves, setCurves } from "../curves.js";
import { chosenEngine } from "../engines.js";
import { limits } from "../limits.js";
import { problem, showProblem } from "../problems.js";
import { currentValues, settings } from "../settings.js";
import { canvasOf } from "./canvas.js";
import { type CallTask, cancel, compute } from "./computation.js";
import { enlarge, enlargeBy } from "./enlargement.js";
import { estimatedScale } from "./estimated-scale.js";
import { settle } from "./former.js";
import { compareWhenIdle } from "./idle-comparison.js";
import { keep } from "./keeping.js";
import { setMethodAside, takeMethodUpAgain } from "./method-aside.js";
import { currentSource, isTooLarge, maxPixels, part } from "./source.js";
import {
  enlargement,
  estimation,
  givenKernel,
  hasEstimate,
  hasKernelAsSet,
  isOnScreen,
  kernels,
  type Obstacle,
  picture,
} from "./state.js";

/** Opens the picture of the file, estimates its kernel and enlarges it; stops what is being computed. */
export async function estimate(): Promise<void> {
  cancel();
  const source = currentSource();
  if (!source) return;
  if (isTooLarge(settings.scale.value)) {
    settle();
    choosePart();
    void keep();
    return;
  }
  batch(() => {
    problem.value = undefined;
    estimation.value = { phase: "opening" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
  await compute(async (call, signal) => {
    const opened = await openPicture(call, source);
    void keep();
    if (givenKernel.value) {
      estimation.value = { phase: "given" };
      await enlargeBy(call);
      return;
    }
    estimation.value = { phase: "starting" };
    const values = currentValues();
    const { scale, kernel: method } = values;
    const options = { ...values, method, scale: estimatedScale(scale, method) };
    const input = { source, engine: chosenEngine.value, options };
    const found = await call("estimate", input, showProgress).catch((error: unknown) => {
      estimation.value = { phase: "impossible", obstacle: obstacleOf(error, opened, options) };
    });
    if (found) {
      showEstimate(found);
    }
    void keep();
    await enlargeBy(call);
    if (found?.method === "kernelgan") void compareWhenIdle(signal);
  });
}

/** Puts an estimate in the place of the one there is. */
export function showEstimate(estimate: Estimate): void {
  batch(() => {
    estimation.value = { phase: "done", estimate };
    if (estimate.method === "kernelgan") setCurves(estimate.history);
  });
}

/** Lets the visitor choose which part of the picture to use; stops what is being computed. */
export function choosePart(): void {
  cancel();
  const now = estimation.value;
  batch(() => {
    problem.value = undefined;
    estimation.value = { phase: "choosing", before: now.phase === "choosing" ? now.before : now };
    enlargement.value = { phase: "none" };
  });
}

/** Opens the picture as part of a computation; returns its size. */
export async function openPicture(call: CallTask, source: Source): Promise<Size> {
  const { bitmap, ...facts } = await call("open", { source, maxDrawn: limits.drawn });
  picture.value = { ...facts, canvas: canvasOf(bitmap) };
  settle();
  return facts;
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

/** How a kernel was sought. */
interface Sought {
  method: EstimateMethod;
  scale: Scale;
  kernelSize: number;
  fallback: boolean;
}

/** Why there is no estimate, where the picture can be enlarged without one; throws any other error again. */
export function obstacleOf(error: unknown, { width, height }: Size, sought: Sought): Obstacle {
  const code = error instanceof TaskError && NO_ESTIMATE_CODES.find((one) => one === error.code);
  if (!code || (code === "training-failed" && !sought.fallback)) throw error;
  switch (code) {
    case "image-too-small":
      return { code, width, height, leastSide: leastSide(sought) };
    case "training-failed":
      return { code, reason: error.message };
    default:
      return { code };
  }
}

/**
 * Another factor: enlarges the picture by it. The kernel is estimated again only where it does not follow from the one
 * there is.
 */
export function changeScale(next: Scale): void {
  if (next === settings.scale.value) return;
  const sought = soughtNow();
  const found = batch(() => {
    if (!isScaleOf(settings.kernel.value, next)) setMethodAside();
    settings.scale.value = next;
    return takeMethodUpAgain();
  });
  if (!isOnScreen.value) return;
  if (found && !opensAgain()) showEstimate(found);
  catchUp(found !== undefined || sought === soughtNow());
}

/**
 * Makes the result that the settings ask for.
 *
 * @param isFound whether the estimate, made or under way, is as they ask for
 */
export function catchUp(isFound: boolean): void {
  const given = givenKernel.value;
  const isOther = given !== undefined && !kernels.value[settings.scale.value];
  if (isOther) givenKernel.value = undefined;
  const isKnown = isOther ? hasKernelAsSet() : given !== undefined || isFound;
  if (opensAgain() || !isKnown) estimateAnew();
  else if (hasEstimate.value) void enlarge();
  if (isOther) showProblem(new TaskError("kernel-of-another-scale", `×${given.scale}`), given.name);
}

/** Whether a change lets the visitor choose a part of the picture, or opens it after they had to. */
const opensAgain = (): boolean => isTooLarge(settings.scale.value) || estimation.value.phase === "choosing";

/** What the settings ask to be estimated. */
const soughtNow = (): string => {
  const { kernel, scale } = settings;
  return `${kernel.value} ×${estimatedScale(scale.value, kernel.value)}`;
};

/** Sets something that the estimate depends on: makes it again at once, where the picture is on the screen (following.ts). */
export function changeSetting<T>(setting: { value: T }, value: T): void {
  if (setting.value === value) return;
  setting.value = value;
  if (isOnScreen.value) estimateAnew();
}

/** After a change of settings. A visitor who chooses another part goes on choosing. */
function estimateAnew(): void {
  const isOfPart = part.value !== undefined || maxPixels.value !== undefined;
  if (estimation.value.phase === "choosing" && isOfPart) choosePart();
  else void estimate();
}
