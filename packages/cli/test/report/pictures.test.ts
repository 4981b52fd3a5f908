import { crop, imresize, type PlanarImage, planarImage, random } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { encodeImage } from "../../src/image-files/write-image.js";
import { pictures } from "../../src/report/pictures.js";

const scale = 2;

function noise(width: number, height: number): PlanarImage {
  const uniform = random(1, 0);
  return planarImage(
    width,
    height,
    1,
    Float32Array.from({ length: width * height }, () => uniform.uniform()),
  );
}

describe("pictures", () => {
  const output = noise(80, 64);
  const source = { input: imresize(output, { scale: 1 / scale }), output };
  const limits = { bytes: 1e6, lossless: 80 * 64, shown: 80 * 64, shownAtLeast: 40 * 32 };
  const jpegUri = async (image: PlanarImage): Promise<string> =>
    `data:image/jpeg;base64,${Buffer.from(await encodeImage("a.jpg", image)).toString("base64")}`;

  it("are stored without loss", async () => {
    const shown = await pictures(source, limits);
    expect(shown).toMatchObject({ width: 80, height: 64, lossless: true });
    for (const uri of [shown.input, shown.bicubic?.uri, shown.output])
      expect(uri).toMatch(/^data:image\/png;base64,/);
  });

  it.each([
    ["of large outputs are JPEGs", { ...limits, lossless: 80 * 64 - 1 }],
    ["whose PNGs take too many bytes are JPEGs", { ...limits, bytes: 9200 }],
  ])("%s", async (_, tight) => {
    // As PNGs these pictures take 10.4 kB, as JPEGs 8.0.
    const shown = await pictures(source, tight);
    expect(shown).toMatchObject({ width: 80, height: 64, lossless: false });
    expect(shown.detail).toBeUndefined();
    expect(shown.output).toBe(await jpegUri(output));
  });

  it.each([
    ["of very large outputs", { ...limits, lossless: 0, shown: 40 * 32 }],
    ["whose JPEGs take too many bytes", { ...limits, bytes: 100 }],
  ])("%s show the middle, pixel for pixel", async (_, tight) => {
    const shown = await pictures(source, tight);
    expect(shown).toMatchObject({ width: 40, height: 32, lossless: false });
    expect(shown.detail).toMatchObject({
      part: { x: 10, y: 8, width: 20, height: 16 },
      of: { width: 40, height: 32 },
    });
    const middle = { x: 20, y: 16, width: 40, height: 32 };
    expect(shown.output).toBe(await jpegUri(crop(output, middle)));
    expect(shown.bicubic?.uri).toBe(await jpegUri(crop(imresize(source.input, { scale }), middle)));
  });

  it.each([
    [15, 12, "enlarged"],
    [7, 6, "reduced"],
  ])("may have any size, %i×%i: %s", async (width, height, how) => {
    const input = noise(10, 8);
    const shown = await pictures(
      { input, output: imresize(input, { width, height }) },
      { ...limits, lossless: 0 },
    );
    expect(shown).toMatchObject({ width, height });
    expect(shown.bicubic).toEqual({ how, uri: shown.output });
  });

  it("of the same size need no interpolation", async () => {
    const shown = await pictures({ input: output, output }, limits);
    expect(shown.bicubic).toBeUndefined();
    expect(shown.input).toBe(shown.output);
  });
});
