/**
 * The method `kernelgan`: an internal GAN trained on the image alone (Bell-Kligler, Shocher and Irani, NeurIPS 2019).
 * The published method is one training; where that ends depends on its random numbers, so it is trained from several
 * seeds, and the kernels are averaged as those of several blur shapes are, weighted by how well each explains the
 * image's spectrum (gan-runs.ts). They can be trained side by side (run-trainer.ts). A run that fails a check is
 * repeated with the next seed (train-runs.ts). ×4 and ×8 follow analytically from ×2, ×3 is trained directly.
 */
import { diagnoseRun, MIN_JUDGED_ITERATIONS } from "../gan/diagnosis.js";
import { generatorCropSize, KERNEL_SIZES } from "../gan/generator.js";
import { postProcessKernel } from "../gan/post-process.js";
import { type KernelGanSettings, PRESETS, type Preset } from "../gan/presets.js";
import { MAX_ITERATIONS, settingsOf } from "../gan/settings.js";
import type { TrainingResult } from "../gan/trainer.js";
import type { TrainingSizes } from "../gan/training-layout.js";
import type { PlanarImage } from "../image/index.js";
import { analyticKernel } from "../kernel/index.js";
import type { OptionTable, OptionValues, ResolvedOptions } from "../options/index.js";
import { ENGINE_OPTIONS } from "../runtime/engine-options.js";
import type { Warning } from "../warnings.js";
import { averageRuns, MAX_RUNS } from "./gan-runs.js";
import { MIN_OUTPUT, tooSmall, trainedScale, trainingSide } from "./least-side.js";
import type {
  COMMON_ESTIMATE_OPTIONS,
  EstimateControl,
  EstimateSettings,
  EstimateTask,
  Found,
  KernelEstimator,
} from "./method.js";
import type { KernelGanEstimate } from "./result.js";
import { openTrainer, type TrainingTask } from "./run-trainer.js";
import { trainRuns, type Verdict } from "./train-runs.js";

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
    defaultText: String(PRESETS.release.iterations),
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
  threads: {
    ...ENGINE_OPTIONS.threads,
    defaultText: "all processors; in browsers 2",
    help: "CPU threads; in Node, the number of runs that are trained side by side",
  },
} as const satisfies OptionTable;

export const KERNELGAN: KernelEstimator<typeof KERNELGAN_OPTIONS, KernelGanEstimate> = {
  options: KERNELGAN_OPTIONS,
  check(options) {
    resolvedSettings(options);
  },
  run: estimateByKernelGan,
};

/** The constants: those of the preset, with `settings` and `iterations` in their places. */
function resolvedSettings({
  preset = KERNELGAN_OPTIONS.preset.default,
  iterations,
  settings,
}: OptionValues<typeof KERNELGAN_OPTIONS> & EstimateSettings): KernelGanSettings {
  const resolved = settingsOf(preset, settings);
  return iterations === undefined ? resolved : { ...resolved, iterations };
}

async function estimateByKernelGan(
  { image, evidence }: EstimateTask,
  options: ResolvedOptions<typeof COMMON_ESTIMATE_OPTIONS & typeof KERNELGAN_OPTIONS> & EstimateSettings,
  { openTrainers, ...control }: EstimateControl,
): Promise<Found<KernelGanEstimate>> {
  const { scale, seed, kernelSize, real, runs, restarts } = options;
  const settings = resolvedSettings(options);
  const ownScale = trainedScale(scale);
  const { shave, sizes, warnings } = fitSizes(image, { scale: ownScale, kernelSize, settings, real });
  if (settings.iterations < MIN_JUDGED_ITERATIONS) {
    const usual = KERNELGAN_OPTIONS.iterations.defaultText;
    warnings.push({
      code: "too-few-iterations",
      message: `${settings.iterations} iterations are too few for a kernel to be trusted; the method takes ${usual}`,
    });
  }

  const { device, threads } = options;
  const training: TrainingTask = { image, sizes, shave, settings, device, threads };
  const trainers = (await openTrainers?.(training, runs, control.signal)) ?? [await openTrainer(training)];
  const engine = trainers[0]!.engine;
  if (engine.warning) warnings.push(engine.warning);
  const judge = (result: TrainingResult): Verdict => verdictOn(result, ownScale, settings);
  const trained = await trainRuns(trainers, { seed, runs, restarts }, judge, control).finally(() =>
    Promise.all(trainers.map((trainer) => trainer.close())),
  );
  warnings.push(...trained.warnings);
  const { finished, failed } = trained;
  const { kernel, best, weights } = averageRuns(evidence, finished, ownScale);
  return {
    kernelOf: (s) => (s === ownScale ? kernel : analyticKernel(kernel, s)),
    judgedScale: ownScale,
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
        threads: trainers.reduce((sum, trainer) => sum + trainer.engine.threads, 0),
      },
    },
  };
}

/** The kernel of the scale trained for, or why the run failed. */
function verdictOn(result: TrainingResult, ownScale: 2 | 3, settings: KernelGanSettings): Verdict {
  const fault = diagnoseRun(result);
  if (fault) return { fault };
  const kernel = postProcessKernel(result.rawKernel, ownScale, {
    rank: settings.postProcessCount,
    fraction: settings.postProcessFraction,
  });
  if (kernel) return { kernel };
  return {
    fault: "the estimated kernel has no positive weight left: the training collapsed, try another seed",
  };
}

/** What the sizes of a training follow from, beside the image. */
interface SizeTask {
  readonly scale: 2 | 3;
  readonly kernelSize: number;
  readonly settings: KernelGanSettings;
  readonly real: boolean;
}

/**
 * Crop sizes that fit the image. Of an image that is too small for the published crops, first less is shaved off the
 * borders; where even the whole of it is too small, the crops are smaller.
 *
 * @returns the pixels to shave off each border, the sizes, and warnings where they are not the published ones
 * @throws KernelGanError `image-too-small`, naming the smallest possible size
 */
function fitSizes(
  { width, height, channels }: PlanarImage,
  { scale, kernelSize, settings, real }: SizeTask,
): { shave: number; sizes: TrainingSizes; warnings: Warning[] } {
  const smaller = Math.min(width, height);
  const sizesFor = (outputSize: number): TrainingSizes => ({ scale, kernelSize, channels, outputSize });
  const needed = (outputSize: number): number => trainingSide(outputSize, scale, kernelSize);
  const wantedShave = real ? 0 : settings.borderShave;
  let outputSize = settings.discriminatorCrop;
  const shave = Math.max(0, Math.min(wantedShave, Math.floor((smaller - needed(outputSize)) / 2)));
  while (outputSize > MIN_OUTPUT && needed(outputSize) > smaller) outputSize--;
  if (needed(outputSize) > smaller)
    throw tooSmall({ width, height }, { method: "kernelgan", scale, kernelSize });
  const warnings: Warning[] = [];
  if (outputSize < settings.discriminatorCrop) {
    const crop = generatorCropSize(sizesFor(outputSize));
    warnings.push({
      code: "small-for-training",
      message: `the image is so small that crops of ${crop}×${crop} were used instead of ${generatorCropSize(sizesFor(settings.discriminatorCrop))}: expect a rougher kernel`,
    });
  } else if (shave < wantedShave) {
    warnings.push({
      code: "small-for-training",
      message: `the image is so small that ${shave} instead of ${wantedShave} pixels were shaved off its borders`,
    });
  }
  return { shave, sizes: sizesFor(outputSize), warnings };
}
