import type { SuperResolveProgress } from "@kernelgan/core";
import { afterEach, beforeEach, expect, it, vi } from "vitest";

let now = 0;
beforeEach(() => {
  now = 0;
  vi.resetModules();
  vi.stubGlobal("performance", { now: () => now });
});
afterEach(() => vi.unstubAllGlobals());

/** Reports of an enlargement of so many pixels, which are drawn in `drawing` seconds after 40 of restoring. */
async function reportsOf(pixels: number, drawing: number): Promise<SuperResolveProgress[]> {
  const { EnlargingProgress } = await import("../../src/worker/enlarging-progress.js");
  const reports: SuperResolveProgress[] = [];
  const progress = new EnlargingProgress(pixels, (report) => reports.push(report));
  for (let done = 0.25; done <= 1; done += 0.25) {
    now += 10_000;
    progress.restored({ stage: "enlarging", step: 0, steps: 1, done, secondsLeft: 40 * (1 - done) });
  }
  for (const part of [0.5, 1]) {
    now += 500 * drawing;
    progress.drawn(part);
  }
  return reports;
}

it("counts the drawing that follows the restoring, and learns how long that takes here", async () => {
  const first = await reportsOf(1e8, 20);
  expect(first.map(({ secondsLeft }) => secondsLeft)).toEqual([40, 30, 20, 10, 7.5, 0]);
  for (const [i, share] of [0.2, 0.4, 0.6, 0.8, 0.9, 1].entries())
    expect(first[i]?.done).toBeCloseTo(share, 9);
  const second = await reportsOf(1e8, 20);
  expect(second[0]?.secondsLeft).toBeCloseTo(50, 9);
});

it("does not take the first rows' time for that of all", async () => {
  const { EnlargingProgress } = await import("../../src/worker/enlarging-progress.js");
  const reports: SuperResolveProgress[] = [];
  const progress = new EnlargingProgress(1e8, (report) => reports.push(report));
  now += 40_000;
  progress.restored({ stage: "enlarging", step: 0, steps: 1, done: 1, secondsLeft: 0 });
  now += 1000;
  progress.drawn(0.01);
  expect(reports[1]?.secondsLeft).toBeLessThan(1.1 * (reports[0]?.secondsLeft ?? 0));
});

it("leaves the reports of trainings as they are", async () => {
  const { EnlargingProgress } = await import("../../src/worker/enlarging-progress.js");
  const reports: SuperResolveProgress[] = [];
  const progress = new EnlargingProgress(1e8, (report) => reports.push(report));
  const training = { stage: "training", step: 0, steps: 2, done: 0.5, secondsLeft: 7 } as const;
  const between = { stage: "enlarging", step: 0, steps: 2, done: 1, secondsLeft: 0 } as const;
  progress.restored(training);
  progress.restored(between);
  expect(reports).toEqual([training, between]);
});
