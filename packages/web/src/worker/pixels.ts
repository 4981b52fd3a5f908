/** Conversion between the browser's pixels (RGBA, 8 bits, interleaved) and planar floats. */
import { type PlanarImage, planarImage, type Wrap } from "@kernelgan/core";
import { compositeOverMean, Resizer } from "@kernelgan/core/internal";

/** Rows that are converted at a time, so that the interleaved copy of a large picture stays small. */
const ROWS = 256;

/** A picture on a canvas as planar floats: one channel if all of it is gray; transparent pixels filled. */
export function readPixels(canvas: OffscreenCanvas): { image: PlanarImage; filled: boolean } {
  const { width, height } = canvas;
  const context = context2d(canvas);
  const pixels = width * height;
  const data = new Float32Array(3 * pixels);
  let isGray = true;
  let isOpaque = true;
  eachStrip(height, (y, rows) => {
    const { data: strip } = context.getImageData(0, y, width, rows);
    for (let i = 0, at = y * width; i < strip.length; i += 4, at++) {
      const r = strip[i] as number;
      const g = strip[i + 1] as number;
      const b = strip[i + 2] as number;
      data[at] = r / 255;
      data[pixels + at] = g / 255;
      data[2 * pixels + at] = b / 255;
      if (r !== g || g !== b) isGray = false;
      if (strip[i + 3] !== 255) isOpaque = false;
    }
  });
  const image = isGray
    ? planarImage(width, height, 1, data.slice(0, pixels))
    : planarImage(width, height, 3, data);
  if (!isOpaque) compositeOverMean(image, readAlpha(canvas));
  return { image, filled: !isOpaque };
}

function readAlpha(canvas: OffscreenCanvas): PlanarImage {
  const { width, height } = canvas;
  const context = context2d(canvas);
  const alpha = planarImage(width, height, 1);
  eachStrip(height, (y, rows) => {
    const { data: strip } = context.getImageData(0, y, width, rows);
    for (let i = 3, at = y * width; i < strip.length; i += 4, at++) {
      alpha.data[at] = (strip[i] as number) / 255;
    }
  });
  return alpha;
}

/** Planar floats, clipped to [0, 1], on a canvas. */
export function writePixels(image: PlanarImage): OffscreenCanvas {
  const canvas = new OffscreenCanvas(image.width, image.height);
  drawRows(canvas, image, 0);
  return canvas;
}

/** Draws rows of a picture, planar floats clipped to [0, 1], from row `top` of the canvas on. */
export function drawRows(
  canvas: OffscreenCanvas,
  { width, height, channels, data }: PlanarImage,
  top: number,
): void {
  const context = context2d(canvas);
  const pixels = width * height;
  const [green, blue] = channels === 3 ? [pixels, 2 * pixels] : [0, 0];
  eachStrip(height, (y, rows) => {
    const strip = new ImageData(width, rows);
    for (let i = 0, at = y * width; i < strip.data.length; i += 4, at++) {
      // Rounded and clipped by the array.
      strip.data[i] = 255 * (data[at] as number);
      strip.data[i + 1] = 255 * (data[green + at] as number);
      strip.data[i + 2] = 255 * (data[blue + at] as number);
      strip.data[i + 3] = 255;
    }
    context.putImageData(strip, 0, top + y);
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
