/** The method `spectral`: a Gaussian in closed form (spectral/spectral-kernel.ts). */
import { throwIfAborted, yieldToEventLoop } from "../abort.js";
import type { OptionTable } from "../options/index.js";
import { fitSpectral } from "../spectral/index.js";
import { kernelsUpTo } from "./kernels-up-to.js";
import type { KernelEstimator } from "./method.js";
import type { SpectralEstimate } from "./result.js";

export const SPECTRAL_OPTIONS = {} satisfies OptionTable;

export const SPECTRAL: KernelEstimator<typeof SPECTRAL_OPTIONS, SpectralEstimate> = {
  options: SPECTRAL_OPTIONS,
  async run(image, { scale }, { signal }) {
    // The fit does not pause: a pending abort must come first.
    await yieldToEventLoop();
    throwIfAborted(signal);
    const started = performance.now();
    const fit = fitSpectral(image);
    const { kernel } = fit.estimate(scale);
    return {
      method: "spectral",
      scale,
      kernel,
      kernels: kernelsUpTo(scale, kernel, (s) => fit.estimate(s).kernel),
      timing: { seconds: (performance.now() - started) / 1000 },
    };
  },
};
