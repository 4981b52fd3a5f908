/** Each loss term: its definition in numbers, and its gradients. */
import { describe, expect, it } from "vitest";
import {
  adversarialLoss,
  bicubicLoss,
  boundariesLoss,
  centreLoss,
  sparseLoss,
  sumToOneLoss,
} from "../../src/gan/losses.js";
import { settingsOf } from "../../src/gan/settings.js";
import { Graph, type Shape, type Tensor } from "../../src/graph/graph.js";
import { expectGradients } from "../helpers/expressions.js";
import { evaluate, value } from "../helpers/reference.js";

const release = settingsOf("release");
const paper = settingsOf("paper");

function evaluateAt(shape: Shape, numbers: ArrayLike<number>, build: (x: Tensor) => Tensor): number {
  const graph = new Graph();
  return evaluate(graph, { x: value(shape, numbers) }, [build(graph.input("x", shape))])[0]!.data[0]!;
}

/** A 13×13 kernel with single weights. */
const spikes = (...at: [number, number, number][]): Float64Array => {
  const k = new Float64Array(169);
  for (const [y, x, weight] of at) k[y * 13 + x] = weight;
  return k;
};

describe("values", () => {
  it("adversarial: mean distance to the label", () => {
    expect(evaluateAt([1, 4], [0.1, 0.2, 0.3, 0.8], (x) => adversarialLoss(x, 1))).toBeCloseTo(0.65);
    expect(evaluateAt([1, 4], [0.1, 0.2, 0.3, 0.8], (x) => adversarialLoss(x, 0))).toBeCloseTo(0.35);
  });

  it("sum to one", () => {
    expect(evaluateAt([13, 13], spikes([6, 6, 0.4], [6, 7, 0.3]), sumToOneLoss)).toBeCloseTo(0.3);
  });

  it("boundaries: nothing inside the central 9×9, most in the corners", () => {
    const at = (y: number, x: number): number =>
      evaluateAt([13, 13], spikes([y, x, 1]), (k) => boundariesLoss(k, release)) * 169;
    expect(at(2, 2)).toBe(0);
    expect(at(10, 10)).toBe(0);
    expect(at(1, 6)).toBeCloseTo(30 * (1 - Math.exp(-25 / (2 * 169))), 4);
    expect(at(0, 0)).toBeCloseTo(30 * (1 - Math.exp(-72 / (2 * 169))), 4);
  });

  it("sparse: exponent and mean", () => {
    expect(evaluateAt([13, 13], spikes([6, 6, 0.25]), (k) => sparseLoss(k, paper)) * 169).toBeCloseTo(0.5, 2);
    expect(evaluateAt([2, 2], [1, 0.5, -0.25, 0.125], (k) => sparseLoss(k, release))).toBeCloseTo(
      (1 + 0.5 ** 0.2 + 0.25 ** 0.2 + 0.125 ** 0.2) / 4,
      6,
    );
  });

  it("centre: from the middle of the kernel to half a pixel beyond it at ×2, to a whole one at ×3", () => {
    const k = spikes([6, 6, 2]);
    expect(evaluateAt([13, 13], k, (x) => centreLoss(x, 2, paper))).toBeCloseTo(Math.SQRT1_2, 5);
    expect(evaluateAt([13, 13], k, (x) => centreLoss(x, 2, release))).toBeCloseTo(0.25, 6);
    expect(evaluateAt([13, 13], k, (x) => centreLoss(x, 3, paper))).toBeCloseTo(Math.SQRT2, 5);
    expect(
      evaluateAt([13, 13], spikes([6, 6, 1], [6, 7, 1], [7, 6, 1], [7, 7, 1]), (x) =>
        centreLoss(x, 2, paper),
      ),
    ).toBeLessThan(1e-5);
  });

  it("stays finite at a kernel of zeros", () => {
    const graph = new Graph();
    const k = graph.input("k", [13, 13]);
    const [loss] = evaluate(graph, { k: value([13, 13], spikes()) }, [sparseLoss(k, release)]);
    expect(loss!.data[0]).toBeGreaterThanOrEqual(0);
    expect(loss!.data[0]).toBeLessThan(0.02);
  });
});

describe.each([
  ["release", release],
  ["paper", paper],
] as const)("gradients, %s", (_, settings) => {
  const kernelTerms = {
    sumToOne: sumToOneLoss,
    boundaries: (k: Tensor) => boundariesLoss(k, settings),
    sparse: (k: Tensor) => sparseLoss(k, settings),
    centre: (k: Tensor) => centreLoss(k, 2, settings),
  };
  it.each(Object.entries(kernelTerms))("%s", (_name, build) => {
    expectGradients({ shapes: [[13, 13]], build: (k) => build(k), range: [0.01, 1] });
  });

  it("bicubic", () =>
    expectGradients({
      shapes: [
        [4, 5],
        [4, 5],
      ],
      build: (a, b) => bicubicLoss(a, b),
    }));
  it("adversarial", () =>
    expectGradients({ shapes: [[1, 9]], build: (x) => adversarialLoss(x, 1), range: [0.1, 0.9] }));
});
