/** The method `auto`: blur shapes fitted to the image's spectrum, averaged (spectral/auto-kernel.ts). */
import { throwIfAborted, yieldToEventLoop } from "../abort.js";
import type { OptionTable } from "../options/index.js";
import { fitBlur } from "../spectral/index.js";
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
  async run(image, { scale, fallback }, { signal }) {
    // The fit does not pause: a pending abort must come first.
    await yieldToEventLoop();
    throwIfAborted(signal);
    const started = performance.now();
    const blur = fitBlur(image);
    const { kernel, confidence, fellBack, shapes, warnings } = blur.estimate(scale, { fallback });
    const kernels = kernelsUpTo(scale, kernel, (s) => blur.estimate(s, { fallback }).kernel);
    return {
      method: "auto",
      scale,
      kernel,
      kernels,
      confidence,
      warnings: [...warnings],
      timing: { seconds: (performance.now() - started) / 1000 },
      fellBack,
      shapes,
    };
  },
};
