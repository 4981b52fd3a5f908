import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { roughly, secondsForRest, TimeLeft } from "../../src/page/time-left.js";

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

describe("the time left of a list", () => {
  const rest = [
    { pixels: 1e6, share: 1 },
    { pixels: 3e6, share: 0.5 },
    { pixels: undefined, share: 1 },
  ];

  it("cannot be told before a picture is finished, and then is as if all were like it", () => {
    expect(secondsForRest([], rest)).toBeUndefined();
    expect(secondsForRest([{ pixels: 2e6, seconds: 8 }], rest)).toBe(8 + 4 + 8);
  });

  it("is in proportion to the pixels, or the same for any number of them, as the finished ones show", () => {
    const finished = (seconds: number) => [
      { pixels: 1e6, seconds: 10 },
      { pixels: 4e6, seconds },
    ];
    expect(secondsForRest(finished(40), rest)).toBeCloseTo(10 + 15 + 25, 9);
    expect(secondsForRest(finished(10), rest)).toBeCloseTo(10 + 5 + 10, 9);
    // Neither does a larger one take less, nor a small one no time.
    expect(secondsForRest(finished(4), rest)).toBeCloseTo(7 * 2.5, 9);
    expect(secondsForRest(finished(90), rest)).toBeCloseTo(20 + 30 + 50, 9);
  });

  it("is said roughly", () => {
    const said = [0, 4, 11, 50.1, 61, 3540, 3541, 4801].map(roughly);
    expect(said).toEqual(["10 s", "10 s", "20 s", "1 min", "2 min", "59 min", "1 h", "1 h 30 min"]);
  });
});
