import sharp from "sharp";
import { expect, it } from "vitest";
import { codingOf } from "../../src/worker/coding.js";

const picture = sharp({
  create: {
    width: 40,
    height: 30,
    channels: 3,
    background: "#345",
    noise: { type: "gaussian", mean: 90, sigma: 30 },
  },
});
const blobOf = (file: Buffer): Blob => new Blob([Uint8Array.from(file)]);

it("says how WebP and AVIF files hold their pixels, and nothing of others", async () => {
  const size = { width: 40, height: 30 };
  for (const codec of ["webp", "avif"] as const) {
    const file = await picture.clone()[codec]().toBuffer();
    const coding = await codingOf(blobOf(file), size);
    expect(coding?.codec).toBe(codec);
    expect(coding?.bitsPerPixel).toBeLessThan((8 * file.length) / 1200);
    expect(coding?.bitsPerPixel).toBeGreaterThan(0.3);
  }
  expect(await codingOf(blobOf(await picture.clone().jpeg().toBuffer()), size)).toBeUndefined();
  expect(await codingOf(new Blob(["no picture"]), size)).toBeUndefined();
});
