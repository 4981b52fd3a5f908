import { planarImage } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { checkImageFits, imageFormat } from "../../src/image-files/formats.js";
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

  it.each(["jpg", "webp", "avif", "gif"])(
    "lets through what the encoder of %s takes, and no more",
    async (name) => {
      const { maxSide } = imageFormat(name);
      const picture = { image: planarImage(maxSide, 1, 1), depth: 8 } as const;
      expect((await encodePicture(`a.${name}`, picture)).length).toBeGreaterThan(0);
      expect(() => checkImageFits(`a.${name}`, maxSide + 1, 1)).toThrow(
        `(${maxSide} a side); use .png or .tif`,
      );
    },
  );
});
