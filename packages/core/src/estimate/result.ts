/** The result of an estimate. */
import type { DMaps, LossHistory } from "../gan/run-record.js";
import type { Kernel } from "../kernel/index.js";
import type { Device } from "../runtime/engine.js";
import type { BlurShape } from "../spectral/index.js";
import type { EstimateMethod, Scale } from "./choices.js";

/** A kernel and how it was found; `method` says which of the three it is. */
export type Estimate = AutoEstimate | SpectralEstimate | KernelGanEstimate;

/** What every method returns. */
export interface EstimateResult {
  method: EstimateMethod;
  scale: Scale;
  /** The kernel for `scale`: sum 1, aligned (see kernel.ts). */
  kernel: Kernel;
  /** The kernels of all scales on the way: for 4 those of 2 and 4. */
  kernels: Partial<Record<Scale, Kernel>>;
  /**
   * 0 to 1: about which share of the gain that the true kernel brings over the bicubic one the kernel that was found
   * brings. Below the limits of trust.ts `kernel` is a safe one instead.
   */
  confidence: number;
  /** The confidence was too low: the kernels are safe ones, and `warnings` say which. */
  fellBack: boolean;
  /** What a careful user should know, in words. */
  warnings: string[];
  timing: { seconds: number };
}

/** By `auto`. */
export interface AutoEstimate extends EstimateResult {
  method: "auto";
  /**
   * How far each shape of blur explains the image, a Gaussian of 0.4 or more, or an exact disk of 0.5 or more, being
   * the kernel alone; their sum is 1. `free`: a kernel without a model, camera shake of any path.
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
  /** All runs that ended with a kernel, and the weight of each in the mean; the sum of the weights is 1. */
  runs: readonly { readonly seed: number; readonly weight: number }[];
  /**
   * Of the run of most weight: the kernel that its generator equals, before post-processing; of the scale trained for.
   */
  rawKernel: Kernel;
  /** Every loss, unweighted, for each iteration of that run. */
  history: LossHistory;
  /** The D-maps of that run's last iteration. */
  dMaps: DMaps;
  /** The seed of that run. */
  seed: number;
  /** How often a run that failed was repeated. */
  restarts: number;
  timing: {
    /** All of it, all runs included. */
    seconds: number;
    /** Iterations of the run of most weight. */
    iterations: number;
    msPerIteration: number;
    device: Exclude<Device, "auto">;
    threads: number;
  };
}
