/** From a matrix found in a file to a kernel. */
import { type Kernel, KernelGanError, kernel } from "@kernelgan/core";

/**
 * A kernel from `rows` × `columns` numbers in row-major order; the sizes are checked (`checkDeclared`).
 *
 * @throws KernelGanError `invalid-input` if a number is not finite.
 */
export function squareKernel(rows: number, columns: number, data: ArrayLike<number>): Kernel {
  if (data.length !== rows * columns || !Array.from(data).every(Number.isFinite)) {
    throw new KernelGanError("invalid-input", `does not hold ${rows}×${columns} finite numbers`);
  }
  return kernel(rows, data);
}

/** The transpose of a column-major matrix's numbers: row-major ones. */
export function rowMajor(rows: number, columns: number, columnMajor: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows * columns);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) out[r * columns + c] = columnMajor[c * rows + r] as number;
  }
  return out;
}
