import { describe, expect, test } from "vitest";
import { planarImage } from "../../../src/image/index.js";
import { CELL, classMap } from "../../../src/restore/fast/orientation.js";
import { grating } from "../../helpers/grating.js";

const noPause = async (): Promise<void> => {};

describe("classMap", () => {
  test("stripes have one class, another one for each direction", async () => {
    const classes: number[] = [];
    for (const angle of [0.15, 0.7, 1.3, 2.1, 2.9]) {
      const map = await classMap(grating(angle), noPause);
      const inside = (x: number, y: number): number => map.classes[y * map.width + x]!;
      const own = inside(10, 10);
      for (let y = 4; y < map.height - 4; y++)
        for (let x = 4; x < map.width - 4; x++) expect(inside(x, y)).toBe(own);
      expect(own).toBeLessThan(map.count);
      classes.push(own);
    }
    expect(new Set(classes).size).toBe(5);
    expect(Math.min(...classes)).toBeGreaterThan(0);
  });

  test("turning the stripes by 180° changes nothing", async () => {
    const [a, b] = [await classMap(grating(0.4), noPause), await classMap(grating(0.4 + Math.PI), noPause)];
    expect(a.classes).toEqual(b.classes);
  });

  test("a plain area has no direction, and odd sizes get their last cells", async () => {
    const map = await classMap(planarImage(9, 7, 1, new Float32Array(63).fill(0.4)), noPause);
    expect([map.width, map.height]).toEqual([Math.ceil(9 / CELL), Math.ceil(7 / CELL)]);
    expect(map.classes.every((c) => c === 0)).toBe(true);
  });
});
