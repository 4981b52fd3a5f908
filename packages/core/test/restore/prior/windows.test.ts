import { describe, expect, it } from "vitest";
import { windows } from "../../../src/restore/prior/windows.js";

describe("windows", () => {
  it.each([
    [1, 1, {}, 448],
    [50, 37, {}, 32],
    [200, 90, {}, 64],
    [1000, 700, {}, 448],
    [100, 61, { width: 64, height: 64 }, 448],
    [30, 20, { width: 64, height: 32 }, 448],
  ])("use each pixel of %i×%i once (%o, core %i)", (width, height, fixed, core) => {
    const used = new Uint8Array(width * height);
    for (const { seen, used: part } of windows(width, height, fixed, core)) {
      for (let y = part.y; y < part.y + part.height; y++) {
        for (let x = part.x; x < part.x + part.width; x++) used[y * width + x]! += 1;
      }
      expect(part.x).toBeGreaterThanOrEqual(seen.x);
      expect(part.x + part.width).toBeLessThanOrEqual(seen.x + seen.width);
      expect(part.y + part.height).toBeLessThanOrEqual(seen.y + seen.height);
    }
    expect(used.every((times) => times === 1)).toBe(true);
  });

  it("begin and end at multiples of 16, with 32 pixels around what is used inside the image", () => {
    const all = windows(1000, 300);
    expect(all.map(({ seen }) => [seen.x % 16, seen.width % 16, seen.y, seen.height])).toEqual(
      all.map(() => [0, 0, 0, 304]),
    );
    expect(all.map(({ seen, used }) => used.x - seen.x)).toEqual([0, 32, 32]);
  });

  it("have the size that the network takes", () => {
    const all = windows(100, 61, { width: 64, height: 64 });
    expect(all.map(({ seen }) => [seen.width, seen.height])).toEqual(all.map(() => [64, 64]));
    expect(all.length).toBe(3);
  });
});
