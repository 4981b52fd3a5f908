import { expect, it } from "vitest";
import { blindConfidence } from "../../src/blind/index.js";

it("grows with agreement and sparsity, and is low where a kernel explains nothing", () => {
  const sure = { agreement: 0.98, sparsity: 0.15, evidence: 40, variance: 12 };
  expect(blindConfidence(sure)).toBeGreaterThan(0.5);
  expect(blindConfidence({ ...sure, agreement: 0.75 })).toBeLessThan(blindConfidence(sure));
  expect(blindConfidence({ ...sure, sparsity: 0.01 })).toBeLessThan(blindConfidence(sure));
  expect(blindConfidence({ agreement: 0.75, sparsity: 0.01, evidence: -60, variance: 12 })).toBeLessThan(
    0.15,
  );
});

it("is 0 beyond what any kernel that helps has", () => {
  const sure = { agreement: 0.98, sparsity: 0.9, evidence: 40, variance: 60 };
  expect(blindConfidence(sure)).toBeGreaterThan(0.9);
  // The runs found different kernels; the image needs more gradients with it; no gradient is left; the kernel fills its
  // frame.
  for (const wrong of [{ agreement: 0.4 }, { sparsity: -0.01 }, { sparsity: 2.2 }, { variance: 90 }]) {
    expect(blindConfidence({ ...sure, ...wrong })).toBe(0);
  }
});
