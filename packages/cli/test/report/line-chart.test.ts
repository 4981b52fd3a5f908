import { describe, expect, it } from "vitest";
import { lineChart } from "../../src/report/line-chart.js";

describe("line charts", () => {
  const ticks = (values: number[], log: boolean): string[] => {
    const chart = String(lineChart([{ name: "loss", values }], { title: "Loss", quantity: "error", log }));
    return [...chart.matchAll(/text-anchor="end">([^<i]+)</g)].map(([, text = ""]) => text);
  };

  it("number their axes whatever the range", () => {
    expect(ticks([0.1, 0.75], false)).toEqual(["0", "0.2", "0.4", "0.6", "0.8"]);
    expect(ticks([0.03, 0.0285], true)).toEqual(["0.024", "0.026", "0.028", "0.03"]);
    expect(ticks([1, 1e-7, 1e-9], true)).toEqual(["10⁻⁶", "10⁻⁴", "0.01", "1"]);
  });

  it("stay inside whatever the values", () => {
    for (const values of [[], [Number.NaN], [0, 0], [3], [1, 0]]) {
      const chart = String(
        lineChart([{ name: "loss", values }], { title: "Loss", quantity: "error", log: true }),
      );
      const heights = [...chart.matchAll(/[ML][\d.-]+,([\d.-]+)/g)].map(([, y]) => Number(y));
      for (const y of heights) expect(y >= 26 && y <= 240).toBe(true);
      expect(chart).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});
