/** The method `zssr`: restore-zssr.ts with the constants that suit the image and the kernel. */
import { clip } from "../../image/index.js";
import type { OptionTable } from "../../options/index.js";
import { engineProcessors, openEngine } from "../../runtime/device.js";
import { ENGINE_OPTIONS } from "../../runtime/engine-options.js";
import { secondsLeft } from "../../time-left.js";
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

/** Factors on the way to larger ones, where there are kernels for them. */
const WAY_STATIONS = [2, 4] as const;

export const ZSSR: Restorer<typeof ZSSR_OPTIONS> = {
  options: ZSSR_OPTIONS,
  async run({ image, kernel, kernelOf }, options, { signal, onProgress }) {
    const { scale, exactKernel, real, noiseScale, zssrIterations, seed, device, threads } = options;
    const smaller = WAY_STATIONS.filter((factor) => factor < scale && scale % factor === 0);
    const steps: ZssrStep[] = [...smaller, scale].flatMap((factor) => {
      const own = factor === scale ? kernel : kernelOf(factor);
      return own ? [{ scale: factor, kernel: own }] : [];
    });
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
          const { secondsLeft: left, ...training } = progress;
          const done = training.iteration / training.iterations;
          onProgress?.({ stage: "training", step, steps: steps.length, done, training, secondsLeft: left });
        },
        onTile(tiles, count, step) {
          const done = tiles / count;
          const left = secondsLeft(done, tilesStarted);
          onProgress?.({ stage: "enlarging", step, steps: steps.length, done, secondsLeft: left });
        },
      },
    );
    clip(enlarged.data);
    return {
      image: enlarged,
      noise: 255 * noise,
      trainings,
      warnings: engine.warning ? [engine.warning] : [],
      engine: { device: engine.device, threads: engine.threads },
    };
  },
};
