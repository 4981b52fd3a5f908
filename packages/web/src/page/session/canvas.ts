/** Canvases of the page. */

/** Longer side of a thumbnail in pixels: twice that on the screen. */
const THUMBNAIL = 192;

/** Moves a bitmap to a canvas of its own, without a copy. */
export function canvasOf(bitmap: ImageBitmap): HTMLCanvasElement {
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("bitmaprenderer")?.transferFromImageBitmap(bitmap);
  return canvas;
}

/** A small version of a picture, as a data URI. */
export function thumbnailOf(picture: HTMLCanvasElement): string {
  const share = Math.min(1, THUMBNAIL / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(share * picture.width));
  canvas.height = Math.max(1, Math.round(share * picture.height));
  const context = canvas.getContext("2d");
  if (!context) return "";
  context.imageSmoothingQuality = "high";
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas.toDataURL("image/webp");
}
