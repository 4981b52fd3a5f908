import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { TimeLeft } from "../../src/page/time-left.js";

describe("the time left", () => {
  let now = 0;
  beforeEach(() => {
    now = 0;
    vi.stubGlobal("performance", { now: () => now });
  });
  afterEach(() => vi.unstubAllGlobals());

  /** What is told at these times, in milliseconds, of these estimates, in seconds. */
  const told = (
    left: TimeLeft,
    stage: string,
    reports: readonly (readonly [at: number, seconds: number])[],
  ) =>
    reports.map(([at, seconds]) => {
      now = at;
      return left.tell(stage, seconds);
    });

  it("is not told from the first moments of a stage, in which it is many times too long", () => {
    const left = new TimeLeft();
    const reports = [
      [100, 853],
      [300, 61],
      [2099, 44],
      [2100, 43],
      [3000, 40],
    ] as const;
    expect(told(left, "Enlarging", reports)).toEqual([undefined, undefined, undefined, 43, 40]);
    expect(
      told(left, "Training", [
        [3100, 700],
        [5100, 90],
      ]),
    ).toEqual([undefined, 90]);
  });

  it("does not go up and down, but says so where it has become much longer", () => {
    const left = new TimeLeft();
    const reports = [
      [0, 50],
      [2000, 43],
      [2100, 44],
      [2200, 42],
      [2300, 44],
      [2400, 60],
      [2500, 0],
    ] as const;
    expect(told(left, "Enlarging", reports)).toEqual([undefined, 43, 43, 42, 42, 60, 0]);
  });

  it("is not told where it cannot be estimated", () => {
    const reports = [
      [0, Number.POSITIVE_INFINITY],
      [9000, Number.NaN],
      [9100, 5],
    ] as const;
    expect(told(new TimeLeft(), "Enlarging", reports)).toEqual([undefined, undefined, 5]);
  });
});
