/**
 * The kernel type and its conventions.
 *
 * Downscaling is cross-correlation with the kernel, then every s-th pixel:
 * `scipy.ndimage.correlate(x, k)[::s, ::s]`, i.e. `y[i, j] = Σ_{u,v} k[u, v] · x[s·i + u − ⌊n/2⌋, s·j + v − ⌊n/2⌋]`.
 * A kernel is aligned if its centre of mass lies at `⌊n/2⌋ + (s − 1) / 2` in each direction (0-based): then each
 * low-resolution pixel lies in the middle of its s×s block. (The authors' program has `(s − n mod 2) / 2`, the same for
 * its kernels, which are odd; for even n that is half a pixel beyond the middle.) The conventions of other programs are
 * in convention.ts.
 */

import { check } from "../errors.js";
import type { FoundLight, ToneCurve } from "../image/index.js";
import { checkInteger } from "../range.js";
import { shown } from "../shown.js";

/** A square blur kernel, row-major. Normalised kernels sum to 1. */
export interface Kernel {
  /** Side length n in high-resolution pixels. */
  readonly size: number;
  /** n × n weights, row by row. */
  readonly data: Float64Array;
  /** The scale factor that the kernel is for, if known. */
  readonly scale?: number | undefined;
  /**
   * How far the kernel can be trusted, in [0, 1], if known: the confidence of an estimate, or 1 for the true kernel.
   */
  readonly confidence?: number | undefined;
  /**
   * Whether it is a safe kernel in the place of an estimate that could not be trusted; `confidence` is the estimate's.
   */
  readonly fellBack?: boolean | undefined;
  /** What its blur mixed, linear light or encoded pixel values, if known: what an estimate found. */
  readonly light?: FoundLight | undefined;
  /**
   * The tone curve of the camera, if it is known: the light, in [0, 1], of the pixel values 0, 1/64, …, 1 (65 numbers
   * that rise from 0 to 1). It belongs to `light: "linear"`, which is that of sRGB without it; else it is not looked at.
   */
  readonly toneCurve?: ToneCurve | undefined;
}

/** What is known of a kernel besides: how far it can be trusted, and what its blur mixed. */
export type KernelNotes = Pick<Kernel, "confidence" | "fellBack" | "light" | "toneCurve">;

/** The notes of a kernel that have a value, to hand them on to one that is made from it. */
export function notesOf({ confidence, fellBack, light, toneCurve }: KernelNotes): KernelNotes {
  return {
    ...(confidence !== undefined && { confidence }),
    ...(fellBack && { fellBack }),
    ...(light !== undefined && { light }),
    ...(light === "linear" && toneCurve !== undefined && { toneCurve }),
  };
}

/**
 * Makes a kernel and checks that it is square.
 *
 * @param size side length n
 * @param data n × n weights, row by row; default all 0
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
 * Makes a kernel from its rows, as Python, MATLAB and JSON hold them.
 *
 * @param scale the scale factor that it is for, if known
 * @throws KernelGanError `invalid-argument` unless each row has as many weights as there are rows, all of them finite
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
  return Math.floor(size / 2) + 0.5 * (scale - 1);
}
