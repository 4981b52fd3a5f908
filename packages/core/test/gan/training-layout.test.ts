import { expect, it } from "vitest";
import { dMapSize, flattenState, mapState, trainingLayout } from "../../src/gan/training-layout.js";

const sizes = { scale: 2, kernelSize: 13, channels: 3, outputSize: 26 };
const layout = trainingLayout(sizes);

it("has a D-map value for each 7×7 patch", () => {
  expect(dMapSize(sizes)).toBe(20);
  expect(layout.results.realMap).toEqual([400]);
});

it("holds all parameters of both networks once", () => {
  const count = (slabs: readonly { length: number }[]): number => slabs.reduce((sum, s) => sum + s.length, 0);
  // 7·7·64, 5·5·64², 3·3·64², two of 64² and 64.
  expect(count(layout.generator)).toBe(3136 + 102_400 + 36_864 + 2 * 4096 + 64);
  // 3·7·7·64, five of 64², as many scales and shifts of 64, 64 and a bias.
  expect(count(layout.discriminator)).toBe(9408 + 5 * 4096 + 2 * 5 * 64 + 64 + 1);
});

it("maps and flattens states in one order", () => {
  const names = flattenState(layout.state).map(({ name }) => name);
  const visited: string[] = [];
  const mapped = mapState(layout.state, ({ name }) => {
    visited.push(name);
    return name;
  });
  expect(visited).toEqual(names);
  expect(flattenState(mapped)).toEqual(names);
  expect(new Set(names).size).toBe(names.length);
  expect(names.slice(-2)).toEqual(["u.first", "u.blocks"]);
});
