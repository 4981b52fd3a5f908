/** Conversion between the browser's pixels (RGBA, 8 bits, interleaved) and planar floats. */
import {
  crop,
  fromImageData,
  type PlanarImage,
  type StraightImage,
  toImageData,
  type Wrap,
} from "@kernelgan/core";
import { fillInvisible, interleave, Resizer, resizedRows } from "@kernelgan/core/internal";
import { drawnSize } from "../sizes.js";
import type { Channels, Size } from "../tasks.js";
import type { Meaning } from "./colours.js";
import { PngFile } from "./png-file.js";

/** Rows that are converted at a time, so that the interleaved copy of a large picture stays small. */
const ROWS = 256;

/** A picture as planar floats. */
export interface Pixels extends StraightImage {
  meaning: Meaning;
}

/** A picture, with colours for its invisible pixels that continue the visible ones. */
export async function pixelsOf({ image, alpha }: StraightImage, meaning: Meaning): Promise<Pixels> {
  if (alpha) await fillInvisible(image, alpha);
  return { image, alpha, meaning };
}

/** A picture on a canvas as planar floats: one plane if all of it is gray. */
export function readPixels(canvas: OffscreenCanvas, space: PredefinedColorSpace): StraightImage {
  return fromImageData(context2d(canvas, space).getImageData(0, 0, canvas.width, canvas.height));
}

/** A canvas that rows of a picture are drawn on as they are made, smaller than the picture where it is too large. */
export class RowCanvas {
  readonly #canvas: OffscreenCanvas;
  readonly #meaning: Meaning;
  readonly #colours: number;
  readonly #take: (rows: PlanarImage, top: number) => void;
  #drawn: Promise<void> = Promise.resolve();

  /**
   * @param size of the picture
   * @param channels gray or RGB, with alpha or not
   * @param maxPixels of the canvas
   */
  constructor(size: Size, channels: Channels, meaning: Meaning, maxPixels: number) {
    const target = drawnSize(size, maxPixels);
    this.#canvas = new OffscreenCanvas(target.width, target.height);
    this.#meaning = meaning;
    this.#colours = channels > 2 ? 3 : 1;
    const draw = (rows: PlanarImage, top: number): void => this.#draw(rows, top);
    this.#take = target.width === size.width ? draw : resizedRows(size, target, "none", draw);
  }

  /** Draws rows, planar floats, which come from the top down; alpha is the last plane. */
  add(rows: PlanarImage, top: number): void {
    this.#take(rows, top);
  }

  /** The canvas, once all is drawn. */
  async finish(): Promise<OffscreenCanvas> {
    await this.#drawn;
    return this.#canvas;
  }

  #draw(all: PlanarImage, top: number): void {
    const { space, chunks } = this.#meaning;
    const context = context2d(this.#canvas, space);
    eachStrip(all.height, (y, count) => {
      const rows = stripOf(all, y, count);
      const straight = straightOf(rows, this.#colours);
      if (!chunks) {
        const { data } = toImageData(straight.image, straight.alpha);
        const pixels = new ImageData(data as ImageDataArray, rows.width, count, { colorSpace: space });
        context.putImageData(pixels, 0, top + y);
        return;
      }
      // The browser knows what the values mean if they stand in a file.
      const samples = new Uint8Array(rows.width * count * rows.channels);
      interleave(straight, samples);
      const channels = rows.channels as Channels;
      const file = new PngFile({ width: rows.width, height: count, channels, depth: 8 }, chunks);
      this.#drawn = this.#drawn.then(async () => {
        await file.add(samples);
        const bitmap = await createImageBitmap(await file.finish());
        context.drawImage(bitmap, 0, top + y);
        bitmap.close();
      });
    });
  }
}

/** Colours and alpha of planes, of which the last is alpha where there are more than those of colours. */
export function straightOf(planes: PlanarImage, colours: number): StraightImage {
  const { width, height, channels, data } = planes;
  const size = colours * width * height;
  const image = { width, height, channels: colours, data: data.subarray(0, size) };
  return channels === colours
    ? { image }
    : { image, alpha: { ...image, channels: 1, data: data.subarray(size) } };
}

/** The planes of both. */
export function planesOf({ image, alpha }: StraightImage): PlanarImage {
  if (!alpha) return image;
  const data = new Float32Array(image.data.length + alpha.data.length);
  data.set(image.data);
  data.set(alpha.data, image.data.length);
  return { ...image, channels: image.channels + 1, data };
}

/** How many planes a picture has. */
export const channelsOf = ({ image, alpha }: StraightImage): Channels =>
  (image.channels + (alpha ? 1 : 0)) as Channels;

/** A picture as it is, on a canvas. */
export function drawPicture(picture: Pixels, maxPixels: number): Promise<OffscreenCanvas> {
  const { image, alpha, meaning } = picture;
  const target = new RowCanvas(image, channelsOf(picture), meaning, maxPixels);
  eachStrip(image.height, (y, rows) => {
    const part = { image: stripOf(image, y, rows), alpha: alpha && stripOf(alpha, y, rows) };
    target.add(planesOf(part), y);
  });
  return target.finish();
}

/** Rows of a picture, enlarged by bicubic interpolation, its transparency too. */
export interface EnlargedRows extends Size {
  rows(top: number, count: number): StraightImage;
}

/** What interpolates a picture, to `scale` times its size or to a size in pixels. */
export function enlargedRows(
  { image, alpha }: StraightImage,
  target: { scale: number } | Size,
  wrap?: Wrap,
): EnlargedRows {
  const resizer = new Resizer(image, target, wrap);
  return {
    width: resizer.width,
    height: resizer.height,
    rows: (top, count) => ({
      image: resizer.rows(image, top, count),
      alpha: alpha && resizer.rows(alpha, top, count),
    }),
  };
}

/**
 * A picture, enlarged by bicubic interpolation, on a canvas.
 *
 * @param onDrawn gets the part of it that is drawn, in (0, 1]
 */
export async function drawEnlarged(
  picture: Pixels,
  scale: number,
  wrap: Wrap | undefined,
  maxPixels: number,
  onDrawn?: (part: number) => void,
): Promise<OffscreenCanvas> {
  const { width, height } = picture.image;
  const size = drawnSize({ width: scale * width, height: scale * height }, maxPixels);
  const enlarged = enlargedRows(picture, size, wrap);
  const target = new RowCanvas(size, channelsOf(picture), picture.meaning, maxPixels);
  eachStrip(size.height, (y, rows) => {
    target.add(planesOf(enlarged.rows(y, rows)), y);
    onDrawn?.((y + rows) / size.height);
  });
  return target.finish();
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

/** The same, one after the other. */
export async function eachStripInTurn(
  height: number,
  visit: (y: number, rows: number) => Promise<void>,
): Promise<void> {
  for (let y = 0; y < height; y += ROWS) await visit(y, Math.min(ROWS, height - y));
}

/** Some rows of all planes. */
export function stripOf(image: PlanarImage, y: number, height: number): PlanarImage {
  return crop(image, { x: 0, y, width: image.width, height });
}
