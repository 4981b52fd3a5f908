/** The methods `auto` and `spectral` as estimates: one fit, and the kernels of all scales on the way. */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { fitBlur, fitSpectral } from "../spectral/index.js";
import type { AutoEstimate, EstimateResult, SpectralEstimate } from "./estimate.js";
import type { EstimateOptions, Scale } from "./options.js";
import { SCALES_GIVEN } from "./scales.js";

export function estimateAutomatically(
  image: PlanarImage,
  { scale = 2, fallback = true }: EstimateOptions,
): AutoEstimate {
  const started = performance.now();
  const blur = fitBlur(image);
  const { fellBack, shapes } = blur.estimate(scale, { fallback });
  const result = resultOf(scale, (s) => blur.estimate(s, { fallback }), started);
  return { method: "auto", ...result, fellBack, shapes };
}

export function estimateSpectrally(image: PlanarImage, { scale = 2 }: EstimateOptions): SpectralEstimate {
  const started = performance.now();
  const fit = fitSpectral(image);
  return { method: "spectral", ...resultOf(scale, fit.estimate, started) };
}

/** What both tell; `started` by performance.now(). */
function resultOf(
  scale: Scale,
  estimate: (scale: Scale) => { kernel: Kernel; confidence: number; warnings: readonly string[] },
  started: number,
): Omit<EstimateResult, "method"> {
  const { kernel, confidence, warnings } = estimate(scale);
  const kernels: EstimateResult["kernels"] = { [scale]: kernel };
  for (const s of SCALES_GIVEN[scale]) kernels[s] ??= estimate(s).kernel;
  return {
    scale,
    kernel,
    kernels,
    confidence,
    warnings: [...warnings],
    timing: { seconds: (performance.now() - started) / 1000 },
  };
}
