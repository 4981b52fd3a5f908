/**
 * The main job: one image in, its blur kernel out (KernelGAN; Bell-Kligler, Shocher and Irani, NeurIPS 2019).
 */
import { throwIfAborted } from "./abort.js";
import { check, KernelGanError } from "./errors.js";
import { CropFeed, cropSource, generatorCropSize } from "./gan/crop-feed.js";
import { PATCH_SIZE } from "./gan/discriminator.js";
import { generatorShapes } from "./gan/generator.js";
import { diagnose, FEWEST_JUDGED_ITERATIONS } from "./gan/health.js";
import { initialState } from "./gan/initial-state.js";
import { type Method, type MethodOverrides, methodOf, type Preset } from "./gan/presets.js";
import {
  type DMaps,
  type LossHistory,
  type TrainingProgress,
  type TrainingResult,
  train,
} from "./gan/trainer.js";
import { buildTrainingGraph, type TrainingSizes } from "./gan/training-step.js";
import { alignedPhase, meanGradient, type PlanarImage } from "./image/index.js";
import { analyticKernel, type Kernel, postProcessKernel } from "./kernel/index.js";
import { type Device, openEngine } from "./runtime/device.js";
import { openSession } from "./runtime/session.js";

/** Downscaling factors that kernels are estimated for. */
export type Scale = 2 | 3 | 4 | 8;

/** The factors. */
export const SCALES: readonly Scale[] = [2, 3, 4, 8];

/** Options of {@link estimateKernel}; all have defaults. */
export interface EstimateOptions {
  /** Downscaling factor; default 2. 4 and 8 follow analytically from 2; 3 is trained directly. */
  scale?: Scale;
  /** Constants of the method; default `paper`, the better of the two on average (README). See presets.ts. */
  preset?: Preset;
  /** Constants to replace in the preset, e.g. `{ learningRate: 1e-4, sparse: { weight: 2 } }`. */
  method?: MethodOverrides;
  /** Training iterations; default 3000 (paper, section 4.3). The same as `method.iterations`. */
  iterations?: number;
  /** Side of the ×2 or ×3 kernel, odd, 9 to 21; default 13 (paper). ×4 gives 2n − 1, ×8 gives 4n − 3. */
  kernelSize?: number;
  /** Start of all random numbers; default 0. Same seed, machine and device: same kernel, bit for bit. */
  seed?: number;
  /** A real photograph rather than a synthetically downscaled image: its borders are not shaved. Default false. */
  real?: boolean;
  /** How often a run that went wrong is begun anew, with the next seed; default 3. */
  maxRestarts?: number;
  /** Where to compute; default `auto`. */
  device?: Device;
  /** CPU threads; default 2, or 1 on one processor. */
  threads?: number;
  /** Cancels the estimate, within a tenth of a second. */
  signal?: AbortSignal;
  /** Called some ten times a second. */
  onProgress?: (progress: EstimateProgress) => void;
}

/** Where an estimate stands. */
export interface EstimateProgress extends TrainingProgress {
  /** 0 for the first run, n after n restarts. */
  run: number;
}

/** A kernel and how it came about. */
export interface Estimate {
  scale: Scale;
  /** The kernel for `scale`: weights ≥ 0, sum 1, aligned (see kernel.ts). */
  kernel: Kernel;
  /** The kernels of all scales on the way: for 4 those of 2 and 4. */
  kernels: Partial<Record<Scale, Kernel>>;
  /** What the generator folded to, before post-processing; of the scale trained for. */
  rawKernel: Kernel;
  /** Every loss, unweighted, for each iteration of the run that gave the kernel. */
  history: LossHistory;
  /** The D-maps of that run's last iteration. */
  dMaps: DMaps;
  /** The seed of that run: the one asked for plus the restarts. */
  seed: number;
  restarts: number;
  /** What a careful user should know, in words. */
  warnings: string[];
  timing: {
    /** All of it, restarts included. */
    seconds: number;
    /** Iterations of the run that gave the kernel. */
    iterations: number;
    msPerIteration: number;
    device: Exclude<Device, "auto">;
    threads: number;
  };
}

/** The smallest output of G that still makes sense: D's map is then 6×6. */
const LEAST_OUTPUT = PATCH_SIZE + 5;

/** Photographs have a mean gradient of 0.01 to 0.05 (image/gradient-map.ts). */
const LITTLE_TEXTURE = 0.003;

/**
 * Estimates the kernel that an image was downscaled with, from the image alone.
 *
 * @param image [1 or 3, h, w], values in [0, 1]; a gray image trains on its one channel
 * @throws KernelGanError `invalid-argument` for options that make no sense, `image-too-small`, `image-flat`,
 *   `device-unavailable`, `training-failed` if every run went wrong, `aborted`
 * @example
 * const { kernel } = await estimateKernel(image, { scale: 2, seed: 0 });
 */
