import { describe, expect, test } from "vitest";
import {
  confidenceOf,
  confidenceTerms,
  type KernelEvidence,
} from "../../../src/spectral/evidence/confidence.js";

const clear: KernelEvidence = {
  loss: 100,
  evidence: 60,
  variance: 1.2,
  slope: 0.45,
  noise: 0.5,
  compressionError: 0,
  coarseArc: 0,
};

describe("confidenceOf", () => {
  test("is high where the spectrum speaks for a wide kernel", () => {
    expect(confidenceOf(clear)).toBeGreaterThan(0.8);
  });

  test.each<[string, Partial<KernelEvidence>]>([
    ["the spectrum says nothing", { evidence: 0 }],
    ["the spectrum speaks against the kernel", { evidence: -20 }],
    ["edges are sharper than the kernel allows", { slope: 0.95 }],
  ])("is lower where %s", (_, worse) => {
    expect(confidenceOf({ ...clear, ...worse })).toBeLessThan(confidenceOf(clear));
  });

  test("is lower the more of a small image's kernel is an arc", () => {
    const soft = { ...clear, evidence: 15 };
    expect(confidenceOf({ ...soft, coarseArc: 0.9 })).toBeLessThan(
      confidenceOf({ ...soft, coarseArc: 0.1 }) - 0.05,
    );
  });

  test("a compressed image needs less evidence of a blur as wide as it looks", () => {
    const faint = { ...clear, evidence: 5 };
    expect(confidenceOf({ ...faint, compressionError: 2 })).toBeGreaterThan(confidenceOf(faint) + 0.05);
    expect(confidenceOf({ ...faint, compressionError: 2 })).toBe(
      confidenceOf({ ...faint, compressionError: 1 }),
    );
  });

  test("terms: none for edges as steep as the kernel makes them, nor where there are none", () => {
    // A Gaussian of variance 0.6 leaves erf(0.5/√1.2) of a step.
    const slope = 0.4814;
    expect(confidenceTerms({ ...clear, slope })[4]).toBeCloseTo(0, 3);
    expect(confidenceTerms({ ...clear, slope: undefined })[4]).toBe(0);
  });
});
