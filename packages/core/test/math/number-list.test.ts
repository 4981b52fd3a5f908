import { expect, test } from "vitest";
import { NumberList } from "../../src/math/number-list.js";
import { random } from "../../src/random.js";

test("a list grows and sorts its numbers, not its room", () => {
  const list = new NumberList();
  const { uniform } = random(1);
  const numbers = Array.from({ length: 5000 }, () => uniform() - 0.5);
  for (const number of numbers) list.add(number);
  expect(list.length).toBe(5000);
  expect([...list.sorted()]).toEqual(numbers.sort((a, b) => a - b));
  expect(new NumberList().sorted().length).toBe(0);
});
