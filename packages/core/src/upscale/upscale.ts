/**
 * Blind super-resolution of an image in memory: estimates the kernel, unless it is given, and upscales for it. This is what
 * the command, its batches and the page do.
 */
import { check } from "../errors.js";
import {
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateMethod,
  type EstimateProgress,
  estimateKernel,
} from "../estimate/index.js";
import type { PlanarImage } from "../image/index.js";
import { bicubicKernel } from "../kernel/index.js";
import {
  applicableOptions,
  checkOptions,
  mergeOptions,
  type OptionTable,
  type OptionValues,
  renameCondition,
  withDefaults,
} from "../options/index.js";
import {
  COMMON_RESTORE_OPTIONS,
  type RestoreKernels,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveProgress,
  superResolve,
  type TakeRows,
  UPSCALE_FACTORS,
} from "../restore/index.js";

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

const { scale: _scale, method: _method, ...ESTIMATE_ROWS } = ESTIMATE_OPTIONS;

/**
 * The options of {@link upscaleImage}: those of superResolve, the kernel, and those of estimateKernel, which belong to values
 * of `kernel` here instead of `method`.
 */
export const UPSCALE_OPTIONS = mergeOptions(
  COMMON_RESTORE_OPTIONS,
  KERNEL_OPTION,
  SUPER_RESOLVE_OPTIONS,
  renameCondition("method", "kernel", ESTIMATE_ROWS),
);

/** Arguments beside the options of the table, for programs. */
export interface UpscaleSettings {
  /** The kernels, if they are not to be estimated; `kernel` is then their origin (default "given"). */
  kernels?: RestoreKernels | undefined;
  /** How far these can be trusted, 0 to 1; default 0. */
  confidence?: number | undefined;
  /** The image to estimate the kernel from, where it is not the one to upscale, e.g. on a background instead of transparent. */
  estimateFrom?: PlanarImage | undefined;
}

/** Options of {@link upscaleImage}; all have defaults. */
export type UpscaleOptions = OptionValues<typeof UPSCALE_OPTIONS> & UpscaleSettings;

/** How to follow and stop an upscale. */
export interface UpscaleControl {
  /** Cancels the work. */
  signal?: AbortSignal | undefined;
  onEstimateProgress?: ((progress: EstimateProgress) => void) | undefined;
  onRestoreProgress?: ((progress: SuperResolveProgress) => void) | undefined;
  /** As in {@link SuperResolveControl}. */
  onRows?: TakeRows | undefined;
}

/** The larger picture and how it was made. `timing` is that of the super-resolution. */
export interface Upscale extends SuperResolution {
  /** The method of the estimate, "bicubic", or the origin of given kernels. */
  kernelOrigin: string;
  /** If the kernel was estimated. */
  estimate?: Estimate | undefined;
}

/**
 * Estimates the kernel of an image, unless one is given, and upscales the image for it.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @throws KernelGanError as estimateKernel and superResolve
 * @example
 * const { image: larger, kernel } = await upscaleImage(image, { scale: 2 });
 * const { image: sharper } = await upscaleImage(image, { kernels: kernel, exactKernel: true });
 */
export async function upscaleImage(
  image: PlanarImage,
  options: UpscaleOptions = {},
  control: UpscaleControl = {},
): Promise<Upscale> {
  const { kernels: given, confidence, estimateFrom = image, ...values } = options;
  if (given) values.kernel ??= "given";
  checkOptions(UPSCALE_OPTIONS, values);
  const { kernel } = withDefaults(UPSCALE_OPTIONS, values);
  const isKnown = kernel === BICUBIC || isEstimateMethod(kernel);
  check(given ? !isKnown : isKnown, () =>
    given
      ? `"kernel" is ${kernel}, but kernels are given; leave one of them out`
      : `"kernel" must be one of ${[...ESTIMATE_METHODS, BICUBIC].join(", ")} where no kernels are given, got "${kernel}"`,
  );
  const { signal, onEstimateProgress, onRestoreProgress, onRows } = control;
  const estimate = isEstimateMethod(kernel)
    ? await estimateKernel(
        estimateFrom,
        { ...applicableOptions(ESTIMATE_OPTIONS, { ...values, method: kernel }) },
        { signal, onProgress: onEstimateProgress },
      )
    : undefined;
  const restored = await superResolve(
    image,
    estimate?.kernels ?? given ?? bicubicKernels(),
    {
      ...applicableOptions(SUPER_RESOLVE_OPTIONS, values),
      confidence: estimate ? estimate.confidence : confidence,
    },
    { signal, onProgress: onRestoreProgress, onRows },
  );
  const warnings = [...new Set([...(estimate?.warnings ?? []), ...restored.warnings])];
  return { ...restored, kernelOrigin: kernel, estimate, warnings };
}

/** Whether a value of the option `kernel` names a way to estimate it. */
export function isEstimateMethod(kernel: string): kernel is EstimateMethod {
  return ESTIMATE_METHODS.some((method) => method === kernel);
}

function bicubicKernels(): RestoreKernels {
  return Object.fromEntries(UPSCALE_FACTORS.map((factor) => [factor, bicubicKernel(factor)]));
}
