import sharp from "sharp";
import { expect, it } from "vitest";
import { isAnimation } from "../../src/worker/animation.js";
import { CUT_OUT, SMALL } from "../helpers/pictures.js";

const blobOf = (bytes: Uint8Array): Blob => new Blob([new Uint8Array(bytes)]);

it("tells animations from single pictures", async () => {
  const frames = sharp([SMALL, await sharp(SMALL).negate().png().toBuffer()], { join: { animated: true } });
  // As the chunk stands in an animated PNG: after the header.
  const control = Buffer.from("\0\0\0\x08acTL\0\0\0\x02\0\0\0\0\0\0\0\0", "latin1");
  const animations = [
    await frames.clone().gif().toBuffer(),
    await frames.clone().webp().toBuffer(),
    Buffer.concat([SMALL.subarray(0, 33), control, SMALL.subarray(33)]),
  ];
  for (const bytes of animations) expect(await isAnimation(blobOf(bytes))).toBe(true);
  const single = [
    SMALL,
    CUT_OUT,
    await sharp(SMALL).gif().toBuffer(),
    await sharp(CUT_OUT).webp().toBuffer(),
    await sharp(SMALL).jpeg().toBuffer(),
    // Cut off.
    (animations[0] as Buffer).subarray(0, 100),
    (animations[2] as Buffer).subarray(0, 36),
    Buffer.alloc(0),
  ];
  for (const bytes of single) expect(await isAnimation(blobOf(bytes))).toBe(false);
});
