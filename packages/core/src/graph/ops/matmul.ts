/**
 * Matrix products.
 *
 * | y        | da for dy | db for dy |
 * | -------- | --------- | --------- |
 * | A · B    | dy · Bᵀ   | Aᵀ · dy   |
 * | A · Bᵀ   | dy · B    | dyᵀ · A   |
 * | Aᵀ · B   | B · dyᵀ   | A · dy    |
 *
 * Transposed operands of two matrices are arguments of ONNX's Gemm; of stacks of matrices, a Transpose node that
 * ONNX Runtime merges into the product.
 */
import { check } from "../../errors.js";
import { formatShape, type Shape, type Tensor } from "../graph.js";
import { broadcastShape, sumToShape } from "./broadcast.js";
import { transpose } from "./shape.js";

/** Which operands are transposed (their last two dimensions swapped). */
export interface MatmulOptions {
  transposeA?: boolean;
  transposeB?: boolean;
}

/** Product of two matrices, or of two stacks of matrices whose leading dimensions broadcast. */
export function matmul(
  a: Tensor,
  b: Tensor,
  { transposeA = false, transposeB = false }: MatmulOptions = {},
): Tensor {
  const { graph } = a;
  const [m, ka] = matrixShape(a.shape, transposeA);
  const [kb, n] = matrixShape(b.shape, transposeB);
  check(
    ka === kb,
    () =>
      `matmul: inner dimensions differ: ${formatShape(a.shape)}${transposeA ? "ᵀ" : ""} · ${formatShape(b.shape)}${transposeB ? "ᵀ" : ""}`,
  );
  const flat = a.shape.length === 2 && b.shape.length === 2;
  const lead = broadcastShape("matmul", a.shape.slice(0, -2), b.shape.slice(0, -2));
  const shape = [...lead, m, n];
  const y =
    flat && (transposeA || transposeB)
      ? graph.emit("Gemm", [a, b], shape, { transA: BigInt(transposeA), transB: BigInt(transposeB) })
      : graph.emit("MatMul", [transposeA ? swapLast(a) : a, transposeB ? swapLast(b) : b], shape);
  return graph.differentiable(y, [a, b], (dy, wanted) => {
    const da = (): Tensor =>
      transposeA
        ? matmul(b, dy, { transposeA: transposeB, transposeB: true })
        : matmul(dy, b, { transposeB: !transposeB });
    const db = (): Tensor =>
      transposeB
        ? matmul(dy, a, { transposeA: true, transposeB: transposeA })
        : matmul(a, dy, { transposeA: !transposeA });
    return [
      wanted[0] ? sumToShape(da(), a.shape) : undefined,
      wanted[1] ? sumToShape(db(), b.shape) : undefined,
    ];
  });
}

function matrixShape(shape: Shape, transposed: boolean): [number, number] {
  const [m, n] = [shape.at(-2), shape.at(-1)];
  check(m !== undefined && n !== undefined, () => `matmul: needs matrices, got shape ${formatShape(shape)}`);
  return transposed ? [n, m] : [m, n];
}

function swapLast(x: Tensor): Tensor {
  const order = x.shape.map((_, i) => i);
  return transpose(x, [...order.slice(0, -2), order.length - 1, order.length - 2]);
}
