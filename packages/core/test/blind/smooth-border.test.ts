import { expect, it } from "vitest";
import { smoothBorder } from "../../src/blind/smooth-border.js";

it("keeps the image and lets opposite borders meet", () => {
  const [width, height] = [20, 10];
  const image = Float32Array.from(
    { length: width * height },
    (_, i) => (i % width) / width + Math.floor(i / width),
  );
  const result = smoothBorder(image, [width, height], [30, 16]);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      expect(result[row * 30 + column]).toBe(image[row * width + column]);
    }
  }
  // The steps to the added samples and across the wrapped border are small beside the span of 0.95 from column to
  // column.
  for (let row = 0; row < height; row++) {
    for (const column of [width - 1, 29]) {
      const next = row * 30 + ((column + 1) % 30);
      expect(Math.abs(result[row * 30 + column]! - result[next]!)).toBeLessThan(0.15);
    }
  }
});
