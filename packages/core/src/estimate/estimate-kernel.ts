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
import { type Pause, pauses } from "../pause.js";
import { BlurEvidence, findBlurLevel, MIN_SPECTRUM_SIDE } from "../spectral/index.js";
import { secondsLeft } from "../time-left.js";
import { AUTO, AUTO_OPTIONS } from "./auto.js";
import { checkScale, type EstimateMethod, type Scale } from "./choices.js";
import { KERNELGAN, KERNELGAN_OPTIONS } from "./kernelgan.js";
import { leastSide, tooSmall } from "./least-side.js";
import {
  COMMON_ESTIMATE_OPTIONS,
  type EstimateControl,
  type EstimateSettings,
  type EstimateTask,
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
 * The options of {@link estimateKernel}, with the methods that they belong to. The tables are imported by their own
 * names, not taken from the methods, so that a bundle that needs only the options, such as the web page's main script,
 * does not contain the methods.
 */
export const ESTIMATE_OPTIONS = mergeOptions(
  COMMON_ESTIMATE_OPTIONS,
  onlyWith({ method: ["auto"] }, AUTO_OPTIONS),
  onlyWith({ method: ["spectral"] }, SPECTRAL_OPTIONS),
  onlyWith({ method: ["kernelgan"] }, KERNELGAN_OPTIONS),
);

/** Options of {@link estimateKernel}; all have defaults. */
export type EstimateOptions = OptionValues<typeof ESTIMATE_OPTIONS> & EstimateSettings;

/** The share of the time for the evidence that the image's own size takes, where smaller sizes are tried as well. */
const OWN_SIZE_SHARE = 0.3;
/**
 * Pixels that are added on each side of an image that wraps: half a block of the spectrum, and a multiple of 8, so that
 * the blocks of JPEG stay where they were.
 */
const WRAP_MARGIN = 32;

/**
 * Estimates the kernel that an image was downscaled with, from the image alone; with `alpha`, from its visible part.
 *
 * @param image [1 or 3, h, w], values in [0, 1], at least 32×32
 * @throws KernelGanError `invalid-argument` for options that make no sense, `image-too-small`, `image-flat`, `aborted`;
 *   from `kernelgan` also `device-unavailable`, and `training-failed` if every run failed
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
  const visible = alpha ? await visiblePart(image, alpha, wrap, pause, leastSide(resolved)) : image;
  const whole = blurredPart(visible, wrap);
  // The spectrum is measured first, which does not know what the method needs.
  if (Math.min(whole.width, whole.height) < MIN_SPECTRUM_SIDE) throw tooSmall(whole, resolved);
  const estimator: KernelEstimator<OptionTable, EstimateResult> = ESTIMATORS[method];
  const { evidenceShare: share = 0 } = estimator;
  const report = (part: number): void => {
    const done = share * part;
    if (share > 0) onProgress?.({ done, secondsLeft: secondsLeft(done, started) });
  };
  const task = await gatherEvidence(whole, scale, estimator, pause, report);
  const { warnings, own, ...found } = await ESTIMATORS[method].run(task, resolved, {
    signal,
    openTrainers,
    onProgress: onProgress && ((own) => onProgress({ ...own, done: share + (1 - share) * own.done })),
  });
  await pause();
  const trusted = withOrigin(
    await trust(task.ownEvidence, found, {
      scale,
      fallback,
      shown: task.evidence,
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

/** The evidence of an image at its own size and, of methods that look for wide blur, at the size that shows it. */
async function gatherEvidence(
  image: PlanarImage,
  scale: Scale,
  { showsWideBlur }: Pick<KernelEstimator<OptionTable, EstimateResult>, "showsWideBlur">,
  pause: Pause,
  report: (done: number) => void,
): Promise<EstimateTask> {
  const ownShare = showsWideBlur ? OWN_SIZE_SHARE : 1;
  const ownEvidence = await BlurEvidence.measure(image, pause, {
    ownGrid: scale === 1,
    onProgress: (part) => report(ownShare * part),
  });
  if (!showsWideBlur) return { image, evidence: ownEvidence, ownEvidence };
  const level = await findBlurLevel(image, ownEvidence, {
    pause,
    onProgress: (part) => report(ownShare + (1 - ownShare) * part),
  });
  return { ...level, ownEvidence };
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
