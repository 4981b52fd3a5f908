import { describe, expect, it } from "vitest";
import { LANCZOS_LOBES, lanczos, sinc } from "../../src/math/sinc.js";

describe.each([
  ["sinc", sinc],
  ["lanczos", lanczos],
])("%s", (_, filter) => {
  it("interpolates: 1 at 0, 0 at the other integers", () => {
    expect(filter(0)).toBe(1);
    for (const x of [-3, -2, -1, 1, 2, 3]) expect(filter(x)).toBeCloseTo(0, 15);
  });

  it("is even", () => {
    for (const x of [0.3, 1.5, 2.7]) expect(filter(-x)).toBe(filter(x));
  });
});

it("sinc halfway between samples is 2/π, Lanczos' filter a little less", () => {
  expect(sinc(0.5)).toBeCloseTo(2 / Math.PI, 12);
  expect(lanczos(0.5)).toBeCloseTo((2 / Math.PI) * sinc(1 / 6), 12);
});

it("Lanczos' filter ends after its lobes", () => {
  expect(lanczos(LANCZOS_LOBES - 0.5)).not.toBe(0);
  expect(lanczos(LANCZOS_LOBES + 0.5)).toBe(0);
});
