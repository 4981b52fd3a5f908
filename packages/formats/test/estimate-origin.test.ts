import { bicubicKernel, type Estimate } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { estimateOrigin } from "../src/estimate-origin.js";

const made = { kernel: bicubicKernel(2), warnings: [], timing: { seconds: 3 } };
const spectral = { ...made, method: "spectral" } as unknown as Estimate;
const trained = {
  ...made,
  method: "kernelgan",
  seed: 7,
  restarts: 1,
  runs: [{ seed: 7 }],
  history: { generator: [2, 1] },
} as unknown as Estimate;

describe("estimateOrigin", () => {
  it("has the options of the method, in one order, and no times", () => {
    const values = { fallback: false, iterations: 20, scale: 4, method: "auto", out: "photos" };
    expect(estimateOrigin(spectral, values)).toEqual({
      seed: undefined,
      options: { scale: 4, method: "spectral", fallback: false },
      details: { warnings: [], restarts: undefined, runs: undefined, losses: undefined },
    });
  });

  it("tells of a training its seed, its runs and its losses", () => {
    const { seed, options, details } = estimateOrigin(trained, {
      runs: 1,
      restarts: 2,
      seed: 7,
      iterations: 20,
    });
    expect(seed).toBe(7);
    expect(options).toEqual({
      scale: 2,
      method: "kernelgan",
      fallback: true,
      seed: 7,
      iterations: 20,
      runs: 1,
      restarts: 2,
    });
    expect(details).toMatchObject({
      restarts: 1,
      runs: [{ seed: 7 }],
      losses: { final: { generator: 1.5 } },
    });
    // What is undefined is not given.
    expect(estimateOrigin(trained, { seed: undefined }).options).toMatchObject({ seed: 0, scale: 2 });
    const turned = estimateOrigin(trained, { iterations: 20, seed: 7, restarts: 2, runs: 1 });
    expect(JSON.stringify(turned.options)).toBe(JSON.stringify(options));
  });
});
