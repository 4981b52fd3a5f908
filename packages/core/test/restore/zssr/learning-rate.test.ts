import { describe, expect, it } from "vitest";
import { LearningRatePolicy } from "../../../src/restore/zssr/learning-rate.js";
import { ZSSR_SETTINGS } from "../../../src/restore/zssr/settings.js";

const settings = { ...ZSSR_SETTINGS, iterations: 3000 };

/** The policy after a run with the errors of each iteration, measured every 50. */
function run(errorAt: (iteration: number) => number, iterations: number): LearningRatePolicy {
  const policy = new LearningRatePolicy(settings);
  for (let i = 1; i <= iterations && !policy.finished; i++) {
    if (i % 50 === 0) policy.measure(i, errorAt(i));
    policy.after(i);
  }
  return policy;
}

/** Up and down by 1 from one measurement to the next. */
const ripple = (i: number): number => ((i / 50) % 2 === 0 ? 1 : -1);

describe("LearningRatePolicy", () => {
  it("keeps the rate while the error falls", () => {
    const policy = run((i) => 1 - i / 10_000, 2249);
    expect(policy.cuts).toEqual([]);
    expect(policy.rate).toBe(1e-3);
  });

  it("cuts it towards the largest number of iterations, whatever the error does", () => {
    const policy = run((i) => 1 - i / 10_000, 3000);
    expect(policy.cuts).toEqual([2250, 2700]);
    expect(policy.rate).toBeCloseTo(1e-5, 12);
  });

  it("cuts it when the error no longer falls, every 256 iterations at most, and then is finished", () => {
    const policy = run((i) => 1 + 0.1 * ripple(i), 3000);
    // The first multiples of 60 that are 256 or more after the start and after the previous cut.
    expect(policy.cuts).toEqual([300, 600, 900]);
    expect(policy.rate).toBeCloseTo(1e-6, 12);
    expect(policy.finished).toBe(true);
  });

  // Five or six points 50 apart, residuals ±r: the slope's standard error is about r / 100. Slopes on either side of
  // it.
  it.each([
    [2e-3, []],
    [1e-4, [300, 600, 900]],
  ])("weighs the slope (%f) against the noise", (slope, cuts) => {
    expect(run((i) => 10 - slope * i + 0.1 * ripple(i), 900).cuts).toEqual(cuts);
  });
});
