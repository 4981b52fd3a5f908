import { afterEach, expect, it, vi } from "vitest";
import { secondsLeft } from "../src/time-left.js";

afterEach(() => {
  vi.restoreAllMocks();
});

it.each([
  [1, 0],
  [0.5, 2],
  [0.25, 6],
])("after 2 seconds %d of the work is done: %d seconds are left", (done, left) => {
  vi.spyOn(performance, "now").mockReturnValue(5000);
  expect(secondsLeft(done, 3000)).toBeCloseTo(left, 10);
});
