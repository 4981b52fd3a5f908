import { describe, expect, it } from "vitest";
import { meanOf } from "../../../src/batch/summary/rows.js";
import { meanTable } from "../../../src/batch/summary/table.js";
import { summaryRows as rows } from "../../helpers/summary-rows.js";

describe("the mean", () => {
  it("is over the images that have the figure", () => {
    const mean = meanOf([...rows.slice(0, 2), rows[3]]);
    expect(mean.confidence).toEqual({ mean: 0.375, count: 2 });
    expect(mean.psnrY).toEqual({ mean: 29, count: 2 });
    expect(mean).not.toHaveProperty("kernelL1");
    expect(meanTable(mean)).toContain("PSNR-Y           29.00  2");
    expect(meanOf([rows[1]])).toEqual({});
    expect(meanTable({})).toEqual([]);
  });
});
