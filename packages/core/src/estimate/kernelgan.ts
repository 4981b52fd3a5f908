/**
 * The method `kernelgan`: an internal GAN trained on the image alone (Bell-Kligler, Shocher and Irani, NeurIPS 2019). The published
 * method is one training; where that ends depends on its random numbers, so it is trained from several seeds, and the kernels are
 * averaged as those of several blur shapes are, weighted by how well each explains the image's spectrum (gan-runs.ts). A run that
 * fails a check is repeated with the next seed. ×4 and ×8 follow analytically from ×2, ×3 is trained directly.
 */
import { KernelGanError } from "../errors.js";
import { CropFeed, cropSource } from "../gan/crop-feed.js";
import { alignedPhase } from "../gan/crop-map.js";
import { diagnoseRun, MIN_JUDGED_ITERATIONS } from "../gan/diagnosis.js";
import { PATCH_SIZE } from "../gan/discriminator.js";
import { generatorCropSize, KERNEL_SIZES } from "../gan/generator.js";
import { initialState } from "../gan/initial-state.js";
import { postProcessKernel } from "../gan/post-process.js";
import { type KernelGanSettings, MAX_ITERATIONS, PRESETS, type Preset, settingsOf } from "../gan/presets.js";
import { type TrainingProgress, type TrainingResult, train } from "../gan/trainer.js";
import { buildTrainingGraph } from "../gan/training-graph.js";
import type { TrainingSizes } from "../gan/training-layout.js";
import type { PlanarImage } from "../image/index.js";
import { analyticKernel, type Kernel } from "../kernel/index.js";
import type { OptionTable, OptionValues, ResolvedOptions } from "../options/index.js";
import { openEngine } from "../runtime/device.js";
import { ENGINE_OPTIONS } from "../runtime/engine-options.js";
import { openSession } from "../runtime/session.js";
import { averageRuns, type FinishedRun, MAX_RUNS } from "./gan-runs.js";
import type {
  COMMON_ESTIMATE_OPTIONS,
  EstimateControl,
  EstimateProgress,
  EstimateSettings,
  EstimateTask,
  Found,
  KernelEstimator,
} from "./method.js";
import type { KernelGanEstimate } from "./result.js";

export const KERNELGAN_OPTIONS = {
  preset: {
    type: "choice",
    values: Object.keys(PRESETS) as Preset[],
    default: "release",
    help: "constants of the method, as the authors' release or the paper has them",
  },
  iterations: {
    type: "integer",
    min: 1,
    max: MAX_ITERATIONS,
    defaultText: String(PRESETS.paper.iterations),
    help: "training iterations",
  },
  kernelSize: {
    type: "choice",
    values: KERNEL_SIZES,
    default: 13,
    help: "side n of the ×2 or ×3 kernel; ×4 gives 2n − 1, ×8 gives 4n − 3",
  },
  runs: {
    type: "integer",
    min: 1,
    max: MAX_RUNS,
    default: 4,
    help: "trainings, each with the next seed, whose kernels are averaged by how well they explain the image; the paper has 1",
  },
  restarts: {
    type: "integer",
    min: 0,
    default: 3,
    help: "how often runs that failed are repeated, with the next seed",
  },
  real: {
    type: "boolean",
    default: false,
    help: "a photograph as it came from a camera, not a downscaled image",
  },
  ...ENGINE_OPTIONS,
} as const satisfies OptionTable;

export const KERNELGAN: KernelEstimator<typeof KERNELGAN_OPTIONS, KernelGanEstimate> = {
  options: KERNELGAN_OPTIONS,
  check(options) {
    resolvedSettings(options);
  },
  run: estimateByKernelGan,
};

/** The smallest output of G that still makes sense: D's map is then 6×6. */
const MIN_OUTPUT = PATCH_SIZE + 5;

/** The constants: those of the preset, with `settings` and `iterations` in their places. */
function resolvedSettings({
  preset = KERNELGAN_OPTIONS.preset.default,
  iterations,
  settings,
}: OptionValues<typeof KERNELGAN_OPTIONS> & EstimateSettings): KernelGanSettings {
  return settingsOf(preset, iterations === undefined ? settings : { ...settings, iterations });
}

