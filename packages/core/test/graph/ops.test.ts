/** Every operation: gradients against finite differences, value and gradients in ONNX Runtime against the reference. */
import { describe, expect, it } from "vitest";
import { spectralNorm } from "../../src/gan/spectral-norm.js";
import { Graph, type Tensor } from "../../src/graph/graph.js";
import { MAGNIFICATION, magnifiedRelu, sigmoid } from "../../src/graph/ops/activation.js";
import { abs, add, div, mul, neg, pow, sqrt, square, sub } from "../../src/graph/ops/arithmetic.js";
import { conv2d, convTranspose2d, patches } from "../../src/graph/ops/conv.js";
import { matmul } from "../../src/graph/ops/matmul.js";
import { batchNorm } from "../../src/graph/ops/normalization.js";
import { expand, mean, reduceSum, sum } from "../../src/graph/ops/reduce.js";
import { sameConv2d } from "../../src/graph/ops/same-conv.js";
import { concat, pad, reshape, slice, transpose } from "../../src/graph/ops/shape.js";
import { type Expression, expectGradients, expectSameInEngine } from "../helpers/expressions.js";

/** max(x, 0) by way of the magnified one. */
const relu = (x: Tensor): Tensor => mul(magnifiedRelu(mul(x, MAGNIFICATION)), 1 / MAGNIFICATION);

const positive = [0.3, 2] as const;

