/** The method `auto`: blur shapes fitted to the image's spectrum, averaged (spectral/analyse-blur.ts). */
import type { OptionTable } from "../options/index.js";
import { pauses } from "../pause.js";
import { analyseBlur } from "../spectral/index.js";
import type { KernelEstimator } from "./method.js";
import type { AutoEstimate } from "./result.js";

/** The side of the frame, in pixels, of paths that can be trusted at scale 1. */
const MAX_PATH_FRAME = 13;

export const AUTO_OPTIONS = {} as const satisfies OptionTable;

export const AUTO: KernelEstimator<typeof AUTO_OPTIONS, AutoEstimate> = {
  options: AUTO_OPTIONS,
  evidenceShare: 0.5,
  showsWideBlur: true,
  async run({ evidence }, { scale }, { signal, onProgress }) {
    const started = performance.now();
    const { kernel, apparentKernel, shapes } = await analyseBlur(evidence, {
      pause: pauses(signal),
      onProgress(done) {
        const secondsLeft = ((1 - done) / done) * ((performance.now() - started) / 1000);
        onProgress?.({ done, secondsLeft });
      },
    });
    return {
      kernelOf: kernel,
      judgedBy: apparentKernel,
      warnings: [],
      own: { method: "auto", shapes, timing: {} },
    };
  },
};
