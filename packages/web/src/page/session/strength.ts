/** The result at the strength chosen: the mean of the whole result and of the interpolated picture, made anew as the slider moves. */
import { computed } from "@preact/signals";
import { settings } from "../settings.js";
import { enlargement } from "./state.js";

let mixed: { result: HTMLCanvasElement; canvas: HTMLCanvasElement } | undefined;

/** A canvas to show: that of the whole result at full strength, else one that is redrawn in place. Undefined without a result. */
export const shownResult = computed<HTMLCanvasElement | undefined>(() => {
  const state = enlargement.value;
  const strength = settings.strength.value;
  if (state.phase !== "done") {
    mixed = undefined;
    return undefined;
  }
  const { result, bicubic } = state;
  if (strength === 1) return result;
  if (mixed?.result !== result) {
    const canvas = document.createElement("canvas");
    canvas.width = result.width;
    canvas.height = result.height;
    mixed = { result, canvas };
  }
  const context = mixed.canvas.getContext("2d");
  if (!context) return result;
  context.globalAlpha = 1;
  context.drawImage(bicubic, 0, 0);
  context.globalAlpha = strength;
  context.drawImage(result, 0, 0);
  return mixed.canvas;
});
