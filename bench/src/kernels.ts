/** The kernels that the benches compare, by name. */
import {
  bicubicKernel,
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  type EstimateMethod,
  estimateKernel,
  type Kernel,
  type PlanarImage,
  type Preset,
  type UpscaleFactor,
  type UpscaleOptions,
} from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import { namesAmong } from "@kernelgan/testing/script-arguments";
import type { KnownSet } from "./layouts/known-set.js";

/** Of the benches that have but one. */
export const SCALE = 2;

/** `bicubic`, `release` (the authors' estimate, from the set), the methods of `estimateKernel`, `true`. */
export const KERNELS = ["bicubic", "release", ...ESTIMATE_METHODS, "true"] as const;
export type KernelName = (typeof KERNELS)[number];

/** A kernel and where it came from. */
export interface FoundKernel {
  kernel: Kernel;
  /** Whether it is the true one. */
  exact: boolean;
  /** How `upscaleImage` is given it. */
  given: Pick<UpscaleOptions, "kernel" | "kernels" | "estimate">;
  /** Of an estimate. */
  seconds?: number;
  confidence?: number;
  /** Nothing of the estimate is left, it is the bicubic kernel. */
  fellBack?: boolean;
  restarts?: number | undefined;
}

export interface FindOptions {
  seed: number;
  threads: number;
  /** Of KernelGAN. */
  preset?: Preset | undefined;
  iterations?: number | undefined;
}

/**
 * The confidence that a solver is told: the bicubic kernel that an estimate fell back to is as good as any, whatever
 * the estimate's.
 */
export const usedConfidence = ({ confidence, fellBack }: FoundKernel): number | undefined =>
  fellBack ? undefined : confidence;

/** Whether another seed gives another kernel. */
export const isSeeded = (name: KernelName): boolean => name === "kernelgan";

/** The names in a comma-separated list; ends the script if one is unknown. */
export function kernelNames(list: string): KernelName[] {
  return namesAmong(list, "kernel", KERNELS);
}

/** The same for estimates alone. */
export function estimateMethods(list: string): EstimateMethod[] {
  return kernelNames(list).filter((name): name is EstimateMethod =>
    ESTIMATE_METHODS.some((method) => method === name),
  );
}

/** @param low the image as the estimate sees it, degraded. */
export async function findKernel(
  name: KernelName,
  set: KnownSet,
  image: string,
  low: PlanarImage,
  { seed, threads, preset, iterations }: FindOptions,
): Promise<FoundKernel> {
  switch (name) {
    case "bicubic":
      return { kernel: bicubicKernel(set.scale), exact: false, given: { kernel: "bicubic" } };
    case "true": {
      const kernel = await set.truth(image);
      return { kernel, exact: true, given: { kernels: kernel } };
    }
    case "release": {
      const theirs = set.release?.(image);
      if (!theirs) throw new Error(`the set has no kernel of the release for image ${image}`);
      const { kernel, seconds } = theirs;
      return { kernel, exact: false, given: { kernels: kernel }, seconds };
    }
    default:
      return estimated(low, name, set.scale, { seed, threads, preset, iterations });
  }
}

/** @param options those of KernelGAN are left out for the other methods. */
async function estimated(
  low: PlanarImage,
  method: EstimateMethod,
  scale: UpscaleFactor,
  options: FindOptions,
): Promise<FoundKernel> {
  const estimate = await estimateKernel(
    low,
    applicableOptions(ESTIMATE_OPTIONS, { ...options, method, scale }),
  );
  return {
    kernel: estimate.kernel,
    exact: false,
    given: { estimate },
    seconds: estimate.timing.seconds,
    confidence: estimate.confidence,
    fellBack: estimate.fellBack,
    restarts: estimate.method === "kernelgan" ? estimate.restarts : undefined,
  };
}
