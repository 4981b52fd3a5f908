/** The method `spectral`: a Gaussian in closed form (spectral/fit-spectral.ts). */
import type { OptionTable } from "../options/index.js";
import { fitSpectral } from "../spectral/index.js";
import type { KernelEstimator } from "./method.js";
import type { SpectralEstimate } from "./result.js";

export const SPECTRAL_OPTIONS = {} as const satisfies OptionTable;

export const SPECTRAL: KernelEstimator<typeof SPECTRAL_OPTIONS, SpectralEstimate> = {
  options: SPECTRAL_OPTIONS,
  showsWideBlur: true,
  async run({ image, evidence: { shrunkBy } }, { scale: wanted }) {
    const fit = fitSpectral(image, wanted === 1 || shrunkBy > 1, shrunkBy);
    return {
      kernelOf: (scale) => fit.estimate(scale).kernel,
      warnings: [],
      own: { method: "spectral", timing: {} },
    };
  },
};
