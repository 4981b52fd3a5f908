import { expect, it } from "vitest";
import { type PlanarImage, planarImage } from "../../../src/image/index.js";
import { BlurEvidence } from "../../../src/spectral/index.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";
import { gaussianFor } from "../../helpers/kernels.js";

/** A uniform disk on a ground. */
function drawing(): PlanarImage {
  const image = planarImage(300, 300, 1);
  for (let i = 0; i < image.data.length; i++) {
    image.data[i] = Math.hypot((i % 300) - 150, Math.floor(i / 300) - 150) < 40 ? 0.8 : 0.2;
  }
  return image;
}

it.each([
  ["a small image", deadLeaves(4, 90, 90), 0.9],
  ["a drawing of one line", drawing(), 0.9],
  ["a large image of much", deadLeaves(4, 300, 300), 0],
])("the weight of an arc in %s", async (_, image, coarseArc) => {
  const evidence = await BlurEvidence.measure(image);
  expect(evidence.of(gaussianFor(2, 3, 0, 3), 2, 0.9).coarseArc).toBe(coarseArc);
});
