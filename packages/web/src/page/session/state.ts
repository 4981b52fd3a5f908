/** What the page shows: the file that is open, its picture, and how far the estimate and the enlargement are. */
import {
  type Estimate,
  type EstimateProgress,
  type Kernel,
  SCALES,
  type Scale,
  type SuperResolveProgress,
  UPSCALE_OPTIONS,
  type Warning,
} from "@kernelgan/core";
import { applies, trainedScale, withLargerScales } from "@kernelgan/core/internal";
import { batch, computed, signal } from "@preact/signals";
import type { Opened, Size, UpscaleInput } from "../../tasks.js";
import { clearCurves } from "../curves.js";
import { settings } from "../settings.js";
import { estimatedScale } from "./estimated-scale.js";

/** A file that was opened. */
export interface OpenFile {
  id: number;
  blob: Blob;
  name: string;
  /** Of the whole picture, in its EXIF orientation. */
  size: Size;
  /** The name without its extension. */
  stem: string;
  /** The true kernel for ×2, of an example that has one. */
  truth?: Kernel | undefined;
}

/** A picture on a canvas, ready to be shown. */
export interface ShownPicture extends Omit<Opened, "bitmap"> {
  canvas: HTMLCanvasElement;
}

/** A kernel from a file. */
export interface GivenKernel {
  /** The file's. */
  name: string;
  kernel: Kernel;
  /** That the file or its name says; a kernel without one serves every factor. */
  scale?: Scale | undefined;
  /** What is unusual about it. */
  warnings: readonly Warning[];
}

/** Why a picture was enlarged in the usual way without an estimate that says so. */
export type Obstacle =
  /** The visitor asked for the usual way, or the picture has no detail. */
  | { code: "asked" | "image-flat" }
  /** In pixels: of the picture, and the least side of one, or of what is visible of it, that has an estimate. */
  | { code: "image-too-small"; width: number; height: number; leastSide: number }
  /** As the library says it. */
  | { code: "training-failed"; reason: string };

/** How far the estimate of the kernel is. */
export type Estimation =
  | { phase: "none" }
  /** The picture is too large for this device: the visitor chooses what to do, or goes back to what there was. */
  | { phase: "choosing"; before: Estimation }
  | { phase: "opening" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "starting" }
  | { phase: "estimating"; progress: EstimateProgress }
  /** `made`: the results made since, by their ids: for what was found so far, and in the usual way. */
  | { phase: "stopped"; progress?: EstimateProgress; made?: { soFar?: number; usual?: number } }
  | { phase: "done"; estimate: Estimate }
  /** The visitor has given a kernel, and none was estimated. */
  | { phase: "given" }
  /** The picture is too small or too flat, or the training failed: it is enlarged in the usual way. */
  | { phase: "impossible"; obstacle: Obstacle };

/** How far the enlargement is; what comes of it is in results.ts. */
export type Enlargement =
  | { phase: "none" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "working"; progress?: SuperResolveProgress }
  /** A result that was kept is drawn. */
  | { phase: "returning" }
  | { phase: "done" };

export const file = signal<OpenFile | undefined>();
/** Whether the list of pictures is on the screen, and not the one that is open. */
export const showsQueue = signal(false);
export const picture = signal<ShownPicture | undefined>();
/** A kernel that the visitor has given; it takes the place of the estimate. */
export const givenKernel = signal<GivenKernel | undefined>();
export const estimation = signal<Estimation>({ phase: "none" });
export const enlargement = signal<Enlargement>({ phase: "none" });

/** Whether the picture that is open is on the screen. */
export const isOnScreen = computed(() => file.value !== undefined && !showsQueue.value);

/** Whether a kernel is estimated for what is on the screen: those of a list always are. */
export const isEstimated = computed(() => showsQueue.value || givenKernel.value === undefined);

/** Whether anything of that is computed by an engine: networks are. */
export const usesEngine = computed(() => {
  const { kernel, method } = settings;
  return applies(UPSCALE_OPTIONS.device, {
    method: method.value,
    ...(isEstimated.value && { kernel: kernel.value }),
  });
});

/** The kernels found or given, by factor. */
export const kernels = computed<Partial<Record<Scale, Kernel>>>(() => {
  if (givenKernel.value) return kernelsOf(givenKernel.value);
  const state = estimation.value;
  return state.phase === "done" ? state.estimate.kernels : {};
});

function kernelsOf({ kernel, scale }: GivenKernel): Partial<Record<Scale, Kernel>> {
  if (scale !== undefined) return withLargerScales({ [scale]: kernel });
  return Object.fromEntries(SCALES.map((each) => [each, kernel]));
}

/** What a training that was stopped had found, for the factor that it was for. */
export const kernelSoFar = computed<UpscaleInput["kernelSoFar"]>(() => {
  const state = estimation.value;
  const training = state.phase === "stopped" ? state.progress?.training : undefined;
  return (
    training && {
      raw: training.kernel,
      scale: trainedScale(settings.scale.value),
      preset: settings.preset.value,
    }
  );
});

/** The maps of the crops that the discriminator has seen last. */
export const dMaps = computed(() => {
  const state = estimation.value;
  if (state.phase === "done") return state.estimate.method === "kernelgan" ? state.estimate.dMaps : undefined;
  return state.phase === "estimating" || state.phase === "stopped"
    ? state.progress?.training?.dMaps
    : undefined;
});

/** Whether an estimate has ended, with a kernel or without, or a kernel was given. */
export const hasEstimate = computed(
  () => givenKernel.value !== undefined || ["done", "impossible", "given"].includes(estimation.value.phase),
);

/** Whether an estimate was made as the settings ask for: by that method, and for that factor. */
export function isAsSet({ method, scale }: Estimate): boolean {
  return method === settings.kernel.value && scale === estimatedScale(settings.scale.value, method);
}

/** Whether the estimate that there is is as the settings ask for. */
export function hasKernelAsSet(): boolean {
  const state = estimation.value;
  return state.phase === "done" && isAsSet(state.estimate);
}

/** Whether something is being computed. */
export const isBusy = computed(
  () =>
    ["opening", "engine", "starting", "estimating"].includes(estimation.value.phase) ||
    ["engine", "working", "returning"].includes(enlargement.value.phase),
);

/** Back to the welcome: no file is open. */
export function clearState(): void {
  batch(() => {
    file.value = undefined;
    picture.value = undefined;
    givenKernel.value = undefined;
    estimation.value = { phase: "none" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
}
