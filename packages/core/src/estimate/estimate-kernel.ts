/** Kernel estimation: one image in, its blur kernel out. The methods: method.ts. */
import { check } from "../errors.js";
import {
  continueImage,
  type PlanarImage,
  type Wrap,
  withoutFlatBorder,
  wrapMargins,
} from "../image/index.js";
import { type KernelNotes, notesOf } from "../kernel/index.js";
import {
  checkOptions,
  mergeOptions,
  type OptionTable,
  type OptionValues,
  onlyWith,
  withDefaults,
} from "../options/index.js";
import { pauses } from "../pause.js";
import { MIN_SPECTRUM_SIDE } from "../spectral/index.js";
import { estimateInAnyLight } from "./any-light.js";
import { AUTO, AUTO_OPTIONS } from "./auto.js";
import { checkScale, type EstimateMethod, type Scale } from "./choices.js";
import { KERNELGAN, KERNELGAN_OPTIONS } from "./kernelgan.js";
import { leastSide, tooSmall } from "./least-side.js";
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
  const { method, scale, light, wrap, fallback } = resolved;
  const visible = alpha
    ? await visiblePart(image, alpha, wrap, pauses(control.signal), leastSide(resolved))
    : image;
  const whole = blurredPart(visible, wrap);
  // The spectrum is measured first, which does not know what the method needs.
  if (Math.min(whole.width, whole.height) < MIN_SPECTRUM_SIDE) throw tooSmall(whole, resolved);
  const estimator: KernelEstimator<OptionTable, EstimateResult> = ESTIMATORS[method];
  const found = await estimateInAnyLight(
    whole,
    light,
    {
      ...estimator,
      scale,
      fallback,
      run: (task, running) => ESTIMATORS[method].run(task, resolved, running),
    },
    { ...control, started, picture: { width: image.width, height: image.height } },
  );
  const { evidence: _, found: __, isTrusted: ___, ...estimate } = withOrigin(found, scale);
  return {
    ...estimate,
    timing: { ...estimate.timing, seconds: (performance.now() - started) / 1000 },
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
  return withoutFlatBorder(image);
}

/** Kernels know the factors that they are for, how far they can be trusted, and what their blur mixed. */
function withOrigin<T extends Pick<Estimate, "kernel" | "kernels" | keyof KernelNotes>>(
  found: T,
  scale: Scale,
): T {
  const entries = Object.entries(found.kernels).map(([factor, kernel]) => [
    factor,
    { ...kernel, scale: Number(factor), ...notesOf(found) },
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
