import { describe, expect, it } from "vitest";
import { meanGradient, planarImage } from "../../src/image/index.js";

describe("meanGradient", () => {
  it("is the slope of a ramp", () => {
    const slope = planarImage(
      20,
      10,
      1,
      Float32Array.from({ length: 200 }, (_, i) => 0.03 * (i % 20) + 0.04 * Math.floor(i / 20)),
    );
    expect(meanGradient(slope)).toBeCloseTo(0.05, 6);
  });
});
