/** Picture files for the page. */
import { readFileSync } from "node:fs";
import sharp from "sharp";

export const SAMPLE = readFileSync(new URL("../../../../docs/sample/photo.png", import.meta.url));

/** A small part of the sample, quick to work on. */
export const SMALL = await sharp(SAMPLE)
  .extract({ left: 160, top: 150, width: 160, height: 120 })
  .png()
  .toBuffer();

/** The smallest picture that can be estimated from. */
export const SMALLEST = await sharp(SAMPLE)
  .extract({ left: 200, top: 200, width: 56, height: 56 })
  .png()
  .toBuffer();

/** The small part, rotated by its EXIF orientation, as in files of cameras. */
export const ON_ITS_SIDE = await sharp(SMALL).withMetadata({ orientation: 6 }).jpeg().toBuffer();

export const TINY = await sharp(SAMPLE).resize(24, 20).png().toBuffer();

/** Eight times as wide as high. */
export const PANORAMA = await sharp(SAMPLE)
  .extract({ left: 0, top: 200, width: 512, height: 64 })
  .png()
  .toBuffer();

/** The small part, its left half cut away. */
export const CUT_OUT = await sharp(SMALL)
  .ensureAlpha()
  .composite([
    {
      input: { create: { width: 80, height: 120, channels: 4, background: "white" } },
      left: 0,
      top: 0,
      blend: "dest-out",
    },
  ])
  .png()
  .toBuffer();
