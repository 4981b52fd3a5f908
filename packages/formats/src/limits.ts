/** Bounds for files from anywhere: what they declare is checked before any memory is taken for it. */
import { KernelGanError, type Warning } from "@kernelgan/core";
import { check, checkNames, type Names, shown } from "@kernelgan/core/internal";

/** How to decode. */
export interface DecodeOptions {
  /** The largest side of a kernel to accept; default {@link DEFAULT_MAX_KERNEL_SIZE}. */
  maxSize?: number | undefined;
  /** Called for each thing in the file that makes no sense, and is left out. */
  onWarning?: ((warning: Warning) => void) | undefined;
}

/** Without a limit given. The largest kernels in use have some 150 pixels a side. */
export const DEFAULT_MAX_KERNEL_SIZE = 255;

/** Bytes of the file beside the kernel's numbers: options and losses, other variables. */
const OTHER_BYTES = 8 * 2 ** 20;
/** A number in JSON: sign, digits, exponent, separators. */
const BYTES_A_NUMBER = 32;

export const DECODE_NAMES: Names<DecodeOptions> = { maxSize: "any", onWarning: "function" };

/** @throws KernelGanError `invalid-argument` for other options, or a limit that is none */
export function checkDecodeOptions(options: DecodeOptions): void {
  checkNames(options, DECODE_NAMES);
  const { maxSize } = options;
  check(
    maxSize === undefined || (Number.isInteger(maxSize) && maxSize > 0),
    () => `the largest kernel must be a positive integer of pixels a side, got ${shown(maxSize)}`,
  );
}

/**
 * The largest kernel file that is read, in bytes.
 *
 * @throws KernelGanError `invalid-argument` for a limit that is none
 */
export function maxFileBytes(options: DecodeOptions = {}): number {
  checkDecodeOptions(options);
  const { maxSize = DEFAULT_MAX_KERNEL_SIZE } = options;
  return OTHER_BYTES + BYTES_A_NUMBER * maxSize ** 2;
}

/**
 * Checks the sizes that a file declares.
 *
 * @param available how many numbers the file has
 * @throws KernelGanError `invalid-input` if they are none of a kernel, too large, or not what the file has.
 */
export function checkDeclared(
  rows: number,
  columns: number,
  available: number,
  { maxSize = DEFAULT_MAX_KERNEL_SIZE }: DecodeOptions,
): void {
  if (rows === 0 || columns === 0) {
    throw new KernelGanError("invalid-input", `holds an empty matrix (${rows}×${columns}), and no kernel`);
  }
  if (rows !== columns) {
    throw new KernelGanError("invalid-input", `holds a ${rows}×${columns} matrix, but a kernel is square`);
  }
  if (rows > maxSize) {
    throw new KernelGanError(
      "invalid-input",
      `holds a ${rows}×${columns} kernel, more than the ${maxSize}×${maxSize} allowed; allow more with "maxKernelSize" ${rows}`,
    );
  }
  if (available < rows * columns) {
    throw new KernelGanError("invalid-input", `is cut off: of ${rows * columns} numbers it has ${available}`);
  }
}
