import { expect, it } from "vitest";
import { meanAndError } from "../../src/math/mean-and-error.js";
import { random } from "../../src/random.js";

it("the error is the deviation that means of as many numbers have", () => {
  const numbers = random(1, 0);
  const samples = Array.from({ length: 400 }, () =>
    meanAndError(Float64Array.from({ length: 50 }, () => 3 + 2 * numbers.normal())),
  );
  const spread = meanAndError(samples.map(({ mean }) => mean));
  const errors = meanAndError(samples.map(({ error }) => error));
  expect(spread.mean).toBeCloseTo(3, 1);
  // Of 400 means: their own deviation is 20 times the error of their mean.
  expect((20 * spread.error) / errors.mean).toBeGreaterThan(0.9);
  expect((20 * spread.error) / errors.mean).toBeLessThan(1.1);
});

it("numbers that are all the same have no error", () => {
  expect(meanAndError([0.5, 0.5, 0.5])).toEqual({ mean: 0.5, error: 0 });
});
