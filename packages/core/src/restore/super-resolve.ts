/**
 * From the kernel to the larger picture: the door to the two methods.
 *
 * Both undo the same degradation, y = (x ⋆ k)↓s + n, for a k that is known:
 *
 * | method | how                                                                                | time for 384×256 ×2 |
 * | ------ | ---------------------------------------------------------------------------------- | ------------------- |
 * | `fast` | half-quadratic splitting with an exact Fourier step (fast/)                         | seconds             |
 * | `zssr` | a small network trained on the image itself (zssr/), as in the KernelGAN paper, 4.2 | minutes             |
 */
import { throwIfAborted } from "../abort.js";
import { check } from "../errors.js";
import type { PlanarImage } from "../image/index.js";
import { type Kernel, kernelSum, normaliseKernel } from "../kernel/index.js";
import { type Device, openEngine } from "../runtime/device.js";
import { restoreFast } from "./fast/restore-fast.js";
import { assumedNoise, KERNEL_NOISE } from "./noise.js";
import { restoreZssr, type ZssrStep, type ZssrStepTraining } from "./zssr/restore-zssr.js";
import { ZSSR_SETTINGS } from "./zssr/settings.js";

/** How to upscale. */
export type RestoreMethod = "fast" | "zssr";

/** The methods. */
export const RESTORE_METHODS: readonly RestoreMethod[] = ["fast", "zssr"];

/** Factors that images are upscaled by. */
export type UpscaleFactor = 2 | 3 | 4;

/** The factors. */
export const UPSCALE_FACTORS: readonly UpscaleFactor[] = [2, 3, 4];

/** A kernel for the factor wanted, or kernels by factor: `zssr` at ×4 goes by way of ×2 if it has both. */
export type RestoreKernels = Kernel | Partial<Record<number, Kernel>>;

/** Options of {@link superResolve}; all have defaults. */
export interface SuperResolveOptions {
  /** Factor; default 2. */
  scale?: UpscaleFactor;
  /** Default `fast`. */
  method?: RestoreMethod;
  /**
   * `zssr` for a photograph as it came from a camera: noise on the training examples, no back-projection. `fast` needs
   * no such setting: it measures the noise. Default false.
   */
  real?: boolean;
  /** `zssr`, real photographs: multiplies the noise on the examples (σ = 0.0125); default 1. */
  noiseScale?: number;
  /**
   * The kernel is known exactly, as in a test set, not estimated: trust it to the last digit. Default false: then `fast`
   * assumes at least `kernelNoise`, and `zssr` does fewer back-projections.
   */
  exactKernel?: boolean;
  /**
   * `fast`: what the kernel's errors amount to, as noise of the image, in [0, 1]; default {@link KERNEL_NOISE}, for a
   * kernel that nothing is known of. See {@link kernelNoise} for estimates that come with a confidence.
   */
  kernelNoise?: number;
  /**
   * `fast`: standard deviation of all that the image's gray values and the kernel get wrong, in [0, 1]; default: what the
   * image seems to have, and at least `kernelNoise`.
   */
  noise?: number;
  /** `zssr`: the most training iterations; default 600 (the authors allow 3000). The stop rule may end it earlier. */
  iterations?: number;
  /** `zssr`: start of all random numbers; default 0. */
  seed?: number;
  /** `zssr`: where to compute; default `auto`. */
  device?: Device;
  /** `zssr`: CPU threads; default 2, or 1 on one processor. */
  threads?: number;
  /** Cancels the work, within an iteration or so. */
  signal?: AbortSignal;
  /** Called after each piece of work. */
  onProgress?: (progress: SuperResolveProgress) => void;
}

/** Where an upscale stands. */
export interface SuperResolveProgress {
  /** What is being done: `zssr` trains, then enlarges, once for each step up. */
  stage: "training" | "enlarging";
  /** Which step up, from 0, and how many there are (two for `zssr` at ×4). */
  step: number;
  steps: number;
  /** Share of the stage that is done, in [0, 1]. */
  done: number;
  /** Of a training: iterations done, the most there can be, and the last loss. */
  training?: {
    iteration: number;
    iterations: number;
    loss: number;
    learningRate: number;
    msPerIteration: number;
  };
  /** Of the stage, as far as can be told; of a training at most. */
  secondsLeft: number;
}

/** The larger picture and how it came about. */
export interface SuperResolution {
  /** [c, s·h, s·w], values in [0, 1]. */
  image: PlanarImage;
  scale: UpscaleFactor;
  method: RestoreMethod;
  /** The kernel that was undone, normalised to sum 1. */
  kernel: Kernel;
  /** σ of the noise: what `fast` assumed, or what `zssr` put on its examples. */
  noise: number;
  /** `zssr`: losses and learning-rate cuts, one entry for each step up. */
  trainings: ZssrStepTraining[];
  timing: {
    seconds: number;
    /** `zssr`: where it was computed. */
    device?: Exclude<Device, "auto">;
    threads?: number;
  };
  /** What a careful user should know, in words. */
  warnings: string[];
}

/**
 * Upscales an image for the kernel it was made with.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernels what {@link estimateKernel} found (`estimate.kernels`), a kernel read from a file, or `bicubicKernel(scale)`.
 *   Conventions: kernel.ts. Normalised to sum 1 here.
 * @throws KernelGanError `invalid-argument` for options or kernels that make no sense, `image-too-small` (`zssr` needs
 *   a few pixels to train on), `device-unavailable`, `training-failed`, `aborted`
 * @example
 * const { kernels } = await estimateKernel(image, { scale: 2 });
 * const { image: larger } = await superResolve(image, kernels, { scale: 2, method: "fast" });
 */
