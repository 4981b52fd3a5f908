import { describe, expect, test } from "vitest";
import { random } from "../../../src/random.js";
import {
  emptyHarmonics,
  HARMONICS,
  harmonicsOf,
  heavyTailed,
  ScenePrior,
} from "../../../src/spectral/model/scene-prior.js";
import { ANGLES, CELLS, RADII } from "../../../src/spectral/spectrum/polar-cells.js";

const cells = (value: (band: number, angle: number) => number): Float64Array =>
  Float64Array.from({ length: CELLS }, (_, i) =>
    value(i % RADII, (Math.PI * Math.floor(i / RADII)) / ANGLES),
  );

describe("harmonicsOf", () => {
  test("finds the waves around the circle", () => {
    const harmonics = emptyHarmonics();
    harmonicsOf(
      cells((band, angle) => band + 2 * Math.cos(4 * angle) + 6 * Math.sin(2 * angle)),
      harmonics,
    );
    for (let h = 0; h < HARMONICS; h++) {
      expect(harmonics.re[h * RADII + 5]).toBeCloseTo([5, 0, 1][h] ?? 0, 10);
      expect(harmonics.im[h * RADII + 5]).toBeCloseTo([0, -3, 0][h] ?? 0, 10);
    }
  });
});

describe.each([64, 32])("ScenePrior for blocks of %i", (size) => {
  const prior = ScenePrior.forSize(size);
  const numbers = random(3);
  const residual = cells(() => 0.1 * numbers.normal());

  test("a scene that is turned is as likely", () => {
    const turned = Float64Array.from(residual, (_, i) => residual[(i + 5 * RADII) % CELLS]!);
    expect(prior.distance(turned)).toBeCloseTo(prior.distance(residual), 6);
  });

  test("a band that is uncertain says little, and the others as much as before", () => {
    const uncertain = Array.from({ length: RADII }, (_, band) => (band === 9 ? 100 : 0));
    const doubtful = ScenePrior.forSize(size, uncertain);
    const other = cells((band) => (band === 9 ? 0.5 : 0));
    expect(prior.distance(other)).toBeGreaterThan(prior.distance(new Float64Array(CELLS)) + 10);
    expect(doubtful.distance(other)).toBeCloseTo(doubtful.distance(new Float64Array(CELLS)), 0);
    const softer = cells((band) => -0.03 * band ** 2);
    expect(doubtful.distance(softer)).toBeGreaterThan(0.7 * prior.distance(softer));
  });

  test("what scenes vary in costs little, what blurs do costs much", () => {
    const base = prior.distance(new Float64Array(CELLS));
    const brighter = prior.distance(cells(() => 0.5));
    const directed = prior.distance(cells((_, angle) => 0.3 * Math.cos(2 * angle)));
    const softer = prior.distance(cells((band) => -0.03 * band ** 2));
    expect(brighter - base).toBeLessThan(3);
    expect(softer - base).toBeGreaterThan(20);
    expect(directed - base).toBeLessThan(0.5 * (softer - base));
  });
});

test("heavyTailed: a difference counts less the farther away both are", () => {
  expect(heavyTailed(0)).toBe(0);
  expect(heavyTailed(45) - heavyTailed(35)).toBeGreaterThan(5);
  expect(heavyTailed(510) - heavyTailed(500)).toBeLessThan(1);
});
