/** Choosing the part of a picture that is too large to be enlarged as a whole on this device. */
import type { Rectangle, Scale } from "@kernelgan/core";
import { UPSCALE_FACTORS } from "@kernelgan/core/internal";
import { batch } from "@preact/signals";
import { workingPixels } from "../limits.js";
import { settings } from "../settings.js";
import { isTrained } from "./estimated-scale.js";
import { changeScale, estimate } from "./estimation.js";
import { leave } from "./former.js";
import { remembered } from "./remembered.js";
import { shown } from "./results.js";
import { fitsWhole, fitsWholeBy, maxPixels, part, resetSource, scaleToFit } from "./source.js";
import { type Estimation, enlargement, estimation, givenKernel, isAsSet } from "./state.js";

/** The smallest side of a part: less than this shows no blur. */
export const MIN_SIDE = 64;

/** Enlarges a part of the picture. */
export function usePart(chosen: Rectangle): void {
  leaveChoice();
  batch(() => {
    part.value = chosen;
    maxPixels.value = undefined;
  });
  void estimate();
}

/** Enlarges all of the picture, scaled down first where it is too large. */
export function useWhole(): void {
  leaveChoice();
  if (fitsWhole.value) resetSource();
  else scaleToFit();
  void estimate();
}

function leaveChoice(): void {
  if (estimation.value.phase === "choosing")
    leave(remembered(part), remembered(maxPixels), remembered(estimation));
}

/** No part of it: back to the result on the screen, and to the settings that it was made with. */
export function keepResult(): void {
  const state = estimation.value;
  const result = shown.value?.result;
  if (state.phase !== "choosing" || !result) return;
  batch(() => {
    settings.scale.value = result.scale as Scale;
    settings.kernel.value = result.sought;
    settings.method.value = result.method;
    estimation.value = isStillOfUse(state.before) ? state.before : { phase: "stopped" };
    enlargement.value = { phase: "done" };
  });
  // Its blur is found once more, which leads to the same result, unless that takes minutes.
  if (estimation.value.phase === "stopped" && !isTrained(result.sought)) void estimate();
}

/** Whether what was found before is what the settings ask for. */
function isStillOfUse(before: Estimation): boolean {
  if (givenKernel.value) return true;
  return before.phase === "done" ? isAsSet(before.estimate) : before.phase !== "given";
}

/** Enlarges all of the picture as it is, by a factor for which there is room. */
export function useWholeBy(scale: Scale): void {
  resetSource();
  changeScale(scale);
}

/** The largest smaller factor by which the whole picture can be enlarged as it is. */
export function fittingScale(): (typeof UPSCALE_FACTORS)[number] | undefined {
  return [...UPSCALE_FACTORS]
    .reverse()
    .find((factor) => factor < settings.scale.value && fitsWholeBy(factor));
}

/** A rectangle that this device can enlarge: it gives way on all sides. */
export function shrunk({ x, y, width, height }: Rectangle, scale: number): Rectangle {
  const share = Math.min(1, Math.sqrt(workingPixels(scale) / (width * height)));
  return {
    x: x + ((1 - share) * width) / 2,
    y: y + ((1 - share) * height) / 2,
    width: share * width,
    height: share * height,
  };
}

/**
 * A rectangle inside a picture, of whole pixels, no larger than this device can enlarge: the corner opposite to the
 * anchor gives way.
 */
export function fitted(
  { x, y, width, height }: Rectangle,
  size: { width: number; height: number },
  anchor: { right: boolean; bottom: boolean } = { right: false, bottom: false },
): Rectangle {
  const within = (value: number, low: number, high: number): number =>
    Math.round(Math.min(Math.max(value, low), high));
  const share = Math.min(1, Math.sqrt(workingPixels(settings.scale.value) / (width * height)));
  const side = (length: number, whole: number): number =>
    Math.floor(Math.min(Math.max(share * length, Math.min(MIN_SIDE, whole)), whole));
  const [w, h] = [side(width, size.width), side(height, size.height)];
  return {
    x: within(anchor.right ? x + width - w : x, 0, size.width - w),
    y: within(anchor.bottom ? y + height - h : y, 0, size.height - h),
    width: w,
    height: h,
  };
}