export async function superResolve(
  image: PlanarImage,
  kernels: RestoreKernels,
  options: SuperResolveOptions = {},
): Promise<SuperResolution> {
  const started = performance.now();
  const { scale = 2, method = "fast", exactKernel = false, real = false, noiseScale = 1, seed = 0 } = options;
  const { signal, onProgress } = options;
  check(
    UPSCALE_FACTORS.includes(scale),
    () => `images are upscaled by ${UPSCALE_FACTORS.join(", ")}, got ${scale}`,
  );
  check(
    RESTORE_METHODS.includes(method),
    () => `unknown method "${method}"; choose one of ${RESTORE_METHODS.join(", ")}`,
  );
  check(
    image.channels === 1 || image.channels === 3,
    () => `an image has 1 or 3 channels, got ${image.channels}`,
  );
  check(Number.isSafeInteger(seed) && seed >= 0, () => `the seed must be an integer from 0 on, got ${seed}`);
  check(noiseScale >= 0, () => `the noise scale must be at least 0, got ${noiseScale}`);
  const { noise: givenNoise, kernelNoise = KERNEL_NOISE, iterations = ZSSR_SETTINGS.iterations } = options;
  for (const deviation of [givenNoise ?? 0, kernelNoise]) {
    check(
      deviation >= 0 && deviation <= 1,
      () => `the noise is a standard deviation from 0 to 1, got ${deviation}`,
    );
  }
  check(
    Number.isInteger(iterations) && iterations > 0,
    () => `iterations must be a positive integer, got ${iterations}`,
  );
  const kernelOf = chooseKernels(kernels, scale);
  throwIfAborted(signal);

  const kernel = kernelOf(scale) as Kernel;
  const finish = (
    result: Pick<SuperResolution, "image" | "noise" | "trainings" | "warnings"> & {
      device?: Exclude<Device, "auto">;
      threads?: number;
    },
  ): SuperResolution => {
    const { device, threads, ...rest } = result;
    clip(result.image);
    const seconds = (performance.now() - started) / 1000;
    return {
      ...rest,
      scale,
      method,
      kernel,
      timing: { seconds, ...(device && { device }), ...(threads && { threads }) },
    };
  };

  if (method === "fast") {
    const noise = givenNoise ?? assumedNoise(image, exactKernel ? 0 : kernelNoise);
    const enlarged = await restoreFast(image, kernel, scale, {
      noise,
      ...(signal && { signal }),
      onProgress(done) {
        const secondsLeft = ((1 - done) / done) * ((performance.now() - started) / 1000);
        onProgress?.({ stage: "enlarging", step: 0, steps: 1, done, secondsLeft });
      },
    });
    return finish({ image: enlarged, noise, trainings: [], warnings: [] });
  }

  const half = scale === 4 ? kernelOf(2) : undefined;
  const steps: ZssrStep[] = [...(half ? [{ scale: 2, kernel: half }] : []), { scale, kernel }];
  const engine = await openEngine(options.device ?? "auto", options.threads);
  const noise = real ? ZSSR_SETTINGS.realNoise * noiseScale : 0;
  const { backProjections } = ZSSR_SETTINGS;
  let tilesStarted = 0;
  const { image: enlarged, trainings } = await restoreZssr(
    engine,
    image,
    steps,
    { ...ZSSR_SETTINGS, iterations },
    {
      seed,
      noise,
      backProjections: real
        ? backProjections.real
        : exactKernel
          ? backProjections.exact
          : backProjections.estimated,
      signal,
      onTraining(progress, step) {
        tilesStarted = performance.now();
        const { secondsLeft, ...training } = progress;
        const done = training.iteration / training.iterations;
        onProgress?.({ stage: "training", step, steps: steps.length, done, training, secondsLeft });
      },
      onTile(done, count, step) {
        const secondsLeft = ((count - done) / done) * ((performance.now() - tilesStarted) / 1000);
        onProgress?.({ stage: "enlarging", step, steps: steps.length, done: done / count, secondsLeft });
      },
    },
  );
  return finish({
    image: enlarged,
    noise,
    trainings,
    warnings: engine.notice ? [engine.notice] : [],
    device: engine.device,
    threads: engine.threads,
  });
}

/** The kernel of a factor, normalised; undefined where none was given. */
function chooseKernels(
  kernels: RestoreKernels,
  scale: UpscaleFactor,
): (factor: number) => Kernel | undefined {
  const byFactor: Partial<Record<number, Kernel>> =
    "data" in kernels && "size" in kernels
      ? { [scale]: kernels as Kernel }
      : (kernels as Partial<Record<number, Kernel>>);
  check(byFactor[scale] !== undefined, () => `there is no kernel for scale ${scale} among those given`);
  return (factor) => {
    const k = byFactor[factor];
    if (!k) return undefined;
    const sum = kernelSum(k);
    check(sum > 0, () => `a kernel's weights must sum to a positive number, got ${sum}`);
    return normaliseKernel(k);
  };
}

function clip({ data }: PlanarImage): void {
  for (let i = 0; i < data.length; i++) data[i] = Math.min(Math.max(data[i], 0), 1);
}
