/**
 * Between pixels as others hold them and planes. Interleaved samples go pixel by pixel,
 *
 *     R G B R G B …        R G B α R G B α …        L L …        L α L α …
 *
 * and planes channel by channel: all R, then all G, then all B. Colours are not multiplied by alpha, which is a plane
 * of its own.
 */
import { type PlanarImage, planarImage } from "./planar-image.js";

/** Pixels with interleaved samples. */
export interface InterleavedPixels {
  width: number;
  height: number;
  /** 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  channels: 1 | 2 | 3 | 4;
  /** Bytes count from 0 to 255, numbers of 16 bits to 65535, floats to 1. */
  data: Uint8Array | Uint8ClampedArray | Uint16Array | Float32Array;
}

/** Pixels of a canvas: RGB and alpha, 8 bits each. */
export interface PixelData {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
}

/**
 * What a canvas takes: `ImageData` where a program has the types of browsers or web workers, elsewhere pixels that look
 * like one.
 */
export type CanvasPixels = typeof globalThis extends { ImageData: { prototype: infer Pixels } }
  ? Pixels
  : PixelData;

/** Colours, and how opaque they are. */
export interface StraightImage {
  /** [1 or 3, h, w], values in [0, 1]. */
  image: PlanarImage;
  /** [1, h, w], values in [0, 1]; absent if all is opaque. */
  alpha?: PlanarImage | undefined;
}

/**
 * Interleaved samples → planes, for example of sharp's `raw()`.
 *
 * @throws KernelGanError `invalid-argument` if the sizes do not agree
 * @example
 * const { data, info } = await sharp("photo.jpg").raw().toBuffer({ resolveWithObject: true });
 * const { image } = fromInterleaved({ ...info, data });
 */
export function fromInterleaved({ width, height, channels, data }: InterleavedPixels): StraightImage {
  const colours = channels >= 3 ? 3 : 1;
  const pixels = width * height;
  const most = largest(data);
  const image = planarImage(width, height, colours);
  for (let c = 0; c < colours; c++) {
    for (let i = 0, at = c; i < pixels; i++, at += channels) image.data[c * pixels + i] = data[at]! / most;
  }
  if (channels % 2 === 1) return { image };
  const alpha = planarImage(width, height, 1);
  let opaque = true;
  for (let i = 0, at = channels - 1; i < pixels; i++, at += channels) {
    alpha.data[i] = data[at]! / most;
    opaque &&= data[at] === most;
  }
  return opaque ? { image } : { image, alpha };
}

/** What stands for 1. */
function largest(data: InterleavedPixels["data"]): number {
  if (data.BYTES_PER_ELEMENT === 4) return 1;
  return data.BYTES_PER_ELEMENT === 2 ? 65535 : 255;
}

/**
 * Pixels of a canvas → planes: one if all pixels are gray.
 *
 * @throws KernelGanError `invalid-argument` if the sizes do not agree
 * @example
 * const { image } = fromImageData(context.getImageData(0, 0, canvas.width, canvas.height));
 */
export function fromImageData({ width, height, data }: PixelData): StraightImage {
  const straight = fromInterleaved({ width, height, channels: 4, data });
  if (!isGray(data)) return straight;
  const gray = straight.image.data.slice(0, width * height);
  return { ...straight, image: planarImage(width, height, 1, gray) };
}

function isGray(data: Uint8ClampedArray): boolean {
  for (let i = 0; i < data.length; i += 4) {
    if (data[i] !== data[i + 1] || data[i] !== data[i + 2]) return false;
  }
  return true;
}

/**
 * Planes → pixels of a canvas, clipped and rounded. In browsers and workers an ImageData, elsewhere an object that
 * looks like one.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param alpha [1, h, w]; absent: opaque
 * @throws KernelGanError `invalid-argument` if the image makes no sense, or alpha is of another size
 * @example context.putImageData(toImageData(larger), 0, 0);
 */
export function toImageData(image: PlanarImage, alpha?: PlanarImage): CanvasPixels {
  const { width, height, channels } = image;
  const count = width * height;
  const [green, blue] = channels === 3 ? [count, 2 * count] : [0, 0];
  const data = new Uint8ClampedArray(4 * count);
  for (let i = 0, at = 0; i < count; i++, at += 4) {
    // Rounded and clipped by the array.
    data[at] = 255 * image.data[i]!;
    data[at + 1] = 255 * image.data[green + i]!;
    data[at + 2] = 255 * image.data[blue + i]!;
    data[at + 3] = alpha ? 255 * alpha.data[i]! : 255;
  }
  if (typeof ImageData !== "undefined") return new ImageData(data, width, height);
  const pixels: PixelData & { colorSpace: "srgb" } = { width, height, data, colorSpace: "srgb" };
  return pixels as CanvasPixels;
}
