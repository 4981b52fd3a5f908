/** Pictures to write and read: noise of any depth, colour profiles, half transparent ones. */
import { type PlanarImage, planarImage } from "@kernelgan/core";
import sharp, { type Raw, type Sharp } from "sharp";
import { expect } from "vitest";

export const WIDTH = 21;
export const HEIGHT = 13;
export const PIXELS = WIDTH * HEIGHT;

/** Display P3: a profile that is not sRGB. */
export const p3 = await profileOf(sharp(Buffer.alloc(3), { raw: raw(3, 1, 1) }).withIccProfile("p3"));
/** The same profile, said to be one for gray. */
export const grayProfile = Buffer.from(p3);
grayProfile.write("GRAY", 16, "latin1");

async function profileOf(image: Sharp): Promise<Buffer> {
  const { icc } = await sharp(await image.png().toBuffer()).metadata();
  return icc ?? expect.unreachable("no profile");
}

export function raw(channels: Raw["channels"], width = WIDTH, height = HEIGHT): Raw {
  return { width, height, channels };
}

/** [channels, 13, 21] of values k / (2^depth − 1), k anything from 1 to 2^depth − 1. */
export function noise(channels: number, depth: number): PlanarImage {
  const most = 2 ** depth - 1;
  const data = Float32Array.from(
    { length: channels * PIXELS },
    (_, i) => (1 + ((i * i * 31 + i * 7919) % most)) / most,
  );
  return planarImage(WIDTH, HEIGHT, channels, data);
}

export function largestDifference(a: PlanarImage, b: PlanarImage): number {
  expect([a.width, a.height, a.channels]).toEqual([b.width, b.height, b.channels]);
  return a.data.reduce((largest, value, i) => Math.max(largest, Math.abs(value - b.data[i]!)), 0);
}

/** Left half: visible, constant. Right half: transparent, of any colour. RGBA. */
export function halfVisible(colourAt: (i: number) => number): Uint8Array {
  return Uint8Array.from({ length: PIXELS * 4 }, (_, i) => {
    const visible = Math.floor(i / 4) % WIDTH < WIDTH / 2;
    if (i % 4 === 3) return visible ? 255 : 0;
    return visible ? 40 + 60 * (i % 4) : colourAt(i);
  });
}
