import { expect, test } from "vitest";
import { Shares } from "../../../../src/restore/fast/simd/shares.js";

/** Lets the members take in a random order. */
function deal(count: number, members: number, order: readonly number[]): number[][] {
  const shares = new Shares(count, members);
  const taken: number[][] = Array.from({ length: members }, () => []);
  for (const member of order) {
    const some = member === 0 ? shares.takeOne(0) : shares.takeSome(member);
    taken[member]?.push(...(some === undefined ? [] : [some].flat()));
  }
  return taken;
}

test.each([
  [20, 2, 3],
  [1, 4, 5],
  [0, 2, 1],
  [97, 3, 7],
])("%i pieces for %i: each is taken once, whoever is quick", (count, members, stride) => {
  const order = Array.from({ length: 40 * members * count }, (_, i) => (i * i * stride) % members);
  const all = deal(count, members, [...order, ...Array<number>(count).fill(0)]).flat();
  expect(all.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
});

test("each begins with a part of its own, the last leaves some to the others", () => {
  const shares = new Shares(20, 2);
  expect(shares.takeSome(1)).toEqual([10, 11, 12, 13]);
  expect(shares.takeSome(1)).toEqual([14, 15, 16, 17]);
  expect(shares.takeOne(0)).toBe(0);
  expect(shares.takeSome(1)).toEqual([18, 19]);
  // Of the caller's nine that are left.
  expect(shares.takeSome(1)).toEqual([6, 7, 8, 9]);
});

test("what could not be done is the caller's", () => {
  const shares = new Shares(4, 2);
  const theirs = shares.takeSome(1);
  expect([shares.takeOne(0), shares.takeOne(0)]).toEqual([0, 1]);
  shares.giveBack(theirs);
  expect([shares.takeOne(0), shares.takeOne(0), shares.takeOne(0)].sort()).toEqual([2, 3, undefined]);
});
