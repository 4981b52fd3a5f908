/** The method `zssr`: restore-zssr.ts with the constants that suit the image and the kernel. */
import { clip } from "../../image/index.js";
import type { OptionTable } from "../../options/index.js";
import { engineProcessors, openEngine } from "../../runtime/device.js";
import { ENGINE_OPTIONS } from "../../runtime/engine-options.js";
import type { Restorer } from "../method.js";
import { restoreZssr, type ZssrStep } from "./restore-zssr.js";
import { ZSSR_SETTINGS } from "./settings.js";

export const ZSSR_OPTIONS = {
  real: {
    type: "boolean",
    default: false,
    help: "a photograph as it came from a camera, not a downscaled image",
  },
  noiseScale: {
    type: "number",
    min: 0,
    default: 1,
    help: `with real: multiplies the noise of the training examples (σ = ${255 * ZSSR_SETTINGS.realNoise} gray levels of 255)`,
  },
  zssrIterations: {
    type: "integer",
    min: 1,
    default: ZSSR_SETTINGS.iterations,
    help: "largest number of training iterations; the stop rule may end the training earlier",
  },
  ...ENGINE_OPTIONS,
} as const satisfies OptionTable;

export const ZSSR: Restorer<typeof ZSSR_OPTIONS> = {
  options: ZSSR_OPTIONS,
  async run({ image, kernel, kernelOf }, options, { signal, onProgress }) {
    const { scale, exactKernel, real, noiseScale, zssrIterations, seed, device, threads } = options;
    const half = scale === 4 ? kernelOf(2) : undefined;
    const steps: ZssrStep[] = [...(half ? [{ scale: 2, kernel: half }] : []), { scale, kernel }];
    const engine = await openEngine(device, threads);
    const noise = real ? ZSSR_SETTINGS.realNoise * noiseScale : 0;
    const { backProjections } = ZSSR_SETTINGS;
    let tilesStarted = 0;
    const { image: enlarged, trainings } = await restoreZssr(
      engine,
      image,
      steps,
      { ...ZSSR_SETTINGS, iterations: zssrIterations },
      {
        seed,
        noise,
        backProjections: real
          ? backProjections.real
          : exactKernel
            ? backProjections.exact
            : backProjections.estimated,
        enlargeThreads: threads ?? engineProcessors(),
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
    clip(enlarged.data);
    return {
      image: enlarged,
      noise: 255 * noise,
      trainings,
      warnings: engine.notice ? [engine.notice] : [],
      engine: { device: engine.device, threads: engine.threads },
    };
  },
};
