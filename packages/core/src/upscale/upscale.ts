/**
 * Blind super-resolution of an image in memory: estimates the kernel, unless it is given, and upscales for it. The
 * command line, its batches and the web page all do this.
 */
import { check } from "../errors.js";
import {
  checkScale,
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateControl,
  type EstimateMethod,
  type EstimateProgress,
  estimateKernel,
  isNoEstimate,
  isScaleOf,
  saidOfPicture,
  usualWay,
} from "../estimate/index.js";
import { findRepetition, type PlanarImage } from "../image/index.js";
import { bicubicKernels, type Kernel } from "../kernel/index.js";
import {
  applicableOptions,
  checkOptions,
  mergeOptions,
  type NameInMessages,
  type OptionTable,
  type OptionValues,
  onlyWith,
  renameCondition,
  withDefaults,
} from "../options/index.js";
import {
  COMMON_RESTORE_OPTIONS,
  GIVEN_PRIOR,
  isOneKernel,
  openPrior,
  type RestoreKernels,
  receiver,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveOptions,
  type SuperResolveProgress,
  superResolve,
  type TakeResultRows,
  UPSCALE_FACTORS,
} from "../restore/index.js";

import { factorFor, SIZE_OPTIONS, type Size, sizedRows, targetSize } from "./size.js";
import { upscaleRepeated } from "./upscale-repeated.js";

/** The usual assumption about a kernel that is not estimated, as a value of the option `kernel`. */
export const BICUBIC = "bicubic";

const KERNEL_OPTION = {
  kernel: {
    type: "text",
    placeholder: `${ESTIMATE_METHODS.join("|")}|${BICUBIC}|FILE`,
    default: "auto",
    help: `the kernel: how to estimate it (${ESTIMATE_METHODS.join(", ")}), ${BICUBIC}, or a kernel file`,
  },
} as const satisfies OptionTable;

const { scale: _scale, method: _method, fallback, ...ESTIMATE_ROWS } = ESTIMATE_OPTIONS;

/**
 * The options of {@link upscaleImage}: those of superResolve, the kernel, and those of estimateKernel, which belong to
 * values of `kernel` here instead of `method`.
 */
export const UPSCALE_OPTIONS = mergeOptions(
  SIZE_OPTIONS,
  COMMON_RESTORE_OPTIONS,
  KERNEL_OPTION,
  SUPER_RESOLVE_OPTIONS,
  onlyWith({ kernel: ESTIMATE_METHODS }, { fallback }),
  renameCondition("method", "kernel", ESTIMATE_ROWS),
);

/** Arguments beside the options of the table, for programs. */
export interface UpscaleSettings {
  /** Kernels to use instead of an estimate; the option `kernel` may then name their origin (default "given"). */
  kernels?: RestoreKernels | undefined;
  /** As in {@link superResolve}. */
  priorModel?: SuperResolveOptions["priorModel"];
  /** An estimate that was made before; the option `kernel` can then only be its method. */
  estimate?: Estimate | undefined;
  /** As in {@link superResolve}; the kernel is estimated from the visible part. */
  alpha?: PlanarImage | undefined;
}

/** Options of {@link upscaleImage}; all have defaults. */
export type UpscaleOptions = OptionValues<typeof UPSCALE_OPTIONS> & UpscaleSettings;

/** How to follow and stop an upscale. */
export interface UpscaleControl {
  /** Cancels the work. */
  signal?: AbortSignal | undefined;
  onEstimateProgress?: ((progress: EstimateProgress) => void) | undefined;
  onRestoreProgress?: ((progress: SuperResolveProgress) => void) | undefined;
  /**
   * As in {@link EstimateControl}.
   *
   * @internal
   */
  openTrainers?: EstimateControl["openTrainers"];
  /** As in {@link SuperResolveControl}. */
  onRows?: TakeResultRows | undefined;
}

/**
 * The larger picture and how it was made. `scale` is the integer factor that the kernel is for; the picture itself is
 * smaller than that if it was reduced afterwards to the factor or size asked for. `timing` is that of the
 * super-resolution alone.
 */
