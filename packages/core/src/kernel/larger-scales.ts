/** The kernels of ×4 and ×8, which follow from that of ×2. */
import { analyticKernel } from "./analytic.js";
import type { Kernel } from "./kernel.js";

/** The kernel of ×2 with those that follow from it; other kernels as they are. */
export function withLargerScales(kernels: Partial<Record<number, Kernel>>): Partial<Record<number, Kernel>> {
  const { 2: double } = kernels;
  return double ? { 2: double, 4: analyticKernel(double, 4), 8: analyticKernel(double, 8) } : kernels;
}
