import { expect, it } from "vitest";
import { planarImage } from "../../src/image/index.js";
import { withoutMixedEdge } from "../../src/image/mixed-edge.js";
import { scene } from "../helpers/scene.js";
import { cutOut, type Shape } from "../helpers/transparency.js";

const SMOOTH: Shape = (x, y) => Math.min(1, Math.max(0, 40 * (0.8 - Math.hypot(x, y))));
const { image, alpha } = cutOut(scene(96, 80, 3), SMOOTH, 0);
const mixedWith = (background: number) => ({
  ...image,
  data: image.data.map((value, i) => {
    const a = alpha.data[i % alpha.data.length]!;
    return a * value + (1 - a) * background;
  }),
});

it.each([0, 1])("tells an edge that is mixed with a background of %i", (background) => {
  const { data } = withoutMixedEdge(mixedWith(background), alpha);
  const changed = data.filter((a, i) => a !== alpha.data[i]);
  expect(changed.length).toBeGreaterThan(100);
  expect(changed.every((a) => a === 0)).toBe(true);
  // What is opaque stays.
  for (const [i, a] of alpha.data.entries()) if (a === 1) expect(data[i]).toBe(1);
});

it("leaves a clean edge, a hard one, and a thin line", () => {
  expect(withoutMixedEdge(image, alpha)).toBe(alpha);
  const hard = cutOut(image, (x) => (x < 0 ? 1 : 0), 1);
  expect(withoutMixedEdge(hard.image, hard.alpha)).toBe(hard.alpha);
  const line = cutOut(planarImage(32, 32, 1), (x) => (Math.abs(x) < 0.05 ? 0.5 : 0), 1);
  expect(withoutMixedEdge(line.image, line.alpha)).toBe(line.alpha);
});
