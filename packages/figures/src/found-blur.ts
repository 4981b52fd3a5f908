/** What the kernel of an estimate looks like, for records and displays. */
import { type BlurDescription, describeBlur, type Kernel } from "@kernelgan/core";

/** Of an estimate: its kernel, for its scale, and whether the bicubic kernel or another safe one took its place. */
interface EstimatedKernel {
  readonly kernel: Kernel;
  readonly scale: number;
  readonly fellBack: boolean;
}

/** @returns undefined where there is no estimate, or nothing that can be trusted was found */
export function foundBlur(estimate: EstimatedKernel | undefined): BlurDescription | undefined {
  return estimate && !estimate.fellBack ? describeBlur(estimate.kernel, estimate.scale) : undefined;
}
