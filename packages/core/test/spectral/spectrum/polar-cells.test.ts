import { describe, expect, test } from "vitest";
import { ANGLES, CELLS, polarCells, RADII } from "../../../src/spectral/spectrum/polar-cells.js";

describe("polarCells", () => {
  test.each([32, 64])(
    "of blocks of %i: every cell has frequencies around its own, of one half plane",
    (size) => {
      const cells = polarCells(size);
      expect(cells.length).toBe(CELLS);
      for (const [i, cell] of cells.entries()) {
        expect(cell.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 12);
        const angle = (Math.PI * Math.floor(i / RADII)) / ANGLES;
        // cos 2δ of the angle δ to the direction of the cell: 1 along it, −1 across.
        const along = cell.reduce(
          (sum, { y, x, weight }) => sum + weight * Math.cos(2 * (Math.atan2(y, x) - angle)),
          0,
        );
        expect(along).toBeGreaterThan(0.8);
        for (const { y, x, index } of cell) {
          expect(y > 0 || (y === 0 && x > 0)).toBe(true);
          expect(index).toBe(size * y * size + ((size * x + size) % size));
        }
      }
    },
  );

  test("bands follow each other outwards", () => {
    const radii = polarCells(64)
      .slice(0, RADII)
      .map((cell) => cell.reduce((sum, { y, x, weight }) => sum + weight * Math.hypot(y, x), 0));
    expect(radii).toEqual([...radii].sort((a, b) => a - b));
    expect(radii[0]).toBeLessThan(0.06);
    expect(radii.at(-1)).toBeGreaterThan(0.44);
  });
});
