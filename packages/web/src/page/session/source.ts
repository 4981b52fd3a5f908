/** How much of the picture in the file is worked on. */
import type { Rectangle } from "@kernelgan/core";
import { computed, signal } from "@preact/signals";
import { drawnSize } from "../../sizes.js";
import type { Size, Source } from "../../tasks.js";
import { workingPixels } from "../limits.js";
import { settings } from "../settings.js";
import { file, picture } from "./state.js";

/** The part of it that the visitor chose; undefined: all of it. */
export const part = signal<Rectangle | undefined>();

/** Largest number of pixels, if all of it is scaled down. */
export const maxPixels = signal<number | undefined>();

/** A new file: all of it. */
export function resetSource(): void {
  part.value = undefined;
  maxPixels.value = undefined;
}

/** All of the picture, as large as this device can enlarge. */
export function scaleToFit(): void {
  part.value = undefined;
  maxPixels.value = workingPixels(settings.scale.value);
}

/** After the memory ran out: all of the picture, at a quarter of the pixels that were used. */
export function useFewerPixels(): void {
  const limit = workingPixels(settings.scale.value);
  const used = picture.value ? pixelsOf(picture.value) : limit;
  part.value = undefined;
  maxPixels.value = Math.min(limit, used) / 4;
}

/** The size of what is worked on; undefined without a file. */
export const usedSize = computed<Size | undefined>(() => {
  const whole = file.value?.size;
  return part.value ?? (whole && drawnSize(whole, maxPixels.value ?? Number.POSITIVE_INFINITY));
});

/** What the worker has to open; undefined without a file. */
export function currentSource(): Source | undefined {
  if (!file.value) return undefined;
  const { id, blob } = file.value;
  return { id, blob, part: part.value, maxPixels: maxPixels.value };
}

/**
 * Whether the visitor has to choose what to do: there are more pixels than can be enlarged by that factor on this
 * device.
 */
export function isTooLarge(scale: number): boolean {
  const size = part.value ?? file.value?.size;
  return (
    size !== undefined &&
    Math.min(pixelsOf(size), maxPixels.value ?? Number.POSITIVE_INFINITY) > workingPixels(scale)
  );
}

/** Whether all of the file's picture can be enlarged as it is, by a factor. */
export const fitsWholeBy = (scale: number): boolean =>
  file.value !== undefined && pixelsOf(file.value.size) <= workingPixels(scale);

/** The same for the factor that is chosen. */
export const fitsWhole = computed(() => fitsWholeBy(settings.scale.value));

/** The largest part in the middle that can be enlarged by that factor. */
export function largestPart(scale: number): Rectangle | undefined {
  if (!file.value) return undefined;
  const { width: fullWidth, height: fullHeight } = file.value.size;
  const share = Math.min(1, Math.sqrt(workingPixels(scale) / (fullWidth * fullHeight)));
  const [width, height] = [Math.floor(share * fullWidth), Math.floor(share * fullHeight)];
  return { x: Math.floor((fullWidth - width) / 2), y: Math.floor((fullHeight - height) / 2), width, height };
}

const pixelsOf = ({ width, height }: { width: number; height: number }): number => width * height;