export async function estimateKernel(image: PlanarImage, options: EstimateOptions = {}): Promise<Estimate> {
  const started = performance.now();
  const {
    scale = 2,
    preset = "paper",
    seed = 0,
    kernelSize = 13,
    real = false,
    maxRestarts = 3,
    signal,
  } = options;
  check(SCALES.includes(scale), () => `unknown scale ${scale}; choose one of ${SCALES.join(", ")}`);
  check(Number.isSafeInteger(seed) && seed >= 0, () => `the seed must be an integer from 0 on, got ${seed}`);
  check(
    Number.isInteger(maxRestarts) && maxRestarts >= 0,
    () => `restarts must be an integer from 0 on, got ${maxRestarts}`,
  );
  check(
    image.channels === 1 || image.channels === 3,
    () => `an image has 1 or 3 channels, got ${image.channels}`,
  );
  generatorShapes(kernelSize);
  const method = methodOf(preset, {
    ...options.method,
    ...(options.iterations !== undefined && { iterations: options.iterations }),
  });
  throwIfAborted(signal);

  const warnings: string[] = [];
  const trainedScale = scale === 3 ? 3 : 2;
  const { shave, sizes } = fitSizes(image, trainedScale, kernelSize, method, real, warnings);
  const source = cropSource(image, sizes, shave);
  if (meanGradient(image) < LITTLE_TEXTURE) {
    warnings.push("there is hardly any texture in the image: do not trust the kernel");
  }
  if (method.iterations < FEWEST_JUDGED_ITERATIONS) {
    warnings.push(
      `${method.iterations} iterations are too few for a kernel to be trusted; the method takes 3000`,
    );
  }

  const engine = await openEngine(options.device ?? "auto", options.threads);
  if (engine.notice) warnings.push(engine.notice);
  const training = buildTrainingGraph(sizes, method, engine.dialect);
  const session = await openSession(engine, training.graph);
  try {
    for (let run = 0; ; run++) {
      const runSeed = seed + run;
      const result = await train(
        session,
        training,
        method,
        initialState(training.layout, method, runSeed),
        new CropFeed(source, sizes, method, runSeed),
        {
          signal,
          onProgress: options.onProgress && ((progress) => options.onProgress?.({ ...progress, run })),
        },
      );
      const { kernels, fault } = finish(result, trainedScale, scale, method);
      if (kernels) {
        return {
          scale,
          kernel: kernels[scale] as Kernel,
          kernels,
          rawKernel: result.rawKernel,
          history: result.history,
          dMaps: result.dMaps,
          seed: runSeed,
          restarts: run,
          warnings,
          timing: {
            seconds: (performance.now() - started) / 1000,
            iterations: result.iterations,
            msPerIteration: (1000 * result.seconds) / result.iterations,
            device: engine.device,
            threads: engine.threads,
          },
        };
      }
      const failure = `the run with seed ${runSeed} failed: ${fault}`;
      if (run >= maxRestarts) {
        throw new KernelGanError(
          "training-failed",
          `no usable kernel after ${run + 1} run${run > 0 ? "s" : ""} (${failure}); try another seed, or an image with more texture`,
        );
      }
      warnings.push(`${failure}; restarted with seed ${runSeed + 1}`);
    }
  } finally {
    await session.release();
  }
}

/** Kernels of all scales up to the one asked for, or what is wrong with the run. */
function finish(
  result: TrainingResult,
  trainedScale: 2 | 3,
  scale: Scale,
  method: Method,
): { kernels?: Partial<Record<Scale, Kernel>>; fault?: string } {
  const fault = diagnose(result);
  if (fault) return { fault };
  try {
    const kernel = postProcessKernel(result.rawKernel, trainedScale, {
      rank: method.postProcessCount,
      fraction: method.postProcessFraction,
    });
    const kernels: Partial<Record<Scale, Kernel>> = { [trainedScale]: kernel };
    if (scale >= 4) kernels[4] = analyticKernel(kernel, 4);
    if (scale === 8) kernels[8] = analyticKernel(kernel, 8);
    return { kernels };
  } catch (error) {
    if (error instanceof KernelGanError && error.code === "training-failed") return { fault: error.message };
    throw error;
  }
}

/**
 * Crop sizes that fit the image. An image too small for the published crops is not shaved, then gets smaller crops.
 *
 * @throws KernelGanError `image-too-small`, naming the least size
 */
function fitSizes(
  { width, height, channels }: PlanarImage,
  scale: 2 | 3,
  kernelSize: number,
  method: Method,
  real: boolean,
  warnings: string[],
): { shave: number; sizes: TrainingSizes } {
  const smaller = Math.min(width, height);
  const phase = alignedPhase(kernelSize, scale);
  const sizesFor = (outputSize: number): TrainingSizes => ({ scale, kernelSize, channels, outputSize });
  const needed = (outputSize: number): number => generatorCropSize(sizesFor(outputSize)) + phase;
  const wantedShave = real ? 0 : method.borderShave;
  let outputSize = method.discriminatorCrop;
  const shave = Math.max(0, Math.min(wantedShave, Math.floor((smaller - needed(outputSize)) / 2)));
  while (outputSize > LEAST_OUTPUT && needed(outputSize) > smaller) outputSize--;
  if (needed(outputSize) > smaller) {
    const least = needed(LEAST_OUTPUT);
    throw new KernelGanError(
      "image-too-small",
      `the image has ${width}×${height} pixels; an estimate at ×${scale} with a ${kernelSize}×${kernelSize} kernel needs at least ${least}×${least}`,
    );
  }
  if (outputSize < method.discriminatorCrop) {
    const crop = generatorCropSize(sizesFor(outputSize));
    warnings.push(
      `the image is so small that crops of ${crop}×${crop} were used instead of ${generatorCropSize(sizesFor(method.discriminatorCrop))}: expect a rougher kernel`,
    );
  } else if (shave < wantedShave) {
    warnings.push(
      `the image is so small that ${shave} instead of ${wantedShave} pixels were shaved off its borders`,
    );
  }
  return { shave, sizes: sizesFor(outputSize) };
}
