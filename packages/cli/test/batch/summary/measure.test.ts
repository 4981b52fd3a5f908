import { join } from "node:path";
import { compareKernels } from "@kernelgan/core";
import { countingKernel } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { measure } from "../../../src/batch/summary/measure.js";
import { writeKernel } from "../../../src/kernel-files/formats.js";
import { imageFolder } from "../../helpers/folders.js";

const folder = temporaryFolder();

describe("measure", () => {
  beforeAll(async () => {
    await imageFolder(folder, ["large.png"], 300, 200);
    await writeKernel(join(folder, "k.mat"), countingKernel(5));
    await writeKernel(join(folder, "true.mat"), countingKernel(7));
  });

  it("makes small pictures and compares kernels", async () => {
    const paths = {
      image: join(folder, "large.png"),
      kernel: join(folder, "k.mat"),
      trueKernel: join(folder, "true.mat"),
    };
    const { pictures, comparison, problems } = await measure({
      ...paths,
      scale: 2,
      isWhole: true,
      reading: {},
    });
    expect(problems).toEqual([]);
    const { traceRatio, correlation, l1 } = compareKernels(countingKernel(5), countingKernel(7), 2);
    expect(comparison?.correlation).toBeCloseTo(correlation, 6);
    expect(comparison?.l1).toBeCloseTo(l1, 6);
    expect(comparison?.traceRatio).toBeCloseTo(traceRatio, 6);
    // Side by side at the same scale.
    for (const kernel of [pictures.kernel, pictures.trueKernel]) {
      const picture = Buffer.from(kernel?.split(",")[1] ?? "", "base64");
      expect(await sharp(picture).metadata()).toMatchObject({ width: 7, height: 7 });
    }
    const thumbnail = Buffer.from(pictures.image?.split(",")[1] ?? "", "base64");
    expect(thumbnail.length).toBeLessThan(10_000);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 192, height: 128 });
  });

  it("reports what is missing, and finds the rest", async () => {
    const paths = { image: join(folder, "gone.png"), kernel: join(folder, "k.mat") };
    const pair = { sr: join(folder, "large.png"), hr: join(folder, "gone.png") };
    const { pictures, quality, problems } = await measure({
      ...paths,
      pair,
      scale: 2,
      isWhole: true,
      reading: {},
    });
    expect(pictures.kernel).toMatch(/^data:image\/png/);
    expect(pictures.image).toBeUndefined();
    expect(quality).toBeUndefined();
    expect(problems.length).toBe(2);
    expect(problems[1]).toContain("gone.png: there is no such file");
  });
});
