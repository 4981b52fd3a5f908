/**
 * Flat borders: the frame of a scanned print, the black bars of a film, the margin of a page. They are of one colour,
 * as far as compression leaves it, and end at once: of one line of pixels nearly all have that colour, of the next but
 * a few most do not. (Of a plain background, against which things stand, the lines change little by little.) They are
 * no part of the picture: they were not blurred with it.
 */
import { crop, type Rectangle } from "./crop.js";
import type { PlanarImage } from "./planar-image.js";

/**
 * Chosen by hand. Around 24 halved photographs of BSD68 and Urban100, 40 of 48 white and black borders are found after
 * JPEG of quality 50, and one after a Gaussian of 2 pixels; the missing ones are where the photograph itself is as dark
 * or bright at its edge. Of 48 photographs without a border one is held to have one.
 * `npm run bench:fit-pictures -- PATH… --only borders` prints this for other values, too.
 */
export interface FlatBorderConstants {
  /**
   * A value that differs by more than this from the border's colour, on [0, 1], does not belong to it: JPEG's errors
   * beside an edge do.
   */
  readonly tolerance: number;
  /** The share of a line's pixels that may differ from the border's colour inside the border. */
  readonly maxInBorder: number;
  /** The share that must differ where the picture begins. */
  readonly minBeyond: number;
  /** Lines between the two: the side of a block of JPEG, whose errors blur the edge. */
  readonly maxBetween: number;
  /**
   * Where it ends, the picture differs from it by more than this share of what it does `soon` lines further: else the
   * border was blurred with the picture.
   */
  readonly atOnce: number;
  readonly soon: number;
  /** Lines of a border at least: scans have narrower ones, which were blurred with the picture. */
  readonly minLines: number;
}

export const FLAT_BORDER_CONSTANTS: FlatBorderConstants = {
  tolerance: 16 / 255,
  maxInBorder: 0.02,
  minBeyond: 0.5,
  maxBetween: 8,
  atOnce: 0.6,
  soon: 3,
  minLines: 8,
};
/** Pixels of each side that are left: the least side of an image that has an estimate. Not fitted. */
const MIN_LEFT = 32;

/**
 * @param image [c, h, w], values in [0, 1]
 * @returns the picture inside its flat borders; undefined if it has none
 */
export function insideFlatBorder(
  image: PlanarImage,
  constants: FlatBorderConstants = FLAT_BORDER_CONSTANTS,
): Rectangle | undefined {
  const { width, height } = image;
  const whole = { x: 0, y: 0, width, height };
  const top = borderLines(image, whole, "y", 1, constants);
  const bottom = borderLines(image, whole, "y", -1, constants);
  const rows = { ...whole, y: top, height: height - top - bottom };
  const left = borderLines(image, rows, "x", 1, constants);
  const right = borderLines(image, rows, "x", -1, constants);
  const inside = { ...rows, x: left, width: width - left - right };
  const isFramed = inside.width < width || inside.height < height;
  return isFramed && Math.min(inside.width, inside.height) >= MIN_LEFT ? inside : undefined;
}

/**
 * The lines of the border along one side of a part of the image.
 *
 * @param axis across the lines: "y" for rows
 * @param step 1 from the top or the left, −1 from the bottom or the right
 */
function borderLines(
  { width, height, channels, data }: PlanarImage,
  part: Rectangle,
  axis: "x" | "y",
  step: 1 | -1,
  { tolerance, maxInBorder, minBeyond, maxBetween, atOnce, soon, minLines }: FlatBorderConstants,
): number {
  const [count, length] = axis === "y" ? [part.height, part.width] : [part.width, part.height];
  const [across, along] = axis === "y" ? [width, 1] : [1, width];
  const start = part.y * width + part.x + (step === 1 ? 0 : (count - 1) * across);
  const planes = Array.from({ length: channels }, (_, c) => data.subarray(c * width * height));
  const colour = planes.map((plane) => {
    let sum = 0;
    for (let i = 0; i < length; i++) sum += plane[start + i * along]!;
    return sum / length;
  });
  const differing = (line: number): number => {
    const first = start + step * line * across;
    let differ = 0;
    for (let i = 0; i < length; i++) {
      const at = first + i * along;
      if (planes.some((plane, c) => Math.abs(plane[at]! - colour[c]!) > tolerance)) differ++;
    }
    return differ / length;
  };
  const difference = (line: number): number => {
    const first = start + step * line * across;
    let sum = 0;
    for (let i = 0; i < length; i++) {
      for (const [c, plane] of planes.entries()) sum += Math.abs(plane[first + i * along]! - colour[c]!);
    }
    return sum;
  };
  let lines = 0;
  while (lines < count && differing(lines) <= maxInBorder) lines++;
  if (lines < minLines) return 0;
  for (let end = lines; end < Math.min(count - soon, lines + maxBetween); end++) {
    if (differing(end) < minBeyond) continue;
    // Compression may spread the border's end over two lines.
    const atEnd = Math.max(difference(end), difference(end + 1));
    return atEnd > atOnce * difference(end + soon) ? end : 0;
  }
  return 0;
}

/** The picture without its flat borders. */
export function withoutFlatBorder(image: PlanarImage): PlanarImage {
  const inside = insideFlatBorder(image);
  return inside ? crop(image, inside) : image;
}
