/** The method `fast`: restore-fast.ts, or restore-prior.ts, with the noise that suits the image and the kernel. */
import { processors } from "#onnxruntime";
import type { OptionTable } from "../../options/index.js";
import { secondsLeft } from "../../time-left.js";
import { assumedNoise, exactKernelNoise, kernelNoise } from "../assumed-noise.js";
import type { Restorer } from "../method.js";
import { PRIOR_OPTIONS, restoreWithPrior } from "../prior/method.js";
import { SMALL_PRIOR } from "../prior/open-prior.js";
import { restoreFast } from "./restore-fast.js";

export const FAST_OPTIONS = {
  noise: {
    type: "number",
    min: 0,
    max: 255,
    unit: "gray levels of 255",
    defaultText: "measured, and at least what the kernel's confidence suggests",
    help: "standard deviation of all errors, those of the image's gray values and of the kernel",
  },
  threads: {
    type: "integer",
    min: 1,
    max: 1024,
    defaultText: "all processors; zssr: 2",
    help: "CPU threads; more than 2 do not help zssr",
  },
  prior: {
    type: "text",
    placeholder: `${SMALL_PRIOR}|FILE`,
    words: [SMALL_PRIOR],
    defaultText: "patches of the image itself",
    help: "a trained denoiser that says what images look like: small, which is part of this program, or an ONNX file",
  },
} as const satisfies OptionTable;

export const FAST: Restorer<typeof FAST_OPTIONS & typeof PRIOR_OPTIONS> = {
  options: { ...FAST_OPTIONS, ...PRIOR_OPTIONS },
  async run(
    { image, imageNoise, kernel, confidence, prior },
    { scale, exactKernel, noise, threads, device, priorIterations },
    { signal, onProgress, onRows },
  ) {
    const started = performance.now();
    const leastNoise = exactKernel ? exactKernelNoise(scale) : kernelNoise(confidence, kernel, scale);
    const estimated = exactKernel ? undefined : kernel;
    const sigma =
      noise === undefined ? assumedNoise(imageNoise(), leastNoise, scale, estimated) : noise / 255;
    const report = (done: number): void => {
      onProgress?.({ stage: "enlarging", step: 0, steps: 1, done, secondsLeft: secondsLeft(done, started) });
    };
    const facts = { noise: noise ?? 255 * sigma, trainings: [] };
    if (prior) {
      const options = {
        device,
        threads,
        iterations: priorIterations,
        noise: sigma,
        signal,
        onProgress: report,
      };
      return { ...facts, ...(await restoreWithPrior(prior, image, kernel, scale, options)) };
    }
    const enlarged = await restoreFast(image, kernel, scale, {
      noise: sigma,
      threads: threads ?? processors(),
      signal,
      onRows,
      onProgress: report,
    });
    return { ...facts, image: enlarged, warnings: [] };
  },
};
