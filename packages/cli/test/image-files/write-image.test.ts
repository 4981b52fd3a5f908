import { readdirSync } from "node:fs";
import { join } from "node:path";
import { planarImage } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { jpegRoundTrip, usualJpeg } from "../../src/image-files/jpeg-round-trip.js";
import { readImage } from "../../src/image-files/read-image.js";
import { writeImage } from "../../src/image-files/write-image.js";
import { error, HEIGHT, smooth, WIDTH } from "../helpers/smooth-picture.js";

const folder = temporaryFolder();

describe("writeImage", () => {
  const image = planarImage(WIDTH, HEIGHT, 3);
  for (let i = 0; i < smooth.length; i++)
    image.data[(i % 3) * WIDTH * HEIGHT + Math.floor(i / 3)] = smooth[i]!;

  it.each(["png", "webp", "tif", "avif"])("%s keeps 8 bits exactly", async (extension) => {
    const path = join(folder, `written.${extension}`);
    await writeImage(path, image);
    expect(error(await readImage(path))).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
  });

  it("writes gray, clips, and rounds to nearest", async () => {
    const path = join(folder, "clipped.png");
    await writeImage(path, planarImage(4, 1, 1, Float32Array.of(-0.5, 1.5, 100.4 / 255, 100.6 / 255)));
    const read = await readImage(path);
    expect(read.channels).toBe(1);
    expect(Array.from(read.data, (v) => Math.round(v * 255))).toEqual([0, 255, 100, 101]);
  });

  it("compresses as it is told, as the round trip does", async () => {
    const path = join(folder, "written.jpg");
    await writeImage(path, image, usualJpeg(30));
    expect(await readImage(path)).toEqual(await jpegRoundTrip(image, 30));
    expect((await jpegRoundTrip(planarImage(8, 8, 1), 50)).channels).toBe(1);
  });

  it.each<[string, unknown, RegExp]>([
    [
      "ten numbers for 64×64",
      { width: 64, height: 64, channels: 1, data: new Float32Array(10) },
      /4096 samples/,
    ],
    ["nothing", null, /must be \{ width/],
    ["no pixel", { width: 0, height: 0, channels: 1, data: new Float32Array(0) }, /positive integers/],
    ["infinite samples", planarImage(1, 1, 1, Float32Array.of(Number.POSITIVE_INFINITY)), /must be finite/],
  ])("writes no file of %s", async (_, bad, message) => {
    const path = join(folder, "senseless.png");
    await expect(writeImage(path, bad as typeof image)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
    expect(readdirSync(folder)).not.toContain("senseless.png");
  });

  it.each<[string, object, RegExp]>([
    ["an option that there is not", { jpegQuality: 90 }, /no option "jpegQuality"; valid options: quality, /],
    ["a quality of PNG that is none", { quality: "high" }, /quality must be an integer .* got "high"/],
  ])("refuses %s", async (_, options, message) => {
    await expect(writeImage(join(folder, "none.png"), image, options)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  it("refuses unknown extensions and existing files, and leaves nothing behind", async () => {
    const before = readdirSync(folder);
    await expect(writeImage(join(folder, "a.xyz"), image)).rejects.toThrow(/cannot write \.xyz/);
    await expect(writeImage(join(folder, "written.png"), image)).rejects.toThrow(
      /exists already; replace it with "force"/,
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});
