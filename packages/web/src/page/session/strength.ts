/**
 * A result at a strength: the mean of the whole result and of the interpolated picture, redrawn in place as the slider
 * moves.
 */
const canvases = new WeakMap<HTMLCanvasElement, HTMLCanvasElement>();

/** A canvas to show: that of the whole result at full strength, else one that is redrawn. */
export function mixed(
  whole: HTMLCanvasElement,
  bicubic: HTMLCanvasElement,
  strength: number,
  space: PredefinedColorSpace,
): HTMLCanvasElement {
  if (strength === 1) return whole;
  let canvas = canvases.get(whole);
  if (!canvas) {
    canvas = document.createElement("canvas");
    canvas.width = whole.width;
    canvas.height = whole.height;
    canvases.set(whole, canvas);
  }
  const context = canvas.getContext("2d", { colorSpace: space });
  if (!context) return whole;
  context.globalCompositeOperation = "copy";
  context.globalAlpha = 1 - strength;
  context.drawImage(bicubic, 0, 0);
  // Weights that add up to 1, of colours and of transparency alike.
  context.globalCompositeOperation = "lighter";
  context.globalAlpha = strength;
  context.drawImage(whole, 0, 0);
  return canvas;
}
