/** Images that tile: their borders continue on the opposite side, along one axis or both. */
import type { Option } from "../options/index.js";
import { mirror } from "./mirror.js";
import { type PlanarImage, planarImage, withCoding } from "./planar-image.js";

/**
 * Along which axes an image wraps; `auto`: nowhere, but what undoes its blur looks whether that does (restore/seam.ts).
 */
export const WRAPS = ["auto", "none", "x", "y", "both"] as const;

/** One of {@link WRAPS}. */
export type Wrap = (typeof WRAPS)[number];

/** Along which axes borders were joined: what `auto` comes to. */
export type FoundWrap = Exclude<Wrap, "auto">;

/** The option of all that works on images which may wrap. */
export const WRAP_OPTION = {
  type: "choice",
  values: WRAPS,
  default: "auto",
  bare: "both",
  help: "the image tiles: its borders continue on the opposite side, along both axes, x or y; auto: only its blur does, where that explains it better",
} as const satisfies Option;

/** The name of what wraps along each of the axes or not. */
export function wrapAlong(x: boolean, y: boolean): FoundWrap {
  if (x && y) return "both";
  if (x) return "x";
  return y ? "y" : "none";
}

/** Whether an image wraps along an axis. */
export function wraps(wrap: Wrap, axis: "x" | "y"): boolean {
  return wrap === "both" || wrap === axis;
}

/**
 * The index inside [0, length) that `index` (any integer) stands for: on the opposite side where the axis wraps, else
 * mirrored.
 */
export function continued(index: number, length: number, isWrapped: boolean): number {
  return isWrapped ? ((index % length) + length) % length : mirror(index, length);
}

/** Pixels that were added on each side. */
export interface Margins {
  readonly x: number;
  readonly y: number;
}

/** What {@link continueImage} adds. */
export function wrapMargins(wrap: Wrap, margin: number): Margins {
  return { x: wraps(wrap, "x") ? margin : 0, y: wraps(wrap, "y") ? margin : 0 };
}

/**
 * The image continued beyond its borders, as where it wraps, or mirrored.
 *
 * @param margins pixels to add on each side; may exceed the image
 * @returns [c, h + 2·margins.y, w + 2·margins.x]
 */
export function continueImage(
  image: PlanarImage,
  { x: left, y: top }: Margins,
  isWrapped = true,
): PlanarImage {
  const { width, height, channels, data } = image;
  if (left === 0 && top === 0) return image;
  const result = planarImage(width + 2 * left, height + 2 * top, channels);
  const beyond = Int32Array.from({ length: 2 * left }, (_, x) => (x < left ? x : width + x));
  for (let c = 0, to = 0; c < channels; c++) {
    for (let y = 0; y < result.height; y++, to += result.width) {
      const row = (c * height + continued(y - top, height, isWrapped)) * width;
      result.data.set(data.subarray(row, row + width), to + left);
      for (const x of beyond) result.data[to + x] = data[row + continued(x - left, width, isWrapped)]!;
    }
  }
  return withCoding(result, image);
}
