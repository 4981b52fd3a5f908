/** What an estimate can be asked for. */
import { check } from "../errors.js";
import type { Preset, SettingsOverrides } from "../gan/presets.js";
import type { TrainingProgress } from "../gan/trainer.js";
import type { Device } from "../runtime/device.js";

/**
 * How to find the kernel:
 *
 * - `auto`: blur shapes fitted to the image's spectrum across scales, averaged (spectral/auto-kernel.ts). The most
 *   accurate, half a second for a small image.
 * - `spectral`: a Gaussian in closed form (spectral/spectral-kernel.ts), some hundredths of a second.
 * - `kernelgan`: the published method (Bell-Kligler, Shocher and Irani, NeurIPS 2019), an internal GAN trained on the
 *   image; some 20 seconds.
 */
export type EstimateMethod = "auto" | "spectral" | "kernelgan";

/** The methods. */
export const ESTIMATE_METHODS: readonly EstimateMethod[] = ["auto", "spectral", "kernelgan"];

/** Downscaling factors that kernels are estimated for. */
export type Scale = 2 | 3 | 4 | 8;

/** The factors. */
export const SCALES: readonly Scale[] = [2, 3, 4, 8];

/** Options of {@link estimateKernel}; all have defaults. */
export interface EstimateOptions extends KernelGanOptions {
  /** Default `auto`. */
  method?: EstimateMethod;
  /** Downscaling factor; default 2. */
  scale?: Scale;
  /** `auto`: hand out the bicubic kernel where confidence is too low to beat it; default true. */
  fallback?: boolean;
  /** Start of all random numbers; default 0. Only `kernelgan` has any: same seed, machine and device, same kernel, bit for bit. */
  seed?: number;
  /** A real photograph rather than a synthetically downscaled image: `kernelgan` does not shave its borders. Default false. */
  real?: boolean;
  /** `kernelgan`: where to compute; default `auto`. The others compute on the CPU, in JavaScript. */
  device?: Device;
  /** `kernelgan`: CPU threads; default 2, or 1 on one processor. */
  threads?: number;
  /** Cancels the estimate: `kernelgan` within a tenth of a second, the others before they begin. */
  signal?: AbortSignal;
  /** `kernelgan`: called some ten times a second. */
  onProgress?: (progress: EstimateProgress) => void;
}

/** Options that only the method `kernelgan` has; with another they are errors. */
export interface KernelGanOptions {
  /** Constants of the method; default `paper`, the better of the two on average (README). See presets.ts. */
  preset?: Preset;
  /** Constants to replace in the preset, e.g. `{ learningRate: 1e-4, sparse: { weight: 2 } }`. */
  settings?: SettingsOverrides;
  /** Training iterations; default 3000 (paper, section 4.3). The same as `settings.iterations`. */
  iterations?: number;
  /** Side of the ×2 or ×3 kernel, odd, 9 to 21; default 13 (paper). ×4 gives 2n − 1, ×8 gives 4n − 3. */
  kernelSize?: number;
  /** How often a run that went wrong is begun anew, with the next seed; default 3. */
  maxRestarts?: number;
}

const KERNELGAN_ONLY: readonly (keyof KernelGanOptions)[] = [
  "preset",
  "settings",
  "iterations",
  "kernelSize",
  "maxRestarts",
];

/** Where an estimate by `kernelgan` stands. */
export interface EstimateProgress extends TrainingProgress {
  /** 0 for the first run, n after n restarts. */
  run: number;
}

/**
 * Finds what makes no sense whatever the image, before long work on many of them.
 *
 * @throws KernelGanError `invalid-argument`
 */
export function checkEstimateOptions(options: EstimateOptions): void {
  const { method = "auto", scale = 2, seed = 0, maxRestarts = 0 } = options;
  check(
    ESTIMATE_METHODS.includes(method),
    () => `unknown method "${method}"; choose one of ${ESTIMATE_METHODS.join(", ")}`,
  );
  check(SCALES.includes(scale), () => `unknown scale ${scale}; choose one of ${SCALES.join(", ")}`);
  check(Number.isSafeInteger(seed) && seed >= 0, () => `the seed must be an integer from 0 on, got ${seed}`);
  check(
    Number.isInteger(maxRestarts) && maxRestarts >= 0,
    () => `restarts must be an integer from 0 on, got ${maxRestarts}`,
  );
  if (method === "kernelgan") return;
  for (const name of KERNELGAN_ONLY) {
    check(
      options[name] === undefined,
      () =>
        `"${name}" is an option of the method kernelgan, not of ${method}; choose that method, or leave it out`,
    );
  }
}
