import { describe, expect, it } from "vitest";
import { besselJ1, jinc } from "../../src/math/bessel.js";
import { sinc, tabulatedSinc } from "../../src/math/sinc.js";
import { tabulated } from "../../src/math/tabulated.js";

const PLACES = Array.from({ length: 2000 }, (_, i) => i * 0.0937 + 0.0123);

describe("tabulated", () => {
  it("is as near to the function as its error says, on both sides, and the function beyond the table", () => {
    const [density, reach] = [32, 8];
    const cosine = tabulated(Math.cos, density, reach);
    for (const x of PLACES) {
      expect(Math.abs(cosine(x) - Math.cos(x))).toBeLessThanOrEqual(x < reach ? 0.0161 / density ** 3 : 0);
      expect(cosine(-x)).toBe(cosine(x));
    }
  });

  it("asks for the samples once", () => {
    let calls = 0;
    const counted = tabulated(
      (x) => {
        calls++;
        return x * x;
      },
      4,
      10,
    );
    for (const x of PLACES.filter((place) => place < 10)) expect(counted(x)).toBeCloseTo(x * x, 10);
    expect(calls).toBeLessThanOrEqual(4 * 10 + 3);
  });

  it("is right at both ends of its table", () => {
    const square = tabulated((x) => x * x, 4, 10);
    for (const x of [0, 10 - 1e-12, 10, 10 + 1e-12]) expect(square(x)).toBeCloseTo(x * x, 9);
    expect(square(Number.NaN)).toBeNaN();
  });
});

it("jinc is 2 J₁(r)/r", () => {
  expect(jinc(0)).toBe(1);
  for (const r of PLACES) expect(Math.abs(jinc(r) - (2 * besselJ1(r)) / r)).toBeLessThan(1e-7);
});

it("tabulatedSinc is the sinc", () => {
  for (const x of PLACES) expect(Math.abs(tabulatedSinc(x) - sinc(x))).toBeLessThan(1e-6);
});
