import { describe, expect, test } from "vitest";
import { cropMiddle } from "../../../src/image/index.js";
import { downscale } from "../../../src/kernel/index.js";
import { BLUR_CONSTANTS } from "../../../src/spectral/fit/blur-constants.js";
import { PhaseEvidence } from "../../../src/spectral/fit/phase-evidence.js";
import { ARC, type ArcParameters, arcTransfer, mirroredArc } from "../../../src/spectral/shapes/arc.js";
import { deadLeaves } from "../../helpers/dead-leaves.js";

describe("PhaseEvidence", () => {
  test.each([1, -1])("prefers the kernel that blurred the image to its mirror image (%d)", (sign) => {
    const path: ArcParameters = [1.2, 0.3, sign * 0.9, sign * -0.8, Math.log(0.3)];
    const low = downscale(deadLeaves(5, 400, 320), ARC.kernel(path, 2), 2);
    const evidence = new PhaseEvidence(low);
    expect(evidence.preference(arcTransfer(path))).toBeGreaterThan(0.005);
    expect(evidence.preference(arcTransfer(mirroredArc(path)))).toBeLessThan(-0.005);
  });

  test("has no preference for symmetric kernels", () => {
    const evidence = new PhaseEvidence(deadLeaves(5, 200, 160));
    const straight = arcTransfer([1, 0.4, 0, 0, Math.log(0.4)]);
    expect(Math.abs(evidence.preference(straight))).toBeLessThan(1e-6);
  });

  test.each([56, 72])("is not misled by chance in an image of %d pixels each way", (side) => {
    const path: ArcParameters = [0.3, 0.2, 0.5, -0.3, Math.log(0.2)];
    const squares = Array.from({ length: 12 }, (_, seed) => {
      const image = cropMiddle(deadLeaves(seed + 1, 240, 240), side, side);
      return new PhaseEvidence(image).preference(arcTransfer(path)) ** 2;
    });
    const rms = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
    expect(rms).toBeLessThan(4 * BLUR_CONSTANTS.phaseTemperature);
  });
});
