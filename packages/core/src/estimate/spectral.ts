/** The methods `auto` and `spectral` as estimates: the kernels of all scales on the way. */
import type { PlanarImage } from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { fitBlur, spectralKernel } from "../spectral/index.js";
import type { AutoEstimate, SpectralEstimate } from "./estimate.js";
import type { EstimateOptions, Scale } from "./options.js";
import { SCALES_GIVEN } from "./scales.js";

export function estimateAutomatically(
  image: PlanarImage,
  { scale = 2, fallback = true }: EstimateOptions,
): AutoEstimate {
  const started = performance.now();
  const blur = fitBlur(image);
  const found = SCALES_GIVEN[scale].map((s) => blur.estimate(s, { fallback }));
  const { kernel, confidence, fellBack, shapes, warnings } = found[found.length - 1];
  return {
    method: "auto",
    scale,
    kernel,
    kernels: byScale(
      scale,
      found.map((one) => one.kernel),
    ),
    confidence,
    fellBack,
    shapes,
    warnings: [...warnings],
    timing: { seconds: (performance.now() - started) / 1000 },
  };
}

export function estimateSpectrally(image: PlanarImage, { scale = 2 }: EstimateOptions): SpectralEstimate {
  const started = performance.now();
  const found = SCALES_GIVEN[scale].map((s) => spectralKernel(image, s));
  const { kernel, confidence, warnings } = found[found.length - 1];
  return {
    method: "spectral",
    scale,
    kernel,
    kernels: byScale(
      scale,
      found.map((one) => one.kernel),
    ),
    confidence,
    warnings: [...warnings],
    timing: { seconds: (performance.now() - started) / 1000 },
  };
}

function byScale(scale: Scale, kernels: readonly Kernel[]): Partial<Record<Scale, Kernel>> {
  return Object.fromEntries(SCALES_GIVEN[scale].map((s, i) => [s, kernels[i]]));
}
