/**
 * The kernel type and its conventions.
 *
 * Downscaling is cross-correlation with the kernel, then every s-th pixel:
 * `scipy.ndimage.correlate(x, k)[::s, ::s]`, i.e. `y[i, j] = Σ_{u,v} k[u, v] · x[s·i + u − ⌊n/2⌋, s·j + v − ⌊n/2⌋]`.
 * A kernel is aligned when its centre of mass lies at `⌊n/2⌋ + (s − n mod 2) / 2` in each direction (0-based): then
 * the low-resolution pixel is the middle of its s×s block. What other programs mean is in convention.ts.
 */

import { check } from "../errors.js";
import { checkInteger } from "../range.js";
import { shown } from "../shown.js";

/** A square blur kernel, row-major. Normalised kernels sum to 1. */
export interface Kernel {
  /** Side length n in high-resolution pixels. */
  readonly size: number;
  /** n × n weights, row by row. */
  readonly data: Float64Array;
  /** The factor that the kernel is for, if that is known. */
  readonly scale?: number | undefined;
  /**
   * How far it can be trusted, 0 to 1, if that is known: as estimateKernel says, or 1 for the one that the image was
   * made with.
   */
  readonly confidence?: number | undefined;
  /** It takes the place of an estimate that could not be trusted, of which `confidence` is. */
  readonly fellBack?: boolean | undefined;
}

/** What says how far a kernel can be trusted. */
export type KernelTrust = Pick<Kernel, "confidence" | "fellBack">;

/** How far a kernel can be trusted, for one that is made of it: with the keys that have a value. */
export function trustOf({ confidence, fellBack }: KernelTrust): KernelTrust {
  return { ...(confidence !== undefined && { confidence }), ...(fellBack && { fellBack }) };
}

/**
 * Makes a kernel and checks that it is square.
 *
 * @throws KernelGanError `invalid-argument` if `data` is not size² finite numbers.
 */
export function kernel(size: number, data: ArrayLike<number> = new Float64Array(size * size)): Kernel {
  checkInteger("a kernel's size", size, { min: 1 });
  check(
    data.length === size * size,
    () => `a ${size}×${size} kernel has ${size * size} weights, got ${data.length}`,
  );
  // Checked before the copy, as Float64Array.from would turn strings and null into numbers.
  for (let i = 0; i < data.length; i++) {
    const weight = data[i];
    check(
      Number.isFinite(weight),
      () => `a kernel's weights must all be finite numbers, got ${shown(weight)}`,
    );
  }
  return { size, data: Float64Array.from(data) };
}

/**
 * A kernel of its rows, as Python, MATLAB and JSON hold them.
 *
 * @param scale the factor that it is for, if that is known
 * @throws KernelGanError `invalid-argument` unless the rows are as long as there are rows, of finite numbers
 * @example kernelFromRows([[0, 1, 0], [1, 4, 1], [0, 1, 0]], 2)
 */
export function kernelFromRows(rows: readonly ArrayLike<number>[], scale?: number): Kernel {
  const uneven = rows.find((row) => row.length !== rows.length);
  check(
    uneven === undefined,
    () =>
      `a kernel is square: of ${rows.length} rows, each has ${rows.length} weights, got ${uneven?.length}`,
  );
  const made = kernel(
    rows.length,
    rows.flatMap((row) => Array.from(row)),
  );
  return scale === undefined ? made : { ...made, scale };
}

/** The kernel as rows, for printing and JSON. */
export function kernelRows(k: Kernel): number[][] {
  return Array.from({ length: k.size }, (_, y) => Array.from(k.data.subarray(y * k.size, (y + 1) * k.size)));
}

/**
 * Where an aligned kernel's centre of mass lies, in each direction (0-based).
 *
 * @param size of the kernel, in pixels
 * @param scale the factor that the kernel is for
 * @throws KernelGanError `invalid-argument` for a size that no kernel has, or a scale that is no number
 */
export function alignedCentre(size: number, scale: number): number {
  return Math.floor(size / 2) + 0.5 * (scale - (size % 2));
}
