/** Learning rate and weights over a run. */
import { describe, expect, it } from "vitest";
import { Schedule } from "../../src/gan/schedule.js";
import { settingsOf } from "../../src/gan/settings.js";

/** Controls of every iteration of a run whose bicubic loss is given. */
function run(iterations: number, bicubicLoss: (iteration: number) => number) {
  const schedule = new Schedule(settingsOf("release"));
  const controls = [];
  for (let i = 0; i < iterations; i++) {
    controls.push(schedule.controls(i));
    schedule.observe(i, bicubicLoss(i));
  }
  return { controls, schedule };
}

describe("the release's warm-up", () => {
  it("fades once the loss has been low three times running, and then the late terms come", () => {
    const { controls } = run(1000, () => 0.1);
    expect(controls.map((c) => c.bicubic).filter((w, i, all) => w !== all[i - 1])).toEqual([
      5, 0.05, 5e-4, 5e-6,
    ]);
    expect(controls.findIndex((c) => c.bicubic === 0.05)).toBe(200);
    // 0.05 is not under 0.005 yet; 5e-4 at iteration 400 is.
    expect(controls.findIndex((c) => c.sparse > 0)).toBe(400);
    expect(controls[400]).toMatchObject({ sparse: 5, centre: 1 });
    expect(controls[controls.length - 1]!.bicubic).toBeCloseTo(5e-6, 12);
  });

  it("waits for three in a row", () => {
    const { controls, schedule } = run(1000, (i) => (i % 3 === 2 ? 0.5 : 0.1));
    expect(new Set(controls.map((c) => c.bicubic))).toEqual(new Set([5]));
    expect(schedule.lateTermsOn).toBe(false);
  });
});

it("has the late terms on from the start where there is no warm-up", () => {
  const schedule = new Schedule(settingsOf("paper", { bicubic: { weight: 0 } }));
  expect(schedule.lateTermsOn).toBe(true);
  expect(schedule.controls(0)).toMatchObject({ bicubic: 0, sparse: 5, centre: 1 });
});

it("divides the learning rate by 10 every 750 iterations", () => {
  const schedule = new Schedule(settingsOf("release"));
  // Far into a run Adam's corrections are close to 1: steps compare as learning rates do.
  const ratio = schedule.controls(2249).step / schedule.controls(2250).step;
  expect(ratio).toBeGreaterThan(9.98);
  expect(ratio).toBeLessThan(10.02);
});
