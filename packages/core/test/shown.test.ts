import { expect, test } from "vitest";
import { shown } from "../src/shown.js";

test.each<[unknown, string]>([
  [undefined, "undefined"],
  [null, "null"],
  [Number.NaN, "NaN"],
  [2n, "2"],
  [Symbol("s"), "Symbol(s)"],
  ["a\nb", '"a\\nb"'],
  [Object.create(null), "another object"],
  [[1, 2], "an array"],
  [() => 1, "a function"],
])("%# is shown in one line: %o", (value, text) => {
  expect(shown(value)).toBe(text);
});

test("a long text is cut", () => {
  expect(shown("n".repeat(10_000))).toBe(`"${"n".repeat(100)}"`);
});
