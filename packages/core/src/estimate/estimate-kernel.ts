/** Kernel estimation: one image in, its blur kernel out. The methods: method.ts. */
import { check } from "../errors.js";
import {
  continueImage,
  linearLight,
  type PlanarImage,
  type Wrap,
  withoutFlatBorder,
  wrapMargins,
} from "../image/index.js";
import { type Kernel, notesOf } from "../kernel/index.js";
import {
  checkOptions,
  mergeOptions,
  type OptionTable,
  type OptionValues,
  onlyWith,
  type ResolvedOptions,
  withDefaults,
} from "../options/index.js";
import { type Pause, pauses } from "../pause.js";
import { findLight, LIGHT_LIMIT, lightStatistic } from "../restore/index.js";
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
import { type Trusted, trust } from "./trust.js";
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
 * A kernel found in linear light is used if the confidence in it is no less than that in the one found in the pixel
 * values, or less by this at most (`npm run bench:fit-light`).
 */
export const LESS_SURE = 0.02;
/** The share of the time that is reported for the pixel values, where linear light may have to follow. */
const ENCODED_SHARE = 0.6;

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
  const { method, scale, light, wrap } = resolved;
  const pause = pauses(control.signal);
  const visible = alpha ? await visiblePart(image, alpha, wrap, pause, leastSide(resolved)) : image;
  const whole = blurredPart(visible, wrap);
  // The spectrum is measured first, which does not know what the method needs.
  if (Math.min(whole.width, whole.height) < MIN_SPECTRUM_SIDE) throw tooSmall(whole, resolved);
  const picture = { width: image.width, height: image.height };
  const inLight = (from: number, ofValues?: BlurEvidence): Promise<InOneLight> =>
    estimateInLight(linearLight(whole).image, resolved, control, { started, from, to: 1, picture, ofValues });
  const inValues = (to: number): Promise<InOneLight> =>
    estimateInLight(whole, resolved, control, { started, from: 0, to, picture });
  const isLinear = async ({ found }: InOneLight): Promise<boolean> =>
    (await lightStatistic(whole, found, scale, pause)) < LIGHT_LIMIT;
  const estimateInAny = async (): Promise<InOneLight> => {
    const { repeatsInLight = false } = ESTIMATORS[method] as KernelEstimator<OptionTable, EstimateResult>;
    const to = repeatsInLight ? ENCODED_SHARE : 1;
    const first = await inValues(to);
    if (!repeatsInLight) {
      return first.fellBack ? first : { ...first, light: await findLight(whole, first.found, scale, pause) };
    }
    const withFirst = (): InOneLight => {
      control.onProgress?.({ done: 1, secondsLeft: 0 });
      return first;
    };
    if (!(await isLinear(first))) return withFirst();
    const second = await inLight(to, first.evidence);
    const isSure = second.isTrusted && second.confidence > first.confidence - LESS_SURE;
    return isSure && (await isLinear(second)) ? { ...second, light: "linear" } : withFirst();
  };
  const found =
    light === "auto"
      ? await estimateInAny()
      : { ...(light === "linear" ? await inLight(0) : await inValues(1)), light };
  const { evidence: _, found: __, isTrusted: ___, ...estimate } = withOrigin(found, scale);
  return {
    ...estimate,
    timing: { ...estimate.timing, seconds: (performance.now() - started) / 1000 },
  } as Estimate;
}

/** An estimate from the pixel values, or from linear light. */
interface InOneLight extends Trusted, Pick<Estimate, "scale" | "light"> {
  /** The kernel that was found, whether it is trusted or not. */
  readonly found: Kernel;
  readonly evidence: BlurEvidence;
  readonly timing: object;
}

/**
 * @param whole what was blurred of the image, or the same in linear light
 * @param how.started when the whole estimate was, in ms
 * @param how.from, how.to the part of the whole estimate that this is, in [0, 1]
 * @param how.picture the size of the picture, for the warnings
 * @param how.ofValues the evidence of the pixel values, if `whole` is in linear light
 */
async function estimateInLight(
  whole: PlanarImage,
  resolved: ResolvedOptions<typeof ESTIMATE_OPTIONS> & EstimateSettings,
  { signal, onProgress, openTrainers }: EstimateControl,
  how: {
    readonly started: number;
    readonly from: number;
    readonly to: number;
    readonly picture: { readonly width: number; readonly height: number };
    readonly ofValues?: BlurEvidence | undefined;
  },
): Promise<InOneLight> {
  const { method, scale, fallback } = resolved;
  const pause = pauses(signal);
  const estimator: KernelEstimator<OptionTable, EstimateResult> = ESTIMATORS[method];
  const { evidenceShare: share = 0 } = estimator;
  const part = (done: number): number => how.from + (how.to - how.from) * done;
  const report = (ofEvidence: number): void => {
    const done = part(share * ofEvidence);
    if (share > 0) onProgress?.({ done, secondsLeft: secondsLeft(done, how.started) });
  };
  const task = await gatherEvidence(whole, scale, estimator, { pause, report, ofValues: how.ofValues });
  const { warnings, own, ...found } = await ESTIMATORS[method].run(task, resolved, {
    signal,
    openTrainers,
    onProgress:
      onProgress &&
      ((own) => {
        const done = part(share + (1 - share) * own.done);
        // A run does not know of linear light, which may follow; a training knows best how long it takes.
        onProgress({ ...own, done, ...(!own.training && { secondsLeft: secondsLeft(done, how.started) }) });
      }),
  });
  await pause();
  const trusted = await trust(task.ownEvidence, found, {
    scale,
    fallback,
    shown: task.evidence,
    picture: how.picture,
    sizeOf: estimator.fallbackSize,
    pause,
  });
  return {
    ...own,
    scale,
    ...trusted,
    light: "encoded",
    found: found.kernelOf(scale),
    evidence: task.ownEvidence,
    warnings: [...warnings, ...trusted.warnings],
  };
}

/** The evidence of an image at its own size and, of methods that look for wide blur, at the size that shows it. */
async function gatherEvidence(
  image: PlanarImage,
  scale: Scale,
  { showsWideBlur }: Pick<KernelEstimator<OptionTable, EstimateResult>, "showsWideBlur">,
  {
    pause,
    report,
    ofValues,
  }: { pause: Pause; report: (done: number) => void; ofValues: BlurEvidence | undefined },
): Promise<EstimateTask> {
  const ownShare = showsWideBlur ? OWN_SIZE_SHARE : 1;
  const ownEvidence = await BlurEvidence.measure(image, pause, {
    ownGrid: scale === 1,
    ofValues,
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
  return withoutFlatBorder(image);
}

/** Kernels know the factors that they are for, how far they can be trusted, and what their blur mixed. */
function withOrigin<T extends Pick<Estimate, "kernel" | "kernels" | "confidence" | "fellBack" | "light">>(
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
