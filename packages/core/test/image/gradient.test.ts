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

  it("of a large image is that of some of its rows", () => {
    const [width, height] = [1000, 2001];
    const image = planarImage(width, height, 1);
    for (let i = 0; i < image.data.length; i++) image.data[i] = 0.0005 * (i % width);
    expect(meanGradient(image)).toBeCloseTo(0.0005, 6);
  });
});
