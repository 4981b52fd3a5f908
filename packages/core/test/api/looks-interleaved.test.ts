import { expect, it } from "vitest";
import { interleavedSigns, looksInterleaved } from "../../src/api/looks-interleaved.js";
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";

/** The samples in the order R G B R G B …. */
function interleaved({ width, height, data }: PlanarImage): PlanarImage {
  const pixels = width * height;
  return planarImage(
    width,
    height,
    3,
    Float32Array.from(data, (_, i) => data[(i % 3) * pixels + Math.floor(i / 3)] ?? 0),
  );
}

/** Three scenes as the colours of one, with so much in common. */
function coloured(side: number, common: number): PlanarImage {
  const [shared, ...own] = [0, 1, 2, 3].map((seed) => deadLeaves(seed, side, side).data);
  const plane = (colour: Float32Array): Float32Array =>
    colour.map((value, i) => common * (shared?.[i] ?? 0) + (1 - common) * value);
  return planarImage(side, side, 3, Float32Array.from(own.flatMap((colour) => [...plane(colour)])));
}

it("tells samples in the wrong order from planes", () => {
  const picture = coloured(100, 0.7);
  expect(looksInterleaved(picture)).toBe(false);
  expect(looksInterleaved(interleaved(picture))).toBe(true);
});

it("takes a picture of scan lines, three rows apart, for what it is", () => {
  const picture = coloured(100, 0);
  const lined = {
    ...picture,
    data: picture.data.map((value, i) => (Math.floor(i / 100) % 3 === 0 ? 0.2 * value : value)),
  };
  const { alike, rougher } = interleavedSigns(lined);
  expect(alike).toBeGreaterThan(0.2);
  expect(rougher).toBeLessThan(0.8);
  expect(looksInterleaved(lined)).toBe(false);
});
