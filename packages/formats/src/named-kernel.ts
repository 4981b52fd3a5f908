/** A kernel file as people have it: bytes with a name, which may say the scale. */
import { type Kernel, KernelGanError, kernelSum } from "@kernelgan/core";
import { decodeKernel, type KernelReading } from "./formats.js";
import { kernelWarnings } from "./kernel-warnings.js";
import type { KernelFile } from "./record.js";

/** Sums this close to 0, relative to Σ|k|, are rounding errors. */
const MIN_SUM = 1e-6;

const SCALE = /_x(\d+)(?:\.[^./\\]*)?$/;

/** The scale at the end of a file's name, whatever the file: 2 of `boat_x2.png` and of `k_x2.mat`. */
export function scaleInName(path: string): number | undefined {
  const scale = SCALE.exec(path)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

/** How to read a kernel file that has a name. */
export interface NamedKernelReading extends KernelReading {
  /** The option by which the caller says how the file holds the kernel; warnings name it. */
  conventionOption: string;
}

/**
 * The kernel in a file, aligned, with its scale where the file (json, png) or else its name (`…_x2.mat`) says it.
 *
 * @param name of the file; with folders or without
 * @param reading for what neither says, and limits; `onWarning` receives what is unusual about the kernel as well
 * @throws KernelGanError as decodeKernel; `invalid-input` where the weights do not sum to a positive number
 */
export async function decodeNamedKernel(
  bytes: Uint8Array,
  name: string,
  { conventionOption, ...reading }: NamedKernelReading,
): Promise<KernelFile> {
  const scale = scaleInName(name);
  const file = await decodeKernel(bytes, { ...reading, scale: scale ?? reading.scale });
  checkSum(file.kernel);
  for (const warning of kernelWarnings(file.kernel, file.kernel.scale, conventionOption)) {
    reading.onWarning?.(warning);
  }
  return scale === undefined ? file : { scale, ...file };
}

/** A blur keeps the brightness: it can be divided by the sum of its weights. */
function checkSum(k: Kernel): void {
  const magnitude = k.data.reduce((sum, weight) => sum + Math.abs(weight), 0);
  if (kernelSum(k) > MIN_SUM * magnitude) return;
  throw new KernelGanError(
    "invalid-input",
    `holds no blur kernel: its weights sum to ${kernelSum(k)}, which must be positive`,
  );
}
