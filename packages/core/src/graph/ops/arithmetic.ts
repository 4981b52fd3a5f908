/**
 * Elementwise arithmetic, with broadcasting.
 *
 * | y       | dx for dy                |
 * | ------- | ------------------------ |
 * | a + b   | dy, dy                   |
 * | a − b   | dy, −dy                  |
 * | a · b   | dy · b, dy · a           |
 * | a / b   | dy / b, −dy · y / b      |
 * | −x      | −dy                      |
 * | √x      | dy / (2y)                |
 * | abs x   | dy · sign x              |
 * | x^p     | dy · p · x^(p−1)         |
 */
import { check } from "../../errors.js";
import type { Graph, Tensor } from "../graph.js";
import { broadcastShape, sumToShape } from "./broadcast.js";

/** A tensor, or a number that stands for a scalar constant. */
export type Operand = Tensor | number;

function binary(
  opType: string,
  a: Operand,
  b: Operand,
  rule: (grad: Tensor, a: Tensor, b: Tensor, y: Tensor) => [() => Tensor, () => Tensor],
): Tensor {
  const graph = graphOf(a, b);
  const ta = typeof a === "number" ? graph.constant(a) : a;
  const tb = typeof b === "number" ? graph.constant(b) : b;
  const y = graph.emit(opType, [ta, tb], broadcastShape(opType, ta.shape, tb.shape));
  return graph.differentiable(y, [ta, tb], (grad, wanted) => {
    const [da, db] = rule(grad, ta, tb, y);
    return [
      wanted[0] ? sumToShape(da(), ta.shape) : undefined,
      wanted[1] ? sumToShape(db(), tb.shape) : undefined,
    ];
  });
}

function graphOf(a: Operand, b: Operand): Graph {
  const tensor = typeof a === "number" ? b : a;
  check(typeof tensor !== "number", () => "one of two operands must be a tensor");
  return tensor.graph;
}

function unary(opType: string, x: Tensor, rule: (grad: Tensor, y: Tensor) => Tensor): Tensor {
  const y = x.graph.emit(opType, [x], x.shape);
  return x.graph.differentiable(y, [x], (grad) => [rule(grad, y)]);
}

export function add(a: Operand, b: Operand): Tensor {
  return binary("Add", a, b, (dy) => [() => dy, () => dy]);
}

export function sub(a: Operand, b: Operand): Tensor {
  return binary("Sub", a, b, (dy) => [() => dy, () => neg(dy)]);
}

export function mul(a: Operand, b: Operand): Tensor {
  return binary("Mul", a, b, (dy, ta, tb) => [() => mul(dy, tb), () => mul(dy, ta)]);
}

export function div(a: Operand, b: Operand): Tensor {
  return binary("Div", a, b, (dy, _, tb, y) => [() => div(dy, tb), () => neg(div(mul(dy, y), tb))]);
}

export function neg(x: Tensor): Tensor {
  return unary("Neg", x, (dy) => neg(dy));
}

export function sqrt(x: Tensor): Tensor {
  return unary("Sqrt", x, (dy, y) => div(dy, mul(y, 2)));
}

/** Absolute value; its gradient at 0 is 0. */
export function abs(x: Tensor): Tensor {
  return unary("Abs", x, (dy) => mul(dy, sign(x)));
}

/** −1, 0 or 1. No gradient flows through it. */
export function sign(x: Tensor): Tensor {
  return x.graph.emit("Sign", [x], x.shape);
}

/** x^exponent for x > 0. */
export function pow(x: Tensor, exponent: number): Tensor {
  const { graph } = x;
  const y = graph.emit("Pow", [x, graph.constant(exponent)], x.shape);
  return graph.differentiable(y, [x], (dy) => [mul(dy, mul(pow(x, exponent - 1), exponent))]);
}

/** x² */
export function square(x: Tensor): Tensor {
  return mul(x, x);
}
