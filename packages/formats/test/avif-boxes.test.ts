import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { hasAvifSizes } from "../src/avif-boxes.js";

describe("the sizes of an AVIF file", async () => {
  const file = await sharp({ create: { width: 50, height: 40, channels: 4, background: "#0008" } })
    .avif({ effort: 0 })
    .toBuffer();
  // Behind type and version: width and height.
  const places = [...file.toString("latin1").matchAll(/ispe\0{4}/g)].map(({ index }) => index + 8);

  it("are those of an image", () => {
    expect(places.length).toBeGreaterThan(0);
    expect(hasAvifSizes(file)).toBe(true);
  });

  it("are not what no image can have, in any of its parts", () => {
    for (const place of places) {
      for (const at of [place, place + 4]) {
        const damaged = Buffer.from(file);
        damaged.writeUInt32BE(251_658_320, at);
        expect(hasAvifSizes(damaged)).toBe(false);
      }
    }
  });

  it("may be missing: the decoder says what it thinks of that", () => {
    for (let length = 0; length < (places[0] ?? 0); length++) {
      expect(hasAvifSizes(file.subarray(0, length))).toBe(true);
    }
  });
});
