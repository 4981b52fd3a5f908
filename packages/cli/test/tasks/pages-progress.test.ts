import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pagesProgress } from "../../src/tasks/pages-progress.js";

let now = 0;
beforeEach(() => {
  now = 5_000;
  vi.spyOn(performance, "now").mockImplementation(() => now);
});
afterEach(() => vi.restoreAllMocks());

describe("pagesProgress", () => {
  it("counts the pages to come, also at the end of one", () => {
    const ofAll = pagesProgress(10);
    now += 2_000;
    expect(ofAll(0, { done: 1, secondsLeft: 0 })).toEqual({ done: 0.1, secondsLeft: expect.closeTo(18) });
    now += 2_000;
    expect(ofAll(1, { done: 1, secondsLeft: 0 })).toEqual({ done: 0.2, secondsLeft: expect.closeTo(16) });
  });

  it("takes the page's own word before there is a pace, and keeps what else is said", () => {
    const progress = { done: 0, secondsLeft: 3, stage: "training" };
    expect(pagesProgress(4)(0, progress)).toEqual({ ...progress, secondsLeft: 12 });
  });
});
