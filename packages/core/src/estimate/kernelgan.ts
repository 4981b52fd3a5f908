/**
 * The method `kernelgan`: an internal GAN trained on the image alone (Bell-Kligler, Shocher and Irani, NeurIPS 2019), with
 * checks of its health and new runs for those that went wrong. ×4 and ×8 follow analytically from ×2, ×3 is trained directly.
 */
import { KernelGanError } from "../errors.js";
import { CropFeed, cropSource } from "../gan/crop-feed.js";
import { alignedPhase } from "../gan/crop-map.js";
import { diagnoseRun, MIN_JUDGED_ITERATIONS } from "../gan/diagnosis.js";
import { PATCH_SIZE } from "../gan/discriminator.js";
import { generatorCropSize, generatorShapes } from "../gan/generator.js";
import { initialState } from "../gan/initial-state.js";
import { postProcessKernel } from "../gan/post-process.js";
import { type KernelGanSettings, settingsOf } from "../gan/presets.js";
import { type TrainingResult, train } from "../gan/trainer.js";
import { buildTrainingGraph } from "../gan/training-graph.js";
import type { TrainingSizes } from "../gan/training-layout.js";
import { LITTLE_TEXTURE, meanGradient, type PlanarImage } from "../image/index.js";
import { analyticKernel, type Kernel } from "../kernel/index.js";
import { openEngine } from "../runtime/device.js";
import { openSession } from "../runtime/session.js";
import { kernelConfidence } from "../spectral/index.js";
import type { KernelGanEstimate } from "./estimate.js";
import type { EstimateOptions, Scale } from "./options.js";

/** The smallest output of G that still makes sense: D's map is then 6×6. */
const LEAST_OUTPUT = PATCH_SIZE + 5;

/**
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param options checked already
 * @throws KernelGanError as {@link estimateKernel}
 */
export async function estimateByKernelGan(
  image: PlanarImage,
  options: EstimateOptions,
): Promise<KernelGanEstimate> {
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
  generatorShapes(kernelSize);
  const settings = settingsOf(preset, {
    ...options.settings,
    ...(options.iterations !== undefined && { iterations: options.iterations }),
  });

  const warnings: string[] = [];
  const trainedScale = scale === 3 ? 3 : 2;
  const { shave, sizes } = fitSizes(image, trainedScale, kernelSize, settings, real, warnings);
  const source = cropSource(image, sizes, shave);
  if (meanGradient(image) < LITTLE_TEXTURE) {
    warnings.push("there is hardly any texture in the image: do not trust the kernel");
  }
  if (settings.iterations < MIN_JUDGED_ITERATIONS) {
    warnings.push(
      `${settings.iterations} iterations are too few for a kernel to be trusted; the method takes 3000`,
    );
  }

  const engine = await openEngine(options.device ?? "auto", options.threads);
  if (engine.notice) warnings.push(engine.notice);
  const training = buildTrainingGraph(sizes, settings, engine.dialect);
  const session = await openSession(engine, training.graph);
  try {
    for (let run = 0; ; run++) {
      const runSeed = seed + run;
      const result = await train(
        session,
        training,
        settings,
        initialState(training.layout, settings, runSeed),
        new CropFeed(source, sizes, settings, runSeed),
        {
          signal,
          onProgress: options.onProgress && ((progress) => options.onProgress?.({ ...progress, run })),
        },
      );
      const { kernels, fault } = finish(result, trainedScale, scale, settings);
      if (kernels) {
        return {
          method: "kernelgan",
          scale,
          confidence: confidenceIn(kernels[scale] as Kernel, image, scale),
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

/** The spectrum's opinion of the kernel; 0 where the image has none to ask. */
function confidenceIn(kernel: Kernel, image: PlanarImage, scale: Scale): number {
  try {
    return kernelConfidence(image, kernel, scale);
  } catch (error) {
    if (error instanceof KernelGanError && error.code === "image-flat") return 0;
    throw error;
  }
}

/** Kernels of all scales up to the one asked for, or what is wrong with the run. */
function finish(
  result: TrainingResult,
  trainedScale: 2 | 3,
  scale: Scale,
  settings: KernelGanSettings,
): { kernels?: Partial<Record<Scale, Kernel>>; fault?: string } {
  const fault = diagnoseRun(result);
  if (fault) return { fault };
  const kernel = postProcessKernel(result.rawKernel, trainedScale, {
    rank: settings.postProcessCount,
    fraction: settings.postProcessFraction,
  });
  if (!kernel) {
    return {
      fault: "the estimated kernel has no positive weight left: the training collapsed, try another seed",
    };
  }
  const kernels: Partial<Record<Scale, Kernel>> = { [trainedScale]: kernel };
  if (scale >= 4) kernels[4] = analyticKernel(kernel, 4);
  if (scale === 8) kernels[8] = analyticKernel(kernel, 8);
  return { kernels };
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
  while (outputSize > LEAST_OUTPUT && needed(outputSize) > smaller) outputSize--;
  if (needed(outputSize) > smaller) {
    const least = needed(LEAST_OUTPUT);
    throw new KernelGanError(
      "image-too-small",
      `the image has ${width}×${height} pixels; an estimate at ×${scale} with a ${kernelSize}×${kernelSize} kernel needs at least ${least}×${least}`,
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
