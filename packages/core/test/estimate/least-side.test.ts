import { expect, it } from "vitest";
import { type EstimateOptions, estimateKernel, leastSide } from "../../src/estimate/index.js";
import { planarImage } from "../../src/image/index.js";
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
  const estimate = (smaller: number): Promise<{ code: string; message: string }> =>
    estimateKernel(deadLeaves(1, smaller, side + 8), { ...options, ...training }).then(
      () => ({ code: "estimated", message: "" }),
      (error) => error,
    );
  // A training of one iteration has no kernel.
  expect(["estimated", "training-failed"]).toContain((await estimate(side)).code);
  const ofTraining = `to learn from; an estimate at ×${scale === 3 ? 3 : 2} with a ${kernelSize}×${kernelSize} kernel`;
  const needing = method === "kernelgan" ? ofTraining : "; an estimate";
  // Too small for the method alone, and for the spectrum, which is measured for all of them.
  for (const smaller of [side - 1, 20]) {
    expect(await estimate(smaller)).toMatchObject({
      code: "image-too-small",
      message: expect.stringMatching(
        `^the image has ${smaller}×${side + 8} pixels ?${needing} needs at least ${side}×${side}$`,
      ),
    });
  }
});

it("a visible part that is too small for any estimate is told what that of its method needs", async () => {
  const image = deadLeaves(1, 80, 80);
  const alpha = planarImage(80, 80, 1);
  for (let y = 0; y < 20; y++) alpha.data.fill(1, y * 80, y * 80 + 20);
  const estimate = (options: EstimateOptions) => estimateKernel(image, { ...options, alpha });
  await expect(estimate({ method: "auto" })).rejects.toThrow("an estimate needs at least 32×32");
  const kernelSize = 31;
  const side = leastSide({ method: "kernelgan", scale: 2, kernelSize });
  await expect(estimate({ method: "kernelgan", kernelSize })).rejects.toThrow(`at least ${side}×${side}`);
});
