import { describe, expect, test } from "vitest";
import { covariance, type Kernel } from "../../../src/kernel/index.js";
import { kernelTransfer } from "../../../src/spectral/model/kernel-transfer.js";
import { MOTION, type MotionParameters } from "../../../src/spectral/shapes/motion.js";
import { powerAt } from "../../helpers/power-at.js";

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

describe("at scale 1", () => {
  const drawn = (parameters: MotionParameters, size: number): Kernel => {
    if (!MOTION.ownGridKernel) throw new Error("no kernel");
    return MOTION.ownGridKernel(parameters, size);
  };

  test("a thin line along the pixels is the mean of those that it crosses", () => {
    const { data } = drawn([Math.log(5), 0, Math.log(0.02)], 9);
    data.forEach((weight, i) => {
      const [y, x] = [Math.floor(i / 9) - 4, (i % 9) - 4];
      expect(Math.abs(weight - (y === 0 && Math.abs(x) <= 2 ? 0.2 : 0))).toBeLessThan(0.005);
    });
  });

  test.each([
    [5, 0.3, 0.3, 0.005],
    [6.4, 1.2, 0.3, 0.005],
    // Of a thin line further repetitions of the spectrum than the model has count a little.
    [6.4, 1.2, 0.1, 0.1],
  ])("its spectrum is that of the kernel: %d pixels, angle %d, blur %d", (length, angle, blur, error) => {
    const parameters = [Math.log(length), angle, Math.log(blur)] as const;
    const [model, wanted] = [MOTION.transfer(parameters, 1), kernelTransfer(drawn(parameters, 13), 1)];
    for (const y of [0, 0.1, -0.25, 0.4]) {
      for (const x of [0, 0.2, 0.35, 0.48]) {
        const [found, right] = [powerAt(model, y, x), powerAt(wanted, y, x)].map(Math.sqrt);
        expect(Math.abs(found! - right!)).toBeLessThan(error);
      }
    }
  });

  test("a line may be thinner than where pixels are not known", () => {
    const thin: MotionParameters = [Math.log(5), 0, Math.log(0.03)];
    expect(MOTION.excess(thin, true)).toBeGreaterThan(1);
    expect(MOTION.excess(thin, true, 1)).toBe(0);
  });
});
