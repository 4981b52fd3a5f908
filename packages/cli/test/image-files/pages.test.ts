import type { Warning } from "@kernelgan/core";
import { describe, expect, it } from "vitest";
import { memoryReader } from "../../src/image-files/byte-reader.js";
import { warningOfFrames } from "../../src/image-files/pages.js";
import { readImage } from "../../src/image-files/read-image.js";
import { animatedPng } from "../helpers/animated-png.js";
import { rgb } from "../helpers/smooth-picture.js";

describe("frames that the decoder does not read", () => {
  it("of an animated PNG are named", async () => {
    const warnings: Warning[] = [];
    const onWarning = (warning: Warning): unknown => warnings.push(warning);
    await readImage(animatedPng(await rgb().png().toBuffer(), 3), { onWarning });
    expect(warnings).toEqual([
      {
        code: "first-page",
        message:
          "only the first of 3 frames is used: the others of an animated PNG are not read; to upscale all of them convert it to WebP or GIF",
      },
    ]);
  });

  it.each([
    ["a PNG with one frame", async () => animatedPng(await rgb().png().toBuffer(), 1)],
    ["a PNG", () => rgb().png().toBuffer()],
    ["an AVIF", () => rgb().avif().toBuffer()],
  ])("%s has none", async (_, make) => {
    await readImage(await make(), { onWarning: ({ message }) => expect.unreachable(message) });
  });

  it("of an animated AVIF are mentioned", async () => {
    const start = Buffer.from("\0\0\0\x1cftypavis\0\0\0\0avisavifmsf1", "latin1");
    expect(await warningOfFrames(memoryReader(start), "heif", start)).toEqual({
      code: "first-page",
      message:
        "only the first frame is used: the others of an animated AVIF are not read; to upscale all of them convert it to WebP or GIF",
    });
  });
});
