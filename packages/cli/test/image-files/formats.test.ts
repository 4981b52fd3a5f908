import { planarImage } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { checkImageFits } from "../../src/image-files/formats.js";
import { tiffFile } from "../../src/image-files/tiff.js";
import { encodePicture } from "../../src/image-files/write-picture.js";

describe("checkImageFits", () => {
  it("knows what is too large", async () => {
    expect(() => checkImageFits("a.webp", 16384, 10)).toThrow(
      /^16384×10 is more than a WebP .* \.png or \.tif/,
    );
    expect(() => checkImageFits("a.webp", 16383, 16383)).not.toThrow();
    const image = planarImage(16385, 1, 1);
    await expect(encodePicture("a.avif", { image, depth: 8 })).rejects.toMatchObject({ code: "output" });
    expect((await encodePicture("a.jpg", { image, depth: 8 })).length).toBeGreaterThan(0);
    expect(() => tiffFile({ width: 2 ** 15, height: 2 ** 15, channels: 4, depth: 8 })).toThrow(/too large/);
  });
});
