import { LOSS_NAMES, type LossHistory, type LossName } from "@kernelgan/core";
import { beforeEach, describe, expect, it } from "vitest";
import { addToCurves, clearCurves, curves, setCurves } from "../../src/page/curves.js";

const losses = (value: number) =>
  Object.fromEntries(LOSS_NAMES.map((name) => [name, value])) as Record<LossName, number>;
const generator = (): number[] => curves.value.losses.generator;

describe("the curves of a run", () => {
  beforeEach(clearCurves);

  it("grow with each report", () => {
    const empty = curves.value;
    addToCurves(1, losses(0.5));
    addToCurves(20, losses(0.25));
    expect(curves.value).not.toBe(empty);
    expect(curves.value.iterations).toEqual([1, 20]);
    for (const name of LOSS_NAMES) expect(curves.value.losses[name]).toEqual([0.5, 0.25]);
  });

  it("start again with another run, whose iterations start again", () => {
    addToCurves(1, losses(0.5));
    addToCurves(20, losses(0.25));
    addToCurves(3, losses(0.75));
    expect(curves.value.iterations).toEqual([3]);
    expect(generator()).toEqual([0.75]);
  });

  it("are replaced by the whole history, thinned to means", () => {
    addToCurves(1, losses(0.5));
    const values = Float32Array.from({ length: 3000 }, (_, i) => i);
    setCurves(Object.fromEntries(LOSS_NAMES.map((name) => [name, values])) as LossHistory);
    expect(curves.value.iterations.length).toBe(500);
    expect(curves.value.iterations.slice(0, 2)).toEqual([3.5, 9.5]);
    expect(generator().slice(0, 2)).toEqual([2.5, 8.5]);
    expect(generator().length).toBe(500);
  });
});
