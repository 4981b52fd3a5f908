import { expect, test } from "vitest";
import { usefulThreads, workersWorthStarting } from "../../../../src/restore/fast/simd/picture.js";

test("a picture gets the threads that it has work for", () => {
  expect(usefulThreads({ width: 90, height: 20, scale: 2 }, 16)).toBe(1);
  expect(usefulThreads({ width: 90, height: 256, scale: 2 }, 16)).toBe(8);
  expect(usefulThreads({ width: 90, height: 256, scale: 2 }, 2)).toBe(2);
  expect(usefulThreads({ width: 90, height: 3000, scale: 4 }, 16)).toBe(16);
});

test("workers are started for pictures that take much longer than that", () => {
  expect(workersWorthStarting({ width: 256, height: 192, scale: 2 }, 16)).toBe(0);
  expect(workersWorthStarting({ width: 384, height: 256, scale: 2 }, 16)).toBe(1);
  expect(workersWorthStarting({ width: 1024, height: 704, scale: 2 }, 16)).toBe(11);
  expect(workersWorthStarting({ width: 4000, height: 3000, scale: 2 }, 16)).toBe(15);
  expect(workersWorthStarting({ width: 4000, height: 3000, scale: 2 }, 1)).toBe(0);
});
