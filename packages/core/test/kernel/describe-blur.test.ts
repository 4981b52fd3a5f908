import { describe, expect, it } from "vitest";
import { describeBlur, kernel, pointAsymmetry } from "../../src/kernel/index.js";
import { ARC } from "../../src/spectral/shapes/arc.js";
import { DISK } from "../../src/spectral/shapes/disk.js";
import { ellipseOf } from "../../src/spectral/shapes/ellipse.js";
import { MOTION } from "../../src/spectral/shapes/motion.js";
import { gaussianFor } from "../helpers/kernels.js";

describe("describeBlur", () => {
  it.each([
    [12, 30],
    [4, 100],
    [7, 179],
  ])("a motion of %i pixels at %i°, at every scale", (length, angle) => {
    // The angle of a motion goes down the rows.
    const parameters = [Math.log(length), (-angle * Math.PI) / 180, Math.log(0.3)] as const;
    for (const scale of [2, 3, 4]) {
      const blur = describeBlur(MOTION.kernel(parameters, scale, 2 * scale * length + 5), scale);
      if (blur.kind !== "motion") throw new Error(`taken for ${blur.kind}`);
      expect(Math.abs(blur.length / length - 1)).toBeLessThan(0.05);
      expect(Math.abs(blur.angle - angle)).toBeLessThan(2);
    }
  });

  it("a bent path is a shake, as long as a line that spreads as far", () => {
    const blur = describeBlur(ARC.kernel([2, 0, 0, 1.5, Math.log(0.3)], 2, 21), 2);
    if (blur.kind !== "shake") throw new Error(`taken for ${blur.kind}`);
    expect(blur.length).toBeGreaterThan(3.5);
    expect(blur.length).toBeLessThan(4.5);
  });

  it("a long path that is hardly bent is a motion", () => {
    const bent = ARC.kernel([4, 0, 0, 0.4, Math.log(0.2)], 2, 25);
    expect(pointAsymmetry(bent)).toBeGreaterThan(0.2);
    expect(describeBlur(bent, 2)).toEqual({
      kind: "motion",
      length: expect.closeTo(8, 0),
      angle: expect.closeTo(0, 0),
    });
  });

  it("Gaussians, long ones too, and disks are soft, as wide as half their height", () => {
    const round = describeBlur(gaussianFor(2, 3, 0, 3), 2);
    expect(round).toEqual({ kind: "soft", width: expect.closeTo(2.355 * (Math.sqrt(3) / 2), 1) });
    expect(describeBlur(gaussianFor(2, 0.6, 0.4, 5), 2).kind).toBe("soft");
    const disk = DISK.kernel(ellipseOf({ yy: 1, yx: 0, xx: 1 }), 2, 15);
    expect(describeBlur(disk, 2)).toEqual({ kind: "soft", width: expect.closeTo(2.355, 1) });
  });

  it("a single weight is no blur", () => {
    expect(describeBlur(kernel(3, [0, 0, 0, 0, 1, 0, 0, 0, 0]), 1)).toEqual({ kind: "soft", width: 0 });
  });
});
