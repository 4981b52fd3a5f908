import { expect, it } from "vitest";
import { mirror } from "../../src/image/mirror.js";

it("repeats the border: d c b a | a b c d | d c b a, and so on", () => {
  const indices = Array.from({ length: 20 }, (_, i) => mirror(i - 8, 4));
  expect(indices).toEqual([0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3, 3, 2, 1, 0, 0, 1, 2, 3]);
  expect([-2, -1, 0, 1].map((i) => mirror(i, 1))).toEqual([0, 0, 0, 0]);
});
