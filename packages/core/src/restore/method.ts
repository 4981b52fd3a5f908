/**
 * What the methods of super-resolution have in common. All of them undo the same degradation, y = (x ⋆ k)↓s + n, for a
 * known kernel k:
 *
 * | method | how                                                                                | time for 384×256 ×2 |
 * | ------ | ---------------------------------------------------------------------------------- | ------------------- |
 * | `fast` | half-quadratic splitting with an exact Fourier step (fast/)                        | seconds             |
 * | `zssr` | a small network trained on the image itself (zssr/), as in the KernelGAN paper 4.2 | minutes             |
 *
 * To add a method: write a folder like these, add its name here, and add it to the table in super-resolve.ts.
 */
import { LIGHT_OPTION, type PlanarImage, WRAP_OPTION } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable, ResolvedOptions } from "../options/index.js";
import type { Device } from "../runtime/engine.js";
import type { Warning } from "../warnings.js";
import type { DenoiserModel } from "./prior/denoiser-model.js";
import type { ZssrStepTraining } from "./zssr/restore-zssr.js";

/** The methods. */
export const RESTORE_METHODS = ["fast", "zssr"] as const;

export type { TakeRows } from "../image/index.js";

/** How to upscale. */
export type RestoreMethod = (typeof RESTORE_METHODS)[number];

/** Factors that images are upscaled by; 1 keeps the size and only undoes the blur. */
export const UPSCALE_FACTORS = [1, 2, 3, 4, 8] as const;

/** One of {@link UPSCALE_FACTORS}. */
export type UpscaleFactor = (typeof UPSCALE_FACTORS)[number];

/** The options of all methods. */
export const COMMON_RESTORE_OPTIONS = {
  scale: {
    type: "choice",
    values: UPSCALE_FACTORS,
    default: 2,
    help: "upscaling factor; 1: the same size, sharp",
  },
  method: {
    type: "choice",
    values: RESTORE_METHODS,
    default: "fast",
    help: "fast: seconds; zssr: a network trained on the image, minutes",
  },
  exactKernel: {
    type: "boolean",
    default: false,
    help: "the kernel given is the true one, not an estimate: assume no errors of it",
  },
  strength: {
    type: "number",
    min: 0,
    max: 1,
    default: 1,
    help: "how much of the blur and the noise is undone: 0 only enlarges, by bicubic interpolation",
  },
  light: LIGHT_OPTION,
  wrap: WRAP_OPTION,
} as const satisfies OptionTable;

/**
 * Takes the rows of a result, some at a time, from top to bottom.
 *
 * @param rows [c, rows, w], values in [0, 1]; copy them if you keep them, as their memory is used again
 * @param top number of the first of these rows in the result, from 0
 * @param alpha [1, rows, w], values in [0, 1], if alpha was given
 */
export type TakeResultRows = (rows: PlanarImage, top: number, alpha?: PlanarImage) => void;

/** What to restore. */
export interface RestoreTask {
  /** [1 or 3, h, w], values in [0, 1]. */
  readonly image: PlanarImage;
  /**
   * Measures the noise: a standard deviation for values in [0, 1] (assumed-noise.ts). It is that of the image as given:
   * in `image` outliers may have been replaced (outliers.ts), where no noise is left.
   */
  readonly imageNoise: () => number;
  /** Of sum 1. */
  readonly kernel: Kernel;
  /** The kernel for another factor, of sum 1; undefined if there is none. */
  kernelOf(factor: number): Kernel | undefined;
  /** How far the kernel can be trusted, in [0, 1]; undefined if its quality is unknown. */
  readonly confidence: number | undefined;
  /** A trained denoiser, which `fast` uses instead of patches. */
  readonly prior?: DenoiserModel | undefined;
}

/** What a method returns. */
export interface Restoration {
  /** [c, s·h, s·w], values in [0, 1]; its `data` is empty if `onRows` was given the rows. */
  readonly image: PlanarImage;
  /** As in {@link SuperResolution}. */
  readonly noise: number;
  readonly trainings: ZssrStepTraining[];
  readonly warnings: Warning[];
  /** Where its network was computed, if it has one. */
  readonly engine?: { readonly device: Exclude<Device, "auto">; readonly threads: number };
}

/** How to follow and stop a super-resolution. */
export interface SuperResolveControl {
  /** Cancels the work, within about one iteration. */
  signal?: AbortSignal | undefined;
  /** Called after each piece of work. */
  onProgress?: ((progress: SuperResolveProgress) => void) | undefined;
  /**
   * Takes the result row by row, for results that are too large to hold in memory as floats; the `data` of the returned
   * `image` (and `alpha`) is then empty. `fast` calls it with some hundred rows at a time.
   */
  onRows?: TakeResultRows | undefined;
}

/** The progress of a super-resolution. */
export interface SuperResolveProgress {
  /** `zssr` first trains and then enlarges, in each of its steps; `fast` only enlarges. */
  stage: "training" | "enlarging";
  /** The number of the step, from 0. */
  step: number;
  /** How many steps there are: `zssr` takes two at ×4 and three at ×8 if it has the kernels on the way; else one. */
  steps: number;
  /** The share of the stage that is done, in [0, 1]. */
  done: number;
  /** Only while training: iterations done, the most there can be, and the loss of the last one. */
  training?: {
    iteration: number;
    iterations: number;
    loss: number;
    learningRate: number;
    msPerIteration: number;
  };
  /** The seconds that the rest of the stage will take; an approximation, for a training an upper limit. */
  secondsLeft: number;
}

/** A method. */
export interface Restorer<Rows extends OptionTable> {
  /** Its own options: with another method they are refused. */
  readonly options: Rows;
  /** @param options checked, with their defaults */
  run(
    task: RestoreTask,
    options: ResolvedOptions<typeof COMMON_RESTORE_OPTIONS & Rows>,
    control: SuperResolveControl,
  ): Promise<Restoration>;
}
