import { expect, test } from "vitest";
import { usefulThreads } from "../../../../src/restore/fast/simd/picture.js";

test("a picture gets the threads that it has work for", () => {
  expect(usefulThreads({ height: 20, scale: 2 }, 16)).toBe(1);
  expect(usefulThreads({ height: 256, scale: 2 }, 16)).toBe(8);
  expect(usefulThreads({ height: 256, scale: 2 }, 2)).toBe(2);
  expect(usefulThreads({ height: 3000, scale: 4 }, 16)).toBe(16);
});
