import { expect, test } from "vitest";
import { jpegNoiseShape, jpegUncertainty } from "../../../src/spectral/model/jpeg-spectrum.js";
import { ANGLES, CELLS, RADII } from "../../../src/spectral/spectrum/polar-cells.js";

test("jpegNoiseShape falls with the frequency, in all directions alike", () => {
  expect(jpegNoiseShape(0.39, 0)).toBeCloseTo(1, 10);
  expect(jpegNoiseShape(0, 0.2) / jpegNoiseShape(0, 0.4)).toBeCloseTo(2 ** 2.2, 10);
  expect(jpegNoiseShape(0.3, -0.4)).toBeCloseTo(jpegNoiseShape(0.5, 0), 10);
  // Of an image that was shrunk by 3, 0.3 cycles per pixel were 0.1.
  expect(jpegNoiseShape(0.3, 0, 3)).toBeCloseTo(jpegNoiseShape(0.1, 0), 10);
});

test("jpegUncertainty grows with the share of JPEG's error in a band, to τ²", () => {
  // Every direction has its own level; bands fall by a factor of e each.
  const logPower = Float64Array.from(
    { length: CELLS },
    (_, cell) => -(cell % RADII) + (Math.floor(cell / RADII) - (ANGLES - 1) / 2) / ANGLES,
  );
  const found = jpegUncertainty({ logPower }, Math.exp(-8), 0.5);
  expect(found).toHaveLength(RADII);
  expect(found[7]).toBeCloseTo(0.25 * Math.exp(-4), 10);
  expect(found[8]).toBeCloseTo(0.25, 10);
  expect(found[13]).toBeCloseTo(0.25, 10);
  expect(found[0]).toBeLessThan(1e-12);
  expect(jpegUncertainty({ logPower }, 0, 0.5).every((variance) => variance === 0)).toBe(true);
});
