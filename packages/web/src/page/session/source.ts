/** How much of the picture in the file is worked on. */
import { signal } from "@preact/signals";
import type { Source } from "../../tasks.js";
import { limits, workingPixels } from "../limits.js";
import { settings } from "../settings.js";
import { file, picture, type ShownPicture } from "./state.js";

/** How a picture that is too large is made to fit. */
export const fit = signal<Source["fit"]>("middle");

/** Share of this device's limit that is used: less after the memory ran out. */
let shareOfLimit = 1;

/** A new file: its middle, as large as the device allows. */
export function resetSource(): void {
  fit.value = "middle";
  shareOfLimit = 1;
}

/** After the memory ran out: all of the picture, at a quarter of the pixels that were used. */
export function useFewerPixels(): void {
  const limit = workingPixels(settings.scale.value);
  // The picture may be much smaller than the limit.
  const used = picture.value ? pixelsOf(picture.value) : limit;
  shareOfLimit = Math.min(shareOfLimit, used / limit) / 4;
  fit.value = "scaled";
}

/** What the worker has to open; undefined without a file. */
export function currentSource(): Source | undefined {
  if (!file.value) return undefined;
  const { id, blob } = file.value;
  return {
    id,
    blob,
    maxPixels: shareOfLimit * workingPixels(settings.scale.value),
    maxDecoded: limits.decoded,
    fit: fit.value,
  };
}

/** Whether the picture is not all of the file's, or a smaller version of it. */
export function isReduced(shown: ShownPicture): boolean {
  return pixelsOf(shown) < shown.fullWidth * shown.fullHeight;
}

/** Whether the picture has to be opened again, smaller, before it can be enlarged by another factor. */
export function isTooLarge(shown: ShownPicture, scale: number): boolean {
  return pixelsOf(shown) > workingPixels(scale);
}

const pixelsOf = ({ width, height }: ShownPicture): number => width * height;