async function estimateByKernelGan(
  { image, evidence }: EstimateTask,
  options: ResolvedOptions<typeof COMMON_ESTIMATE_OPTIONS & typeof KERNELGAN_OPTIONS> & EstimateSettings,
  { signal, onProgress }: EstimateControl,
): Promise<Found<KernelGanEstimate>> {
  const { scale, seed, kernelSize, real, runs, restarts } = options;
  const settings = resolvedSettings(options);
  const warnings: string[] = [];
  const trainedScale = scale === 3 ? 3 : 2;
  const { shave, sizes } = fitSizes(image, trainedScale, kernelSize, settings, real, warnings);
  const source = cropSource(image, sizes, shave);
  if (settings.iterations < MIN_JUDGED_ITERATIONS) {
    warnings.push(
      `${settings.iterations} iterations are too few for a kernel to be trusted; the method takes 3000`,
    );
  }

  const engine = await openEngine(options.device, options.threads);
  if (engine.notice) warnings.push(engine.notice);
  const training = buildTrainingGraph(sizes, settings, engine.dialect);
  const session = await openSession(engine, training.graph);
  const finished: FinishedRun[] = [];
  let failed = 0;
  try {
    while (finished.length < runs) {
      const run = finished.length + failed;
      const runSeed = seed + run;
      const result = await train(
        session,
        training,
        settings,
        initialState(training.layout, settings, runSeed),
        new CropFeed(source, sizes, settings, runSeed),
        {
          signal,
          onProgress:
            onProgress &&
            ((progress) => onProgress(estimateProgress(progress, { run, runs, finished: finished.length }))),
        },
      );
      const { trained, fault } = finish(result, trainedScale, settings);
      if (trained) {
        finished.push({ seed: runSeed, kernel: trained, result });
        continue;
      }
      const failure = `the run with seed ${runSeed} failed: ${fault}`;
      if (failed++ < restarts) {
        warnings.push(`${failure}; restarted with seed ${runSeed + 1}`);
        continue;
      }
      if (finished.length === 0) {
        throw new KernelGanError(
          "training-failed",
          `no usable kernel after ${failed} run${failed > 1 ? "s" : ""} (${failure}); try another seed, or an image with more texture`,
        );
      }
      warnings.push(`${failure}; the kernel is that of ${finished.length} of ${runs} runs`);
      break;
    }
  } finally {
    await session.release();
  }
  const { kernel, best, weights } = averageRuns(evidence, finished, trainedScale);
  return {
    kernelOf: (s) => (s === trainedScale ? kernel : analyticKernel(kernel, s)),
    warnings,
    own: {
      method: "kernelgan",
      rawKernel: best.result.rawKernel,
      history: best.result.history,
      dMaps: best.result.dMaps,
      seed: best.seed,
      runs: finished.map((run, i) => ({ seed: run.seed, weight: weights[i]! })),
      restarts: Math.min(failed, restarts),
      timing: {
        iterations: best.result.iterations,
        msPerIteration: (1000 * best.result.seconds) / best.result.iterations,
        device: engine.device,
        threads: engine.threads,
      },
    },
  };
}

function estimateProgress(
  training: TrainingProgress,
  { run, runs, finished }: { run: number; runs: number; finished: number },
): EstimateProgress {
  const { iteration, iterations, msPerIteration } = training;
  const done = (finished + iteration / iterations) / runs;
  return {
    done,
    secondsLeft: ((1 - done) * runs * iterations * msPerIteration) / 1000,
    training: { ...training, run, runs },
  };
}

/** The kernel of the scale trained for, or why the run failed. */
function finish(
  result: TrainingResult,
  trainedScale: 2 | 3,
  settings: KernelGanSettings,
): { trained?: Kernel; fault?: string } {
  const fault = diagnoseRun(result);
  if (fault) return { fault };
  const trained = postProcessKernel(result.rawKernel, trainedScale, {
    rank: settings.postProcessCount,
    fraction: settings.postProcessFraction,
  });
  if (!trained) {
    return {
      fault: "the estimated kernel has no positive weight left: the training collapsed, try another seed",
    };
  }
  return { trained };
}

/**
 * Crop sizes that fit the image. An image too small for the published crops is not shaved, then gets smaller crops.
 *
 * @throws KernelGanError `image-too-small`, naming the smallest possible size
 */
function fitSizes(
  { width, height, channels }: PlanarImage,
  scale: 2 | 3,
  kernelSize: number,
  settings: KernelGanSettings,
  real: boolean,
  warnings: string[],
): { shave: number; sizes: TrainingSizes } {
  const smaller = Math.min(width, height);
  const phase = alignedPhase(kernelSize, scale);
  const sizesFor = (outputSize: number): TrainingSizes => ({ scale, kernelSize, channels, outputSize });
  const needed = (outputSize: number): number => generatorCropSize(sizesFor(outputSize)) + phase;
  const wantedShave = real ? 0 : settings.borderShave;
  let outputSize = settings.discriminatorCrop;
  const shave = Math.max(0, Math.min(wantedShave, Math.floor((smaller - needed(outputSize)) / 2)));
  while (outputSize > MIN_OUTPUT && needed(outputSize) > smaller) outputSize--;
  if (needed(outputSize) > smaller) {
    const smallest = needed(MIN_OUTPUT);
    throw new KernelGanError(
      "image-too-small",
      `the image has ${width}×${height} pixels; an estimate at ×${scale} with a ${kernelSize}×${kernelSize} kernel needs at least ${smallest}×${smallest}`,
    );
  }
  if (outputSize < settings.discriminatorCrop) {
    const crop = generatorCropSize(sizesFor(outputSize));
    warnings.push(
      `the image is so small that crops of ${crop}×${crop} were used instead of ${generatorCropSize(sizesFor(settings.discriminatorCrop))}: expect a rougher kernel`,
    );
  } else if (shave < wantedShave) {
    warnings.push(
      `the image is so small that ${shave} instead of ${wantedShave} pixels were shaved off its borders`,
    );
  }
  return { shave, sizes: sizesFor(outputSize) };
}
