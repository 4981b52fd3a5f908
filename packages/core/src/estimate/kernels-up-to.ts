/** The kernels of all scales that an estimate contains, where one fit has them all. */
import type { Kernel } from "../kernel/index.js";
import { SCALES_UP_TO, type Scale } from "./choices.js";

/** @param kernel that of `scale` */
export function kernelsUpTo(
  scale: Scale,
  kernel: Kernel,
  kernelOf: (scale: Scale) => Kernel,
): Partial<Record<Scale, Kernel>> {
  return Object.fromEntries(SCALES_UP_TO[scale].map((s) => [s, s === scale ? kernel : kernelOf(s)]));
}
