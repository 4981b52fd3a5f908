/** What a camera's blur mixed is its light, of which its tone curve says what it is. */
import { describe, expect, it } from "vitest";
import { imresize, type PlanarImage } from "../../src/image/index.js";
import { downscale, type Kernel } from "../../src/kernel/index.js";
import { superResolve } from "../../src/restore/index.js";
import { deadLeaves } from "../helpers/dead-leaves.js";
import { motion } from "../helpers/kernels.js";
import { meanSquaredError } from "../helpers/pictures.js";
import { cameraCurve } from "../helpers/tone-curve.js";

const sharp = imresize(deadLeaves(5, 192, 160), { scale: 1 / 2 });
const moved = motion(21, { y: 10, x: 10 }, 10, 0.5);
const toneCurve = cameraCurve();
const mixed = downscale(sharp, moved, 1, { light: "linear", toneCurve });
const image: PlanarImage = { ...mixed, data: mixed.data.map((value) => Math.round(255 * value) / 255) };
const exact = { scale: 1, exactKernel: true } as const;
const ofCamera: Kernel = { ...moved, light: "linear", toneCurve };

describe("a kernel with a tone curve", () => {
  it("is undone in the light of its camera, and the picture comes nearer to the original", async () => {
    const result = await superResolve(image, ofCamera, exact);
    expect(result).toMatchObject({ light: "linear", toneCurve, kernel: { toneCurve } });
    const said = result.warnings.find(({ code }) => code === "linear-light");
    expect(said?.message).toContain("by the camera's tone curve");
    const bySrgb = await superResolve(image, { ...moved, light: "linear" }, exact);
    expect(bySrgb).not.toHaveProperty("toneCurve");
    expect(meanSquaredError(result.image, sharp)).toBeLessThan(0.7 * meanSquaredError(bySrgb.image, sharp));
  });

  it("is undone in the pixel values where the option or the kernel says so, without the curve", async () => {
    const results = [
      await superResolve(image, ofCamera, { ...exact, light: "encoded" }),
      await superResolve(image, { ...ofCamera, light: "encoded" }, exact),
    ] as const;
    for (const result of results) {
      expect(result).not.toHaveProperty("toneCurve");
      expect(result.light).toBe("encoded");
    }
    expect(results[0].image).toEqual(results[1].image);
  });
});
