import { expect, it } from "vitest";
import { type EstimateOptions, estimateKernel, leastSide } from "../../src/estimate/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";

it.each<EstimateOptions>([
  { method: "auto" },
  { method: "spectral", scale: 4 },
  { method: "kernelgan" },
  { method: "kernelgan", scale: 3, kernelSize: 13 },
  { method: "kernelgan", scale: 4, kernelSize: 31 },
])("an image of the least side has an estimate, a smaller one none: %o", async (options) => {
  const { method = "auto", scale = 2, kernelSize = 13 } = options;
  const side = leastSide({ method, scale, kernelSize });
  const training = method === "kernelgan" ? { iterations: 1, runs: 1, restarts: 0, fallback: false } : {};
  const estimate = (smaller: number): Promise<string> =>
    estimateKernel(deadLeaves(1, smaller, side + 8), { ...options, ...training }).then(
      () => "estimated",
      ({ code }) => code,
    );
  // A training of one iteration has no kernel.
  expect(["estimated", "training-failed"]).toContain(await estimate(side));
  expect(await estimate(side - 1)).toBe("image-too-small");
});
