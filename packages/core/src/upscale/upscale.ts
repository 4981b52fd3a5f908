/**
 * Blind super-resolution of an image in memory: estimates the kernel, unless it is given, and upscales for it. The
 * command line, its batches and the web page all do this.
 */
import {
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateControl,
  type EstimateProgress,
  estimateKernel,
  isNoEstimate,
  noEstimate,
  saidOfPicture,
} from "../estimate/index.js";
import { findRepetition, type PlanarImage } from "../image/index.js";
import { bicubicKernels, type Kernel } from "../kernel/index.js";
import { applicableOptions, withDefaults } from "../options/index.js";
import {
  GIVEN_PRIOR,
  openPrior,
  receiver,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveProgress,
  superResolve,
  type TakeResultRows,
  UPSCALE_FACTORS,
} from "../restore/index.js";
import { distinctWarnings, type Warning } from "../warnings.js";
import {
  BICUBIC,
  checkOrigin,
  checkUpscaleOptions,
  isEstimateMethod,
  knownFactors,
  UPSCALE_OPTIONS,
  type UpscaleOptions,
} from "./options.js";
import { factorFor, type Size, sizedRows, targetSize } from "./size.js";
import { upscaleRepeated } from "./upscale-repeated.js";

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
  const warnings = distinctWarnings([
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
    warnings,
  };
}

/** An estimate, or why there is none. */
async function estimated(
  image: PlanarImage,
  alpha: PlanarImage | undefined,
  values: Readonly<Record<string, unknown>> & { scale: number },
  fallback: boolean,
  control: EstimateControl,
): Promise<{ estimate?: Estimate; warning?: Warning }> {
  try {
    const options = { ...applicableOptions(ESTIMATE_OPTIONS, values), alpha };
    return { estimate: await estimateKernel(image, options, control) };
  } catch (error) {
    if (!fallback || !isNoEstimate(error)) throw error;
    return { warning: noEstimate(error, values.scale) };
  }
}

/** What is said where a size is smaller than the image. */
function reducedTo(target: Size, { width, height }: Size, size = ""): Warning {
  return {
    code: "reduced",
    message: `the size ${size} is smaller than the picture (${width}×${height}), which is reduced to ${target.width}×${target.height}`,
  };
}

/** What is said of a kernel that a file holds in the place of an estimate. */
function notOfTheImage({ confidence }: Kernel): Warning {
  const known = confidence === undefined ? "" : ` (confidence ${confidence.toFixed(2)})`;
  return {
    code: "safe-kernel",
    message: `the given kernel is not an estimate but the safe one that replaced an estimate that could not be trusted${known}`,
  };
}
