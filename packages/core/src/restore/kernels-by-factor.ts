/** The kernels that a super-resolution is given: one for its factor, or several by theirs. */
import { check } from "../errors.js";
import { type Kernel, normaliseKernel } from "../kernel/index.js";
import type { UpscaleFactor } from "./method.js";

/**
 * The kernel for the factor, or kernels by factor. Given those of ×2 and ×4, `zssr` reaches ×4 in two steps; given
 * those of ×2, ×4 and ×8, it reaches ×8 in three.
 */
export type RestoreKernels = Kernel | Partial<Record<number, Kernel>>;

/**
 * Finds the kernel of a factor.
 *
 * @param scale the factor that a kernel is for which is given alone
 * @returns of a factor the kernel, normalised to sum 1; undefined where none was given. It throws a KernelGanError
 *   `invalid-argument` where that says that it is for another factor.
 */
export function kernelFinder(
  kernels: RestoreKernels,
  scale: UpscaleFactor,
): (factor: number) => Kernel | undefined {
  const byFactor = isOneKernel(kernels) ? { [scale]: kernels } : kernels;
  return (factor) => {
    const k = byFactor[factor];
    if (!k) return undefined;
    checkScaleOf(k, factor);
    return normaliseKernel(k);
  };
}

/** Why there is no super-resolution by that factor. */
export function noKernelFor(scale: UpscaleFactor, kernels: RestoreKernels): string {
  const factors = Object.entries(kernels).flatMap(([factor, kernel]) => (kernel ? [`×${factor}`] : []));
  return `there is no kernel for scale ${scale} among those given, which are for ${factors.join(", ")}; estimate the kernel at scale ${scale}, or choose another scale`;
}

/** A kernel for another factor would produce nonsense from any picture. */
function checkScaleOf({ scale }: Kernel, factor: number): void {
  const composed = scale === 2 && factor > 2 ? ` (analyticKernel makes that of ×4 from that of ×2)` : "";
  check(
    scale === undefined || scale === factor,
    () =>
      `the kernel is for ×${scale}, got scale ${factor}; give one for ×${factor}${composed}, or scale ${scale}`,
  );
}

/** Whether it is one kernel, for the factor, and not several. */
export function isOneKernel(kernels: RestoreKernels): kernels is Kernel {
  return "data" in kernels && "size" in kernels;
}
