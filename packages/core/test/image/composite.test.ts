import { describe, expect, it } from "vitest";
import { compositeOverMean } from "../../src/image/composite.js";
import { planarImage } from "../../src/image/index.js";

const alphaOf = (...values: number[]) => planarImage(values.length, 1, 1, Float32Array.from(values));

describe("an image over its mean visible colour", () => {
  it("keeps what is visible, and fills the rest with its mean", () => {
    const image = planarImage(3, 1, 3, Float32Array.of(0.25, 0.75, 0.9, 1, 0, 0.5, 0.5, 0.5, 0));
    compositeOverMean(image, alphaOf(1, 1, 0));
    expect([...image.data]).toEqual([0.25, 0.75, 0.5, 1, 0, 0.5, 0.5, 0.5, 0.5]);
  });

  it("weighs and mixes what is partly visible", () => {
    const image = planarImage(2, 1, 1, Float32Array.of(0, 1));
    compositeOverMean(image, alphaOf(1, 0.5));
    // Mean 0.5 / 1.5, half of which shows through the second pixel.
    expect(image.data[0]).toBe(0);
    expect(image.data[1]).toBeCloseTo(0.5 + 0.5 / 3, 6);
  });

  it("is black where nothing is visible", () => {
    const image = planarImage(2, 1, 1, Float32Array.of(0.4, 1));
    compositeOverMean(image, alphaOf(0, 0));
    expect([...image.data]).toEqual([0, 0]);
  });
});
