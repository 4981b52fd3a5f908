/** Kernel estimation: one image in, its blur kernel out. The methods: method.ts. */
import { check } from "../errors.js";
import {
  continueImage,
  crop,
  insideFlatBorder,
  type PlanarImage,
  type Wrap,
  wrapMargins,
} from "../image/index.js";
import { trustOf } from "../kernel/index.js";
import {
  checkOptions,
  mergeOptions,
  type OptionTable,
  type OptionValues,
  onlyWith,
  withDefaults,
} from "../options/index.js";
import { pauses } from "../pause.js";
import { BlurEvidence, findBlurLevel, MIN_SPECTRUM_SIDE } from "../spectral/index.js";
import { secondsLeft } from "../time-left.js";
import { AUTO, AUTO_OPTIONS } from "./auto.js";
import { checkScale, type EstimateMethod, type Scale } from "./choices.js";
import { KERNELGAN, KERNELGAN_OPTIONS } from "./kernelgan.js";
import {
  COMMON_ESTIMATE_OPTIONS,
  type EstimateControl,
  type EstimateSettings,
  type KernelEstimator,
} from "./method.js";
import type {
  AutoEstimate,
  Estimate,
  EstimateResult,
  KernelGanEstimate,
  SpectralEstimate,
} from "./result.js";
import { SPECTRAL, SPECTRAL_OPTIONS } from "./spectral.js";
import { trust } from "./trust.js";
import { visiblePart } from "./visible-part.js";

/** The methods by name. */
const ESTIMATORS = { auto: AUTO, spectral: SPECTRAL, kernelgan: KERNELGAN } satisfies Record<
  EstimateMethod,
  KernelEstimator<OptionTable, EstimateResult>
>;

/**
 * The options of {@link estimateKernel}, by the methods that they belong to. (The tables by their own names, not as
 * parts of the methods: a bundle that has only the options, as that of the web page, is then free of the methods.)
 */
export const ESTIMATE_OPTIONS = mergeOptions(
  COMMON_ESTIMATE_OPTIONS,
  onlyWith({ method: ["auto"] }, AUTO_OPTIONS),
  onlyWith({ method: ["spectral"] }, SPECTRAL_OPTIONS),
  onlyWith({ method: ["kernelgan"] }, KERNELGAN_OPTIONS),
);

/** Options of {@link estimateKernel}; all have defaults. */
export type EstimateOptions = OptionValues<typeof ESTIMATE_OPTIONS> & EstimateSettings;

/** Share of the time for the evidence that goes to the image's own size, where others are looked at as well. */
const OWN_SIZE_SHARE = 0.3;
/** Pixels that are added on each side of an image that wraps: half of a spectrum's block, and whole blocks of JPEG. */
const WRAP_MARGIN = 32;

/**
 * Estimates the kernel that an image was downscaled with, from the image alone, of one with `alpha` from what is
 * visible.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32; `kernelgan` trains on a gray image's one channel
 * @throws KernelGanError `invalid-argument` for options that make no sense, `image-too-small`, `image-flat`, `aborted`;
 *   from `kernelgan` also `device-unavailable`, and `training-failed` if every run went wrong
 * @example
 * const { kernel, confidence } = await estimateKernel(image, { scale: 2 });
 * const { history } = await estimateKernel(image, { method: "kernelgan", seed: 0 });
 */
