/** The method `auto`: blur shapes fitted to the image's spectrum, averaged (spectral/analyse-blur.ts). */
import type { OptionTable } from "../options/index.js";
import { pauses } from "../pause.js";
import { analyseBlur } from "../spectral/index.js";
import type { KernelEstimator } from "./method.js";
import type { AutoEstimate } from "./result.js";

/** The largest frame of a path, in pixels of the image, that can be trusted at scale 1 and of wide blur, where lines and arcs have more weight than this. */
const MAX_PATH_FRAME = 13;
const MAX_PATH_WEIGHT = 0.5;

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
      // A small error of a long path's direction or bend is a large one at its ends.
      isDoubtful:
        (scale === 1 || evidence.shrunkBy > 1) &&
        shapes.motion + shapes.arc > MAX_PATH_WEIGHT &&
        kernel(1).size > MAX_PATH_FRAME,
      warnings: [],
      own: { method: "auto", shapes, timing: {} },
    };
  },
};
