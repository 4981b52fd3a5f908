/** What the page shows: the file that is open, its picture, and how far the estimate and the enlargement are. */
import type { Estimate, EstimateProgress, Kernel, Scale, SuperResolveProgress } from "@kernelgan/core";
import { batch, computed, signal } from "@preact/signals";
import type { Opened, Size, UpscaleInput } from "../../tasks.js";
import { clearCurves } from "../curves.js";
import { settings } from "../settings.js";

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

/** How far the estimate of the kernel is. */
export type Estimation =
  | { phase: "none" }
  /** The picture is too large for this device: the visitor chooses what to do. */
  | { phase: "choosing" }
  | { phase: "opening" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "starting" }
  | { phase: "estimating"; progress: EstimateProgress }
  | { phase: "stopped"; progress?: EstimateProgress }
  | { phase: "done"; estimate: Estimate }
  /** The picture is too small or too flat, or the training failed: it is enlarged in the usual way. */
  | { phase: "impossible"; reason: string };

/** How far the enlargement is; what comes of it is in results.ts. */
export type Enlargement =
  | { phase: "none" }
  | { phase: "engine"; loaded: number; bytes: number }
  | { phase: "working"; progress?: SuperResolveProgress }
  | { phase: "done" };

export const file = signal<OpenFile | undefined>();
export const picture = signal<ShownPicture | undefined>();
export const estimation = signal<Estimation>({ phase: "none" });
export const enlargement = signal<Enlargement>({ phase: "none" });

/** The kernels found, by factor: those of ×4 and ×8 follow from that of ×2. */
export const kernels = computed<Partial<Record<Scale, Kernel>>>(() => {
  const state = estimation.value;
  return state.phase === "done" ? state.estimate.kernels : {};
});

/** What a training that was stopped had found, for the factor that it was for. */
export const kernelSoFar = computed<UpscaleInput["kernelSoFar"]>(() => {
  const state = estimation.value;
  const training = state.phase === "stopped" ? state.progress?.training : undefined;
  return (
    training && {
      raw: training.kernel,
      scale: settings.scale.value === 3 ? 3 : 2,
      preset: settings.preset.value,
    }
  );
});

/** Whether an estimate has ended, with a kernel or without. */
export const hasEstimate = computed(() => ["done", "impossible"].includes(estimation.value.phase));

/** Whether something is being computed. */
export const isBusy = computed(
  () =>
    ["opening", "engine", "starting", "estimating"].includes(estimation.value.phase) ||
    ["engine", "working"].includes(enlargement.value.phase),
);

/** Back to the welcome: no file is open. */
export function clearState(): void {
  batch(() => {
    file.value = undefined;
    picture.value = undefined;
    estimation.value = { phase: "none" };
    enlargement.value = { phase: "none" };
    clearCurves();
  });
}