export interface Upscale extends SuperResolution {
  /** Where the kernel comes from: the method that estimated it, "bicubic", or the origin of the kernels given. */
  kernelOrigin: string;
  /** Whether a safe kernel was used because none could be estimated or trusted; `warnings` say why. */
  fellBack: boolean;
  /** The estimate, if the kernel was estimated. */
  estimate?: Estimate | undefined;
}

/**
 * Estimates the kernel of an image, unless one is given, and upscales the image for it.
 *
 * By default every image can be upscaled: the bicubic kernel is used for an image that is too small or too flat for an
 * estimate, or whose pixels are repeated (image/repeated-pixels.ts). With `fallback: false` it is estimated like any
 * other, which may fail; and a given estimate that did not fall back is used for it.
 *
 * For a size, or a factor that is not an integer, the image is upscaled by the next larger factor that there is a
 * kernel for, and the result is reduced. For a size below the image's own, the image is sharpened at its own size and
 * reduced, with a warning. With `strength: 0` no kernel is estimated.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @throws KernelGanError as superResolve and, where `fallback` is false, as estimateKernel
 * @example
 * const { image: larger, kernel } = await upscaleImage(image, { scale: 2 });
 * const cutOut = await upscaleImage(image, { scale: 2, alpha });
 * const { image: sharper } = await upscaleImage(image, { kernels: kernel, exactKernel: true });
 */
export async function upscaleImage(
  image: PlanarImage,
  options: UpscaleOptions = {},
  control: UpscaleControl = {},
): Promise<Upscale> {
  const { kernels: given, priorModel, estimate: made, alpha, ...values } = options;
  values.kernel ??= given ? "given" : made?.method;
  values.prior ??= priorModel && GIVEN_PRIOR;
  checkUpscaleOptions(values);
  const resolved = withDefaults(UPSCALE_OPTIONS, values);
  const { fallback, wrap, strength } = resolved;
  checkOrigin(resolved.kernel, options);
  // Where nothing is undone, no kernel need be found.
  const kernel = strength === 0 && !made && isEstimateMethod(resolved.kernel) ? BICUBIC : resolved.kernel;
  // Before the estimate, which may take minutes.
  await openPrior(values.prior, priorModel);
  const { signal, onEstimateProgress, onRestoreProgress, openTrainers } = control;
  const isEstimated = isEstimateMethod(kernel);
  const target = targetSize(image, resolved);
  const scale = factorFor(target.ratio, knownFactors(kernel, given ?? made?.kernels));
  const { take, result } = receiver({ ...target, channels: image.channels }, control.onRows, alpha, wrap);
  const onRows = sizedRows(image, scale, target, wrap, take);
  const restoreControl = { signal, onProgress: onRestoreProgress, onRows };
  const reduced = target.ratio < 1 ? [reducedTo(target, image, resolved.size)] : [];
  // A kernel that was found before, and trusted or asked for without fallback, is the caller's choice.
  const mayFallBack = isEstimated && fallback && (made?.fellBack ?? true);
  const repetition = mayFallBack ? findRepetition(image) : undefined;
  if (repetition) {
    const repeated = await upscaleRepeated(
      { image, alpha },
      repetition,
      { ...values, priorModel, scale },
      restoreControl,
    );
    return {
      ...repeated,
      ...result,
      kernelOrigin: BICUBIC,
      fellBack: true,
      warnings: [...reduced, ...repeated.warnings],
    };
  }

  const { estimate, warning } =
    made || !isEstimated
      ? { estimate: made }
      : await estimated(image, alpha, { ...values, scale, method: kernel }, fallback, {
          signal,
          openTrainers,
          onProgress: onEstimateProgress,
        });
  const restored = await superResolve(
    image,
    estimate?.kernels ?? given ?? bicubicKernels(UPSCALE_FACTORS),
    {
      ...applicableOptions(SUPER_RESOLVE_OPTIONS, { ...values, scale }),
      priorModel,
      alpha,
    },
    restoreControl,
  );
  const { fellBack = warning !== undefined } = restored.kernel;
  const warnings = new Set([
    ...reduced,
    ...(warning === undefined ? [] : [warning]),
    ...(given && fellBack ? [notOfTheImage(restored.kernel)] : []),
    ...(estimate ? saidOfPicture(estimate.warnings, estimate.scale) : []),
    ...restored.warnings,
  ]);
  return {
    ...restored,
    ...result,
    kernelOrigin: warning === undefined ? kernel : BICUBIC,
    fellBack,
    estimate,
    warnings: [...warnings],
  };
}

