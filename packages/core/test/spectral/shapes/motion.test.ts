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

test("a motion that is too long or too blurred has an excess, and one that is too sharp; at scale 1 later", () => {
  expect(MOTION.excess([Math.log(3), 9, Math.log(0.4)], false)).toBe(0);
  expect(MOTION.excess([Math.log(55), 9, Math.log(0.4)], false)).toBeCloseTo(Math.log(10), 12);
  expect(MOTION.excess([Math.log(28), 9, Math.log(0.4)], true)).toBeCloseTo(Math.log(2), 12);
  expect(MOTION.excess([Math.log(3), 9, Math.log(7.5)], false)).toBeCloseTo(Math.log(10), 12);
  expect(MOTION.excess([Math.log(3), 9, Math.log(0.14)], false)).toBeCloseTo(Math.log(2), 12);
  expect(MOTION.excess([Math.log(3), 9, Math.log(0.14)], true)).toBe(0);
});

test("a long, sharp motion is drawn as a line, not as beads, and has its place in the frame", () => {
  const parameters = [Math.log(14), 0, Math.log(0.12)] as const;
  const fine = 8;
  const { size, data } = MOTION.kernel(parameters, fine, 16 * fine + 1);
  const along = Float64Array.from({ length: size }, (_, x) =>
    data.reduce((sum, weight, i) => (i % size === x ? sum + weight : sum), 0),
  );
  const inside = along.subarray(size / 2 - 6 * fine, size / 2 + 6 * fine);
  expect(Math.min(...inside) / Math.max(...inside)).toBeGreaterThan(0.98);
  expect(MOTION.reach?.(parameters)).toBeGreaterThan(7);
  expect(MOTION.reach?.(parameters)).toBeLessThan(7.5);
});
