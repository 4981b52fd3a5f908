import { planarImage } from "@kernelgan/core";
import { expect, it } from "vitest";
import { withContrast, withoutContrast } from "../src/contrast.js";

it("contrast spreads the middle, keeps black and white, and is undone", () => {
  const image = planarImage(101, 1, 1);
  image.data.set(Array.from({ length: 101 }, (_, i) => i / 100));
  const strong = withContrast(image, 0.5);
  expect([strong.data[0], strong.data[50], strong.data[100]]).toEqual([0, 0.5, 1]);
  expect(((strong.data[51] ?? 0) - (strong.data[49] ?? 0)) / 0.02).toBeCloseTo(1.5, 2);
  for (const [i, value] of withoutContrast(strong, 0.5).data.entries()) expect(value).toBeCloseTo(i / 100, 4);
});
