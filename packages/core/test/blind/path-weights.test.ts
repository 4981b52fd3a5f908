import { describe, expect, it } from "vitest";
import { alignment, clean, enlarged, moved, toMiddle } from "../../src/blind/path-weights.js";
import type { Weights } from "../../src/blind/sparse-steps.js";

const weights = (rows: readonly (readonly number[])[]): Weights => ({
  size: rows.length,
  data: Float64Array.from(rows.flat()),
});
const sum = ({ data }: Weights): number => data.reduce((total, weight) => total + weight, 0);
const path = weights([
  [0, 0, 0, 0, 0],
  [0, 3, 0, 0, 0],
  [0, 0, 2, 0, 0],
  [0, 0, 1, 0, 0],
  [0, 0, 0, 0, 0],
]);

describe("weights of a path", () => {
  it("are cleaned of negative and faint ones and of small pieces", () => {
    const dirty = {
      size: 5,
      data: path.data.map((value, i) => value + [0.5, 0, -1, 0, 0.1][i % 5]! * Number(i < 5)),
    };
    dirty.data[24] = 0.4;
    const result = clean(dirty) as Weights;
    expect(sum(result)).toBeCloseTo(1, 12);
    // Beside the path: connected with it, so it stays.
    expect(result.data[0]).toBeGreaterThan(0);
    expect([result.data[2], result.data[4], result.data[24]]).toEqual([0, 0, 0]);
    expect(clean({ size: 1, data: Float64Array.of(-1) })).toBeUndefined();
  });

  it("are moved to the middle", () => {
    const away = moved(path, -1, 2);
    expect(toMiddle(away).data).toEqual(toMiddle(path).data);
  });

  it("are aligned with others", () => {
    expect(alignment(path, moved(path, 1, -1))).toEqual([-1, 1]);
  });

  it("keep place and sum when they are enlarged", () => {
    const larger = enlarged(path, 2, 11);
    expect(larger.size).toBe(11);
    expect(sum(larger)).toBeCloseTo(1, 12);
    const row = larger.data.reduce((total, weight, i) => total + weight * Math.floor(i / 11), 0);
    // Row 1.67 of 5 lies 0.33 above the middle, now 0.67.
    expect(row).toBeGreaterThan(3.6);
    expect(row).toBeLessThan(4.8);
  });
});
