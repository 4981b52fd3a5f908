/** The result of an estimate. */
import type { DMaps, LossHistory } from "../gan/run-record.js";
import type { FoundLight, ToneCurve } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import type { Device } from "../runtime/engine.js";
import type { BlurShape } from "../spectral/index.js";
import type { Warning } from "../warnings.js";
import type { EstimateMethod, Scale } from "./choices.js";

/** The result of {@link estimateKernel}; its field `method` tells the three kinds apart. */
export type Estimate = AutoEstimate | SpectralEstimate | KernelGanEstimate;

/** What every method returns. */
export interface EstimateResult {
  method: EstimateMethod;
  scale: Scale;
  /** The kernel for `scale`: sum 1, aligned (see kernel.ts). */
  kernel: Kernel;
  /** The kernels by scale factor, of all factors on the way to `scale`: for 4 those of 2 and 4. */
  kernels: Partial<Record<Scale, Kernel>>;
  /**
   * How far the estimated kernel can be trusted, in [0, 1]. Super-resolution with the true kernel gains some decibels
   * of PSNR over that with the bicubic kernel; the confidence is about the share of this gain that the estimated kernel
   * reaches. Where it is below the limits in estimate/trust.ts, `kernel` is a safe kernel instead.
   */
  confidence: number;
  /** Whether the confidence was too low, so that all kernels are safe ones; `warnings` say which. */
  fellBack: boolean;
  /** What the blur mixed, linear light or encoded pixel values: where the kernel was estimated and is to be undone. */
  light: FoundLight;
  /** The tone curve of the camera, of linear light, if one was found: the light of the pixel values 0, 1/64, …, 1. */
  toneCurve?: ToneCurve | undefined;
  /** What the user should know, such as why a safe kernel was taken. */
  warnings: Warning[];
  timing: { seconds: number };
}

/** By `auto`. */
export interface AutoEstimate extends EstimateResult {
  method: "auto";
  /**
   * The weight of each shape of blur in the mean that is the kernel; the weights add up to 1. A Gaussian of weight 0.4
   * or more, and an exact disk of 0.5 or more, is taken alone instead of the mean. `free` is 1 for a kernel without a
   * model, such as that of camera shake along any path; all others are then 0.
   */
  shapes: Readonly<Record<BlurShape | "free", number>>;
}

/** By `spectral`. */
export interface SpectralEstimate extends EstimateResult {
  method: "spectral";
}

/** By `kernelgan`. */
export interface KernelGanEstimate extends EstimateResult {
  method: "kernelgan";
  /** The seed of each run that ended with a kernel, and its weight in the mean; the weights add up to 1. */
  runs: readonly { readonly seed: number; readonly weight: number }[];
  /**
   * Of the run with the most weight: the kernel that its generator is equal to, before post-processing. It is for the
   * scale that was trained: 3 if `scale` is 3, else 2.
   */
  rawKernel: Kernel;
  /** Every loss of each iteration of that run, not multiplied by its weight. */
  history: LossHistory;
  /** The outputs of the discriminator in the last iteration of that run. */
  dMaps: DMaps;
  /** The seed of that run. */
  seed: number;
  /** How many failed runs were repeated. */
  restarts: number;
  timing: {
    /** The whole estimate, all runs included. */
    seconds: number;
    /** Iterations of the run with the most weight. */
    iterations: number;
    msPerIteration: number;
    device: Exclude<Device, "auto">;
    threads: number;
  };
}
