import { expect, test } from "vitest";
import { covariance } from "../../../src/kernel/index.js";
import { MOTION } from "../../../src/spectral/shapes/motion.js";

test("a motion along x: the covariance of a line of its length, and its blur", () => {
  const [length, blur] = [3, 0.4];
  const parameters = [Math.log(length), 0, Math.log(blur)] as const;
  const found = covariance(MOTION.kernel(parameters, 4));
  expect(found.xx / 16).toBeCloseTo(length ** 2 / 12 + blur ** 2, 1);
  expect(found.yy / 16).toBeCloseTo(blur ** 2, 1);
});

test("a motion that is too long or too blurred has an excess", () => {
  expect(MOTION.excess([Math.log(3), 9, Math.log(0.4)])).toBe(0);
  expect(MOTION.excess([Math.log(55), 9, Math.log(0.4)])).toBeCloseTo(Math.log(10), 12);
  expect(MOTION.excess([Math.log(3), 9, Math.log(7.5)])).toBeCloseTo(Math.log(10), 12);
});
