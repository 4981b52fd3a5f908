import { expect, it } from "vitest";
import { recordOf, zip } from "../../src/gan/collections.js";

it("zip pairs lists of one length and refuses others", () => {
  expect(zip([1, 2], ["a", "b"])).toEqual([
    [1, "a"],
    [2, "b"],
  ]);
  expect(() => zip([1], [])).toThrow("cannot pair 1 with 0");
});

it("recordOf keeps the order of the keys", () => {
  expect(Object.entries(recordOf(["b", "a"], (key, i) => key + i))).toEqual([
    ["b", "b0"],
    ["a", "a1"],
  ]);
});
