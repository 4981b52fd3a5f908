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
} from "@kernelgan/core";
import { applicableOptions } from "@kernelgan/core/internal";
import type { KnownSet } from "./known-set.js";

export const SCALE = 2;

/** `bicubic`, `release` (the authors' estimate, from the set), the methods of `estimateKernel`, `true`. */
export const KERNELS = ["bicubic", "release", ...ESTIMATE_METHODS, "true"] as const;
export type KernelName = (typeof KERNELS)[number];

/** A kernel and where it came from. */
export interface FoundKernel {
  kernel: Kernel;
  /** Whether it is the true one. */
  exact: boolean;
  /** Of an estimate. */
  seconds?: number;
  confidence?: number;
  restarts?: number | undefined;
}

export interface FindOptions {
  seed: number;
  threads: number;
  /** Of KernelGAN. */
  preset?: Preset | undefined;
  iterations?: number | undefined;
}

/** Whether another seed gives another kernel. */
export const isSeeded = (name: KernelName): boolean => name === "kernelgan";

/** The names in a comma-separated list. Throws if one is unknown. */
export function kernelNames(list: string): KernelName[] {
  const names = list.split(",");
  const unknown = names.find((name) => !KERNELS.includes(name as KernelName));
  if (unknown !== undefined)
    throw new Error(`unknown kernel "${unknown}"; choose among ${KERNELS.join(", ")}`);
  return names as KernelName[];
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
      return { kernel: bicubicKernel(SCALE), exact: false };
    case "true":
      return { kernel: set.truth(image), exact: true };
    case "release": {
      const theirs = set.release(image);
      if (!theirs) throw new Error(`the set has no kernel of the release for image ${image}`);
      return { kernel: theirs.kernel, exact: false, seconds: theirs.seconds };
    }
    default:
      return estimated(low, name, { seed, threads, preset, iterations });
  }
}

/** @param options those of KernelGAN are left out for the other methods. */
async function estimated(
  low: PlanarImage,
  method: EstimateMethod,
  options: FindOptions,
): Promise<FoundKernel> {
  const estimate = await estimateKernel(
    low,
    applicableOptions(ESTIMATE_OPTIONS, { ...options, method, scale: SCALE }),
  );
  return {
    kernel: estimate.kernel,
    exact: false,
    seconds: estimate.timing.seconds,
    confidence: estimate.confidence,
    restarts: estimate.method === "kernelgan" ? estimate.restarts : undefined,
  };
}
