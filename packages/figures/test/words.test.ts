import { describe, expect, it } from "vitest";
import {
  blurInWords,
  capitalised,
  duration,
  fileSize,
  megabytes,
  percent,
  weightInWords,
} from "../src/words.js";

describe("duration", () => {
  it.each([
    [-1, "0 s"],
    [0.2, "1 s"],
    [59, "59 s"],
    [60, "1 min 00 s"],
    [125, "2 min 05 s"],
    [3599, "59 min 59 s"],
    [3600, "1 h 00 min"],
    [11_279, "3 h 07 min"],
  ])("%f seconds: %s", (seconds, expected) => {
    expect(duration(seconds)).toBe(expected);
  });

  it("has a word for times that are not known", () => {
    for (const unknown of [Number.NaN, Number.POSITIVE_INFINITY]) expect(duration(unknown)).toBe("?");
  });
});

describe("quantities", () => {
  it("are rounded", () => {
    expect(megabytes(14_237_000)).toBe("14.2 MB");
    expect([23_400, 999_999, 1_400_000].map(fileSize)).toEqual(["24 kB", "1000 kB", "1.4 MB"]);
    expect(percent(0.846)).toBe("85%");
    expect([0, 0.18792, -0.0151, 0.000314].map(weightInWords)).toEqual(["0", "0.188", "-0.015", "0.00031"]);
  });
});

describe("capitalised", () => {
  it("changes the first letter alone", () => {
    expect(capitalised("the PNG is too large")).toBe("The PNG is too large");
    expect(capitalised("")).toBe("");
  });
});

describe("blurInWords", () => {
  it.each([
    [{ kind: "motion", length: 12.06, angle: 154.7 }, "motion of 12 pixels at 155°"],
    [{ kind: "motion", length: 9.94, angle: 0 }, "motion of 9.9 pixels at 0°"],
    [{ kind: "motion", length: 9.96, angle: 179.8 }, "motion of 10 pixels at 0°"],
    [{ kind: "shake", length: 4.28 }, "camera shake over 4.3 pixels"],
    [{ kind: "soft", width: 2 }, "softness of 2.0 pixels"],
  ] as const)("%j is %s", (blur, words) => {
    expect(blurInWords(blur)).toBe(words);
  });
});
