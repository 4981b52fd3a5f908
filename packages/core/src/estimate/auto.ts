/** The method `auto`: blur shapes fitted to the image's spectrum, averaged (spectral/auto-kernel.ts). */
import { pauses } from "../pause.js";
import type { OptionTable } from "../options/index.js";
import { analyseBlur } from "../spectral/index.js";
import { kernelsUpTo } from "./kernels-up-to.js";
import type { KernelEstimator } from "./method.js";
import type { AutoEstimate } from "./result.js";

export const AUTO_OPTIONS = {
  fallback: {
    type: "boolean",
    default: true,
    help: "return the bicubic kernel where confidence is too low to beat it",
  },
} as const satisfies OptionTable;

export const AUTO: KernelEstimator<typeof AUTO_OPTIONS, AutoEstimate> = {
  options: AUTO_OPTIONS,
  async run(image, { scale }, { signal }) {
    const started = performance.now();
    const blur = await analyseBlur(image, { pause: pauses(signal) });
    const kernel = blur.kernel(scale);
    return {
      method: "auto",
      scale,
      kernel,
      kernels: kernelsUpTo(scale, kernel, (s) => blur.kernel(s)),
      confidence: blur.confidenceIn(kernel, scale),
      warnings: [],
      timing: { seconds: (performance.now() - started) / 1000 },
      fellBack: false,
      shapes: blur.shapes,
    };
  },
};
