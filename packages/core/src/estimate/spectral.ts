/** The method `spectral`: a Gaussian in closed form (spectral/fit/fit-spectral.ts). */
import type { OptionTable } from "../options/index.js";
import { pauses } from "../pause.js";
import { fitSpectral } from "../spectral/index.js";
import type { KernelEstimator } from "./method.js";
import type { SpectralEstimate } from "./result.js";

export const SPECTRAL_OPTIONS = {} as const satisfies OptionTable;

export const SPECTRAL: KernelEstimator<typeof SPECTRAL_OPTIONS, SpectralEstimate> = {
  options: SPECTRAL_OPTIONS,
  evidenceShare: 0.75,
  showsWideBlur: true,
  repeatsInLight: true,
  async run({ image, evidence: { shrunkBy } }, { scale: wanted }, { signal, onProgress }) {
    const ownGrid = wanted === 1 || shrunkBy > 1;
    const kernelOf = await fitSpectral(image, { ownGrid, shrunkBy, pause: pauses(signal) });
    onProgress?.({ done: 1, secondsLeft: 0 });
    return { kernelOf, warnings: [], own: { method: "spectral", timing: {} } };
  },
};