export function estimateKernel(
  image: PlanarImage,
  options: EstimateOptions & { method: "kernelgan" },
  control?: EstimateControl,
): Promise<KernelGanEstimate>;
export function estimateKernel(
  image: PlanarImage,
  options: EstimateOptions & { method: "spectral" },
  control?: EstimateControl,
): Promise<SpectralEstimate>;
export function estimateKernel(
  image: PlanarImage,
  options?: EstimateOptions & { method?: "auto" | undefined },
  control?: EstimateControl,
): Promise<AutoEstimate>;
export function estimateKernel(
  image: PlanarImage,
  options?: EstimateOptions,
  control?: EstimateControl,
): Promise<Estimate>;
export async function estimateKernel(
  image: PlanarImage,
  options: EstimateOptions = {},
  control: EstimateControl = {},
): Promise<Estimate> {
  checkEstimateOptions(options);
  const started = performance.now();
  const { settings, alpha, ...values } = options;
  const resolved = { ...withDefaults(ESTIMATE_OPTIONS, values), settings };
  const { method, scale, fallback, wrap } = resolved;
  const { signal, onProgress, openTrainers } = control;
  const pause = pauses(signal);
  const whole = blurredPart(alpha ? await visiblePart(image, alpha, wrap, pause) : image, wrap);
  const estimator: KernelEstimator<OptionTable, EstimateResult> = ESTIMATORS[method];
  const { evidenceShare: share = 0 } = estimator;
  const report = (part: number): void => {
    const done = share * part;
    if (share > 0) onProgress?.({ done, secondsLeft: secondsLeft(done, started) });
  };
  const ownShare = estimator.showsWideBlur ? OWN_SIZE_SHARE : 1;
  const evidence = await BlurEvidence.measure(whole, pause, {
    ownGrid: scale === 1,
    onProgress: (part) => report(ownShare * part),
  });
  const level = estimator.showsWideBlur
    ? await findBlurLevel(whole, evidence, {
        pause,
        onProgress: (part) => report(ownShare + (1 - ownShare) * part),
      })
    : { image: whole, evidence };
  const { warnings, own, ...found } = await ESTIMATORS[method].run(
    { ...level, ownEvidence: evidence },
    resolved,
    {
      signal,
      openTrainers,
      onProgress: onProgress && ((own) => onProgress({ ...own, done: share + (1 - share) * own.done })),
    },
  );
  await pause();
  const trusted = withOrigin(
    await trust(evidence, found, scale, fallback, {
      shown: level.evidence,
      picture: image,
      sizeOf: estimator.fallbackSize,
      pause,
    }),
    scale,
  );
  return {
    ...own,
    scale,
    ...trusted,
    warnings: [...warnings, ...trusted.warnings],
    timing: { ...own.timing, seconds: (performance.now() - started) / 1000 },
  } as Estimate;
}

/**
 * What was blurred of an image, with what lies beyond its borders where it wraps: blocks and crops then lie across them
 * as well.
 */
function blurredPart(image: PlanarImage, wrap: Wrap): PlanarImage {
  if (Math.min(image.width, image.height) < MIN_SPECTRUM_SIDE) return image;
  const margins = wrapMargins(wrap, WRAP_MARGIN);
  if (margins.x > 0 || margins.y > 0) return continueImage(image, margins);
  const inside = insideFlatBorder(image);
  return inside ? crop(image, inside) : image;
}

/** Kernels know the factors that they are for, and how far they can be trusted. */
function withOrigin<T extends Pick<Estimate, "kernel" | "kernels" | "confidence" | "fellBack">>(
  found: T,
  scale: Scale,
): T {
  const entries = Object.entries(found.kernels).map(([factor, kernel]) => [
    factor,
    { ...kernel, scale: Number(factor), ...trustOf(found) },
  ]);
  const kernels = Object.fromEntries(entries) as Estimate["kernels"];
  return { ...found, kernels, kernel: kernels[scale] ?? found.kernel };
}

function checkEstimateOptions({ settings, alpha: _, ...values }: EstimateOptions): void {
  checkOptions(ESTIMATE_OPTIONS, values);
  const { method, scale } = withDefaults(ESTIMATE_OPTIONS, values);
  checkScale(method, scale);
  check(
    settings === undefined || method === "kernelgan",
    () => `"settings" are those of the method kernelgan, not of ${method}; choose that, or leave them out`,
  );
  ESTIMATORS[method].check?.({ ...values, settings });
}