/**
 * Checks what does not depend on the image.
 *
 * @throws KernelGanError `invalid-argument`
 */
export function checkUpscaleOptions(
  values: OptionValues<typeof UPSCALE_OPTIONS>,
  nameOf?: NameInMessages,
): void {
  checkOptions(UPSCALE_OPTIONS, values, nameOf);
  const { scale, size, kernel = KERNEL_OPTION.kernel.default } = values;
  check(
    scale === undefined || size === undefined,
    () => "both a scale and a size are given; leave one of them out",
  );
  if (!isEstimateMethod(kernel)) return;
  checkScale(kernel, scale ?? SIZE_OPTIONS.scale.default);
  check(
    values.confidence === undefined,
    () =>
      `the confidence in a kernel that is estimated (${kernel}) is the estimate's own; leave "confidence" out, or give a kernel`,
  );
  check(
    values.exactKernel !== true,
    () =>
      `a kernel that is estimated (${kernel}) is not the exact one; leave "exactKernel" out, or give a kernel`,
  );
}

/** Factors that there can be a kernel for. */
function knownFactors(kernel: string, kernels: RestoreKernels | undefined): readonly number[] {
  if (kernels && !isOneKernel(kernels)) return Object.keys(kernels).map(Number);
  return UPSCALE_FACTORS.filter((factor) => !isEstimateMethod(kernel) || isScaleOf(kernel, factor));
}

/** Checks that there is one origin of the kernel. */
function checkOrigin(kernel: string, { kernels, estimate }: UpscaleSettings): void {
  check(
    !(kernels && estimate),
    () => `"kernels" and "estimate" are both kernels to upscale for; leave one of them out`,
  );
  check(
    estimate === undefined || estimate.method === kernel,
    () => `"kernel" is ${kernel}, but the estimate was made by ${estimate?.method}; leave "kernel" out`,
  );
  const isKnown = kernel === BICUBIC || isEstimateMethod(kernel);
  check(kernels ? !isKnown : isKnown, () =>
    kernels
      ? `"kernel" is ${kernel}, but kernels are given; leave one of them out`
      : `"kernel" must be one of ${[...ESTIMATE_METHODS, BICUBIC].join(", ")} where no kernels are given, got "${kernel}"`,
  );
}

/** An estimate, or why there is none. */
async function estimated(
  image: PlanarImage,
  alpha: PlanarImage | undefined,
  values: Readonly<Record<string, unknown>> & { scale: number },
  fallback: boolean,
  control: EstimateControl,
): Promise<{ estimate?: Estimate; warning?: string }> {
  try {
    const options = { ...applicableOptions(ESTIMATE_OPTIONS, values), alpha };
    return { estimate: await estimateKernel(image, options, control) };
  } catch (error) {
    if (!fallback || !isNoEstimate(error)) throw error;
    return { warning: `${error.message}; ${usualWay(values.scale)}` };
  }
}

/** What is said where a size is smaller than the image. */
function reducedTo(target: Size, { width, height }: Size, size = ""): string {
  return `the size ${size} is smaller than the picture (${width}×${height}), which is reduced to ${target.width}×${target.height}`;
}

/** What is said of a kernel that a file holds in the place of an estimate. */
function notOfTheImage({ confidence }: Kernel): string {
  const known = confidence === undefined ? "" : ` (confidence ${confidence.toFixed(2)})`;
  return `the kernel given is no estimate, but the safe one in the place of an estimate that could not be trusted${known}`;
}

/** Whether a value of the option `kernel` names a way to estimate it. */
export function isEstimateMethod(kernel: string): kernel is EstimateMethod {
  return ESTIMATE_METHODS.some((method) => method === kernel);
}