const EXPRESSIONS: Record<string, Expression> = {
  add: {
    shapes: [
      [2, 3],
      [2, 3],
    ],
    build: add,
  },
  "add, broadcasting": {
    shapes: [
      [2, 1, 3],
      [4, 1],
    ],
    build: add,
  },
  "add, a number": { shapes: [[3]], build: (x) => add(x, 2) },
  sub: { shapes: [[2, 3], [3]], build: sub },
  mul: {
    shapes: [
      [2, 3],
      [2, 1],
    ],
    build: mul,
  },
  "mul, with itself": { shapes: [[4]], build: (x) => mul(x, x) },
  div: {
    shapes: [
      [2, 3],
      [1, 3],
    ],
    build: div,
    range: positive,
  },
  neg: { shapes: [[3]], build: neg },
  sqrt: { shapes: [[5]], build: sqrt, range: positive },
  abs: { shapes: [[6]], build: abs },
  pow: { shapes: [[5]], build: (x) => pow(x, 0.2), range: positive },
  square: { shapes: [[5]], build: square },
  magnifiedRelu: { shapes: [[3, 5]], build: relu },
  sigmoid: { shapes: [[3, 5]], build: sigmoid },
  sum: { shapes: [[2, 3]], build: sum },
  mean: { shapes: [[2, 3]], build: mean },
  "reduceSum, one dimension": { shapes: [[2, 3, 4]], build: (x) => reduceSum(x, [1]) },
  "reduceSum, two dimensions": { shapes: [[2, 3, 4]], build: (x) => reduceSum(x, [0, 2]) },
  reshape: { shapes: [[2, 6]], build: (x) => square(reshape(x, [3, 4])) },
  transpose: { shapes: [[2, 3, 4]], build: (x) => transpose(x, [2, 0, 1]) },
  slice: { shapes: [[2, 6]], build: (x) => slice(x, 1, 1, 4) },
  "slice, pieces that meet": {
    shapes: [[7, 2]],
    build: (x) => concat([square(slice(x, 0, 3, 7)), slice(x, 0, 0, 3)], 0),
  },
  "slice, pieces that overlap": {
    shapes: [[6]],
    build: (x) => concat([square(slice(x, 0, 0, 4)), slice(x, 0, 2, 6)], 0),
  },
  pad: { shapes: [[2, 3]], build: (x) => square(pad(x, 1, 2, 1)) },
  concat: {
    shapes: [
      [2, 3],
      [2, 1],
      [2, 2],
    ],
    build: (a, b, c) => square(concat([a, b, c], 1)),
  },
  expand: { shapes: [[2, 1, 3]], build: (x) => square(expand(x, [4, 2, 5, 3])) },
  "matmul A·B": {
    shapes: [
      [2, 3],
      [3, 4],
    ],
    build: (a, b) => matmul(a, b),
  },
  "matmul Aᵀ·B": {
    shapes: [
      [3, 2],
      [3, 4],
    ],
    build: (a, b) => matmul(a, b, { transposeA: true }),
  },
  "matmul A·Bᵀ": {
    shapes: [
      [2, 3],
      [4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeB: true }),
  },
  "matmul Aᵀ·Bᵀ": {
    shapes: [
      [3, 2],
      [4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeA: true, transposeB: true }),
  },
  "matmul, stacks": {
    shapes: [
      [5, 2, 3],
      [5, 4, 3],
    ],
    build: (a, b) => matmul(a, b, { transposeB: true }),
  },
  "matmul, a matrix for a stack": {
    shapes: [
      [2, 3],
      [5, 3, 4],
    ],
    build: (a, b) => matmul(a, b),
  },
  conv2d: {
    shapes: [
      [2, 3, 6, 5],
      [4, 3, 3, 2],
    ],
    build: conv2d,
  },
  convTranspose2d: {
    shapes: [
      [2, 4, 3, 4],
      [4, 3, 3, 2],
    ],
    build: convTranspose2d,
  },
  "sameConv2d, shifts on both sides": {
    shapes: [
      [1, 5, 4, 6],
      [6, 5, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, few input channels": {
    shapes: [
      [1, 3, 5, 4],
      [5, 3, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, few output channels": {
    shapes: [
      [1, 5, 5, 4],
      [2, 5, 3, 3],
    ],
    build: (x, w) => square(sameConv2d(x, w)),
  },
  "sameConv2d, 5×5": {
    shapes: [
      [1, 5, 4, 3],
      [5, 5, 5, 5],
    ],
    build: sameConv2d,
  },
  patches: { shapes: [[2, 3, 6, 6]], build: (x) => square(patches(x, 3)) },
  batchNorm: { shapes: [[1, 3, 7], [3], [3]], build: (x, scale, bias) => square(batchNorm(x, scale, bias)) },
  "two batchNorms": {
    shapes: [[1, 3, 7], [3], [3]],
    build: (x, scale, bias) => batchNorm(relu(batchNorm(x, scale, bias)), scale, bias),
  },
  // Where u has converged to the singular vectors it may count as a constant: the derivative of σ is exact. (The
  // range makes σ about 1, so that 40 iterations without normalising in between stay within float32.)
  spectralNorm: {
    shapes: [[2, 4, 5]],
    build: (w) => spectralNorm(w, w.graph.constant(Array(8).fill(0.5), [2, 1, 4]), 40).normalised,
    range: [-0.42, 0.42],
  },
};

describe.each(Object.entries(EXPRESSIONS))("%s", (_, expression) => {
  it("has the gradients of finite differences", () => expectGradients(expression));
  it("gives the reference's numbers in ONNX Runtime", () => expectSameInEngine(expression));
});

describe("checks at build time", () => {
  const graph = new Graph();
  const x = graph.input("x", [2, 3]);
  const y = graph.input("y", [4, 5]);

  it.each([
    ["add", () => add(x, y), "[2, 3] and [4, 5]"],
    ["matmul", () => matmul(x, y), "[2, 3] · [4, 5]"],
    ["reshape", () => reshape(x, [7]), "6 ≠ 7"],
    ["slice", () => slice(x, 1, 2, 9), "2:9"],
    ["transpose", () => transpose(x, [0, 0]), "no permutation"],
    ["conv2d", () => conv2d(x, y), "does not fit"],
    ["sameConv2d", () => sameConv2d(x, y), "does not fit"],
    ["another graph's tensor", () => new Graph().emit("Neg", [x], [2, 3]), "another graph"],
  ])("%s prints both sides of a mismatch", (_name, build, message) => {
    expect(build).toThrow(message as string);
  });
});
