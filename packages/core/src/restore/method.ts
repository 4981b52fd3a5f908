/**
 * What the methods of super-resolution have in common. All undo the same degradation, y = (x ⋆ k)↓s + n, for a k that
 * is known:
 *
 * | method | how                                                                                | time for 384×256 ×2 |
 * | ------ | ---------------------------------------------------------------------------------- | ------------------- |
 * | `fast` | half-quadratic splitting with an exact Fourier step (fast/)                         | seconds             |
 * | `zssr` | a small network trained on the image itself (zssr/), as in the KernelGAN paper, 4.2 | minutes             |
 *
 * A new method is a folder like these, its name here, and its entry in the table of super-resolve.ts.
 */
import { type PlanarImage, WRAP_OPTION } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { OptionTable, ResolvedOptions } from "../options/index.js";
import type { Device } from "../runtime/engine.js";
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
  wrap: WRAP_OPTION,
} as const satisfies OptionTable;

/**
 * Takes rows of a result, which come from the top down.
 *
 * @param rows [c, rows, w], values in [0, 1]; their memory is used again afterwards
 * @param top number of the first of them
 * @param alpha [1, rows, w], values in [0, 1], if alpha was given
 */
export type TakeResultRows = (rows: PlanarImage, top: number, alpha?: PlanarImage) => void;

/** What to restore. */
export interface RestoreTask {
  /** [1 or 3, h, w], values in [0, 1]. */
  readonly image: PlanarImage;
  /**
   * The noise of the image as it was given, on [0, 1] (assumed-noise.ts): where outliers were replaced (outliers.ts) it
   * no longer shows.
   */
  readonly imageNoise: () => number;
  /** Of sum 1. */
  readonly kernel: Kernel;
  /** The kernel of another factor, of sum 1, where there is one. */
  kernelOf(factor: number): Kernel | undefined;
  /** How far the kernel can be trusted, in [0, 1]; undefined where its quality is unknown. */
  readonly confidence: number | undefined;
  /** In the place of the patches of `fast`. */
  readonly prior?: DenoiserModel | undefined;
}

/** What a method returns. */
export interface Restoration {
  /** [c, s·h, s·w], values in [0, 1]; without data if `onRows` got them. */
  readonly image: PlanarImage;
  /** As in {@link SuperResolution}. */
  readonly noise: number;
  readonly trainings: ZssrStepTraining[];
  readonly warnings: string[];
  /** Where it was computed, if on an engine. */
  readonly engine?: { readonly device: Exclude<Device, "auto">; readonly threads: number };
}

/** How to follow and stop a super-resolution. */
export interface SuperResolveControl {
  /** Cancels the work, within an iteration or so. */
  signal?: AbortSignal | undefined;
  /** Called after each piece of work. */
  onProgress?: ((progress: SuperResolveProgress) => void) | undefined;
  /**
   * Takes the result in place of the returned `image`, whose `data` is then empty, for results that are too large to be
   * in memory as floats, with the rows of its alpha, if it has any. `fast` calls it with some hundred rows at a time.
   */
  onRows?: TakeResultRows | undefined;
}

/** The progress of a super-resolution. */
export interface SuperResolveProgress {
  /** `zssr` trains, then enlarges, once for each step up. */
  stage: "training" | "enlarging";
  /** Which step up, from 0, and how many there are (two for `zssr` at ×4, three at ×8). */
  step: number;
  steps: number;
  /** Share of the stage that is done, in [0, 1]. */
  done: number;
  /** Of a training: iterations done, the largest possible number, and the last loss. */
  training?: {
    iteration: number;
    iterations: number;
    loss: number;
    learningRate: number;
    msPerIteration: number;
  };
  /** Estimated for the stage; for a training an upper limit. */
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
