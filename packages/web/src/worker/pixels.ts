/** Conversion between the browser's pixels (RGBA, 8 bits, interleaved) and planar floats. */
import { crop, fromImageData, type PlanarImage, toImageData, type Wrap } from "@kernelgan/core";
import { compositeOverMean, Resizer } from "@kernelgan/core/internal";

/** Rows that are converted at a time, so that the interleaved copy of a large picture stays small. */
const ROWS = 256;

/** A picture on a canvas as planar floats: one channel if all of it is gray; transparent pixels filled. */
export function readPixels(canvas: OffscreenCanvas): { image: PlanarImage; filled: boolean } {
  const { width, height } = canvas;
  const { image, alpha } = fromImageData(context2d(canvas).getImageData(0, 0, width, height));
  if (alpha) compositeOverMean(image, alpha);
  return { image, filled: alpha !== undefined };
}

/** Planar floats, clipped to [0, 1], on a canvas. */
export function writePixels(image: PlanarImage): OffscreenCanvas {
  const canvas = new OffscreenCanvas(image.width, image.height);
  drawRows(canvas, image, 0);
  return canvas;
}

/** Draws rows of a picture, planar floats clipped to [0, 1], from row `top` of the canvas on. */
export function drawRows(canvas: OffscreenCanvas, image: PlanarImage, top: number): void {
  const context = context2d(canvas);
  const { width } = image;
  eachStrip(image.height, (y, rows) => {
    const strip = crop(image, { x: 0, y, width, height: rows });
    context.putImageData(toImageData(strip) as ImageData, 0, top + y);
  });
}

/** A picture, enlarged by bicubic interpolation, on a canvas. */
export function drawEnlarged(image: PlanarImage, scale: number, wrap?: Wrap): OffscreenCanvas {
  const resizer = new Resizer(image, { scale }, wrap);
  const canvas = new OffscreenCanvas(resizer.width, resizer.height);
  eachStrip(resizer.height, (y, rows) => drawRows(canvas, resizer.rows(image, y, rows), y));
  return canvas;
}

/** A canvas' context; a canvas too large for the device has none. */
export function context2d(canvas: OffscreenCanvas): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new RangeError("out of memory: there is no canvas of this size");
  return context;
}

function eachStrip(height: number, visit: (y: number, rows: number) => void): void {
  for (let y = 0; y < height; y += ROWS) visit(y, Math.min(ROWS, height - y));
}
