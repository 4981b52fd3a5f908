import { countingKernel } from "@kernelgan/testing/kernels";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { kernelThumbnail } from "../../../src/batch/summary/thumbnails.js";

describe("the thumbnail of a kernel", () => {
  it("draws each weight of a kernel as a pixel, the largest brightest", async () => {
    const uri = await kernelThumbnail(countingKernel(3));
    const { data, info } = await sharp(Buffer.from(uri.split(",")[1] ?? "", "base64"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 3, height: 3, channels: 3 });
    const brightness = Array.from({ length: 9 }, (_, i) =>
      data.subarray(3 * i, 3 * i + 3).reduce((sum, value) => sum + value, 0),
    );
    expect(brightness.indexOf(Math.max(...brightness))).toBe(8);
  });
});
