/** Conversion between the browser's pixels (RGBA, 8 bits, interleaved) and planar floats. */
import { crop, fromImageData, type PlanarImage, toImageData, type Wrap } from "@kernelgan/core";
import { compositeOverMean, fillInvisible, Resizer } from "@kernelgan/core/internal";

/** Rows that are converted at a time, so that the interleaved copy of a large picture stays small. */
const ROWS = 256;

/** A picture as planar floats. */
export interface Pixels {
  /** One channel if all of it is gray; invisible pixels have the colours of their neighbours. */
  image: PlanarImage;
  /** Absent if all is opaque. */
  alpha?: PlanarImage | undefined;
  /** What an estimate should see: the picture over its mean visible colour. */
  composite: PlanarImage;
  space: PredefinedColorSpace;
}

/** A picture on a canvas as planar floats. */
export function readPixels(canvas: OffscreenCanvas, space: PredefinedColorSpace): Pixels {
  const { width, height } = canvas;
  const { image, alpha } = fromImageData(context2d(canvas, space).getImageData(0, 0, width, height));
  if (!alpha) return { image, composite: image, space };
  const composite = { ...image, data: image.data.slice() };
  compositeOverMean(composite, alpha);
  fillInvisible(image, alpha);
  return { image, alpha, composite, space };
}

/** Rows of transparency: `count` of them from `top` on. */
export type AlphaRows = (top: number, count: number) => PlanarImage;

/** A canvas that rows of a picture are drawn on as they are made. */
export class RowCanvas {
  readonly canvas: OffscreenCanvas;
  readonly #space: PredefinedColorSpace;
  readonly #alpha: AlphaRows | undefined;

  /** @param alpha the transparency of the whole, enlarged with the picture */
  constructor(size: { width: number; height: number }, space: PredefinedColorSpace, alpha?: AlphaRows) {
    this.canvas = new OffscreenCanvas(size.width, size.height);
    this.#space = space;
    this.#alpha = alpha;
  }

  /** Draws rows, planar floats clipped to [0, 1], from row `top` on. */
  draw(image: PlanarImage, top: number): void {
    const context = context2d(this.canvas, this.#space);
    const { width } = image;
    eachStrip(image.height, (y, rows) => {
      const strip = crop(image, { x: 0, y, width, height: rows });
      const { data } = toImageData(strip, this.#alpha?.(top + y, rows));
      const pixels = new ImageData(data as ImageDataArray, width, rows, { colorSpace: this.#space });
      context.putImageData(pixels, 0, top + y);
    });
  }
}

/** A picture as it is, on a canvas. */
export function drawPicture({ image, alpha, space }: Pixels): OffscreenCanvas {
  const { width } = image;
  const rowsOf = alpha && ((y: number, height: number) => crop(alpha, { x: 0, y, width, height }));
  const target = new RowCanvas(image, space, rowsOf);
  target.draw(image, 0);
  return target.canvas;
}

/** A canvas for a picture of `scale` times the size, with the transparency enlarged bicubically. */
export function enlargedCanvas({ image, alpha, space }: Pixels, scale: number, wrap?: Wrap): RowCanvas {
  const size = { width: scale * image.width, height: scale * image.height };
  if (!alpha) return new RowCanvas(size, space);
  const resizer = new Resizer(alpha, { scale }, wrap);
  return new RowCanvas(size, space, (top, count) => resizer.rows(alpha, top, count));
}

/** A picture, enlarged by bicubic interpolation, on a canvas. */
export function drawEnlarged(picture: Pixels, scale: number, wrap?: Wrap): OffscreenCanvas {
  const { image } = picture;
  const resizer = new Resizer(image, { scale }, wrap);
  const target = enlargedCanvas(picture, scale, wrap);
  eachStrip(resizer.height, (y, rows) => target.draw(resizer.rows(image, y, rows), y));
  return target.canvas;
}

/** A canvas' context; a canvas too large for the device has none. */
export function context2d(
  canvas: OffscreenCanvas,
  colorSpace: PredefinedColorSpace = "srgb",
): OffscreenCanvasRenderingContext2D {
  const context = canvas.getContext("2d", { willReadFrequently: true, colorSpace });
  if (!context) throw new RangeError("out of memory: there is no canvas of this size");
  return context;
}

/** Visits all rows, some at a time. */
export function eachStrip(height: number, visit: (y: number, rows: number) => void): void {
  for (let y = 0; y < height; y += ROWS) visit(y, Math.min(ROWS, height - y));
}
