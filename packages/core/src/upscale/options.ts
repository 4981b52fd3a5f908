/** The options of {@link upscaleImage}, and what they must be, apart from the image. */
import { check } from "../errors.js";
import {
  checkScale,
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateMethod,
  isScaleOf,
} from "../estimate/index.js";
import type { PlanarImage } from "../image/index.js";
import {
  checkOptions,
  mergeOptions,
  type NameInMessages,
  type OptionTable,
  type OptionValues,
  onlyWith,
  renameCondition,
} from "../options/index.js";
import {
  COMMON_RESTORE_OPTIONS,
  isOneKernel,
  type RestoreKernels,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolveOptions,
  UPSCALE_FACTORS,
} from "../restore/index.js";
import { SIZE_OPTIONS } from "./size.js";

/** The usual assumption about a kernel that is not estimated, as a value of the option `kernel`. */
export const BICUBIC = "bicubic";

const KERNEL_OPTION = {
  kernel: {
    type: "text",
    placeholder: `${ESTIMATE_METHODS.join("|")}|${BICUBIC}|FILE`,
    default: "auto",
    words: [...ESTIMATE_METHODS, BICUBIC],
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

/**
 * Factors that there can be a kernel for.
 *
 * @param kernel the value of the option
 * @param kernels those that are given, if any
 */
export function knownFactors(kernel: string, kernels: RestoreKernels | undefined): readonly number[] {
  if (kernels && !isOneKernel(kernels)) return Object.keys(kernels).map(Number);
  return UPSCALE_FACTORS.filter((factor) => !isEstimateMethod(kernel) || isScaleOf(kernel, factor));
}

/**
 * Checks that there is one origin of the kernel.
 *
 * @param kernel the value of the option
 * @throws KernelGanError `invalid-argument`
 */
export function checkOrigin(kernel: string, { kernels, estimate }: UpscaleSettings): void {
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

/** Whether a value of the option `kernel` names a way to estimate it. */
export function isEstimateMethod(kernel: string): kernel is EstimateMethod {
  return ESTIMATE_METHODS.some((method) => method === kernel);
}
