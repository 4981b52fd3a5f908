/**
 * The pictures of a report as data URIs, within a budget of bytes:
 *
 *     up to 4 megapixels of output                 everything, as PNG
 *     more, or if the PNGs are too large           everything, or its middle 12 megapixels, as JPEG
 *     if the JPEGs are too large                   the middle 4 megapixels, as JPEG
 *
 * A part is shown pixel for pixel: in a picture made smaller there would be nothing to compare.
 */
import { crop, imresize, type PlanarImage, planarImage, type Rectangle } from "@kernelgan/core";
import { Resizer } from "@kernelgan/core/internal";
import { encodePicture } from "../image-files/write-picture.js";

/** What the page compares. All three show the same part of the scene. */
export interface Pictures {
  /** Size of the part shown, in pixels of the output. */
  width: number;
  height: number;
  /** Data URI of the input. */
  input: string;
  /** The input in the output's size, by bicubic interpolation; absent where that is its own. */
  bicubic?: Interpolated | undefined;
  /** Data URI of the output. */
  output: string;
  /** Where the part lies, if it is not everything. */
  detail?: Detail | undefined;
  /** Whether the pictures are stored without loss. */
  lossless: boolean;
}

/** The input in another size. */
export interface Interpolated {
  how: "enlarged" | "reduced";
  /** Data URI. */
  uri: string;
}

/** A part of the input. */
export interface Detail {
  /** In pixels of the input. */
  part: Rectangle;
  /** Size of the input. */
  of: { width: number; height: number };
  /** Data URI of the whole input, made small. */
  overview: string;
}

/** Limits of a page. */
export interface PictureLimits {
  /** Bytes of all pictures together; as base64 in the page they are a third more. */
  bytes: number;
  /** Largest number of pixels of an output that is stored without loss. */
  lossless: number;
  /** Largest number of pixels to show of a larger one. */
  shown: number;
  /** Number of pixels to show if those take too many bytes. */
  shownAtLeast: number;
}

const DEFAULT_LIMITS: PictureLimits = { bytes: 15e6, lossless: 4e6, shown: 12e6, shownAtLeast: 4e6 };

/** How to store the pictures, and the largest number of pixels of the output to show. */
interface Encoding {
  extension: ".png" | ".jpg";
  pixels: number;
}

/** Longer side of the overview. */
const OVERVIEW_SIDE = 320;

/** Rows of the bicubic enlargement that are made at a time. */
const BICUBIC_ROWS = 256;

/** What to show. */
export interface PictureSource {
  /** [1 or 3, h, w], values in [0, 1]. */
  input: PlanarImage;
  /** The same scene in another size, or the same. */
  output: PlanarImage;
  /** The colour profile that the values refer to. */
  icc?: Uint8Array | undefined;
}

/** The pictures of a report. */
export async function pictures(
  source: PictureSource,
  limits: PictureLimits = DEFAULT_LIMITS,
): Promise<Pictures> {
  const { output } = source;
  // The larger ones first; the last one is taken whatever it takes.
  const larger: Encoding[] = [
    ...(output.width * output.height <= limits.lossless
      ? [{ extension: ".png" as const, pixels: limits.lossless }]
      : []),
    { extension: ".jpg", pixels: limits.shown },
  ];
  for (const encoding of larger) {
    const { pictures, bytes } = await encodePart(source, encoding);
    if (bytes <= limits.bytes) return pictures;
  }
  return (await encodePart(source, { extension: ".jpg", pixels: limits.shownAtLeast })).pictures;
}

/** The largest rectangle of the image's shape in its middle with at most `pixels` pixels. */
function middle({ width, height }: PlanarImage, pixels: number): Rectangle {
  const share = Math.min(1, Math.sqrt(pixels / (width * height)));
  const part = {
    width: Math.max(1, Math.floor(width * share)),
    height: Math.max(1, Math.floor(height * share)),
  };
  return { ...part, x: Math.floor((width - part.width) / 2), y: Math.floor((height - part.height) / 2) };
}

async function encodePart(
  { input, output, icc }: PictureSource,
  { extension, pixels }: Encoding,
): Promise<{ pictures: Pictures; bytes: number }> {
  const ratio = { x: output.width / input.width, y: output.height / input.height };
  const part = middle(input, pixels / (ratio.x * ratio.y));
  const large = times(part, ratio);
  const isResized = output.width !== input.width || output.height !== input.height;
  // One after the other: of a large picture only one is held as floats.
  const encode = (image: PlanarImage): Promise<Uint8Array> =>
    encodePicture(`picture${extension}`, { image, depth: 8, icc });
  const shown = {
    input: await encode(crop(input, part)),
    bicubic: isResized ? await encode(bicubicPart(input, output, large)) : undefined,
    output: await encode(crop(output, large)),
  };
  const isWhole = part.width === input.width && part.height === input.height;
  return {
    pictures: {
      width: large.width,
      height: large.height,
      input: dataUri(shown.input, extension),
      bicubic: shown.bicubic && {
        how: output.width < input.width ? "reduced" : "enlarged",
        uri: dataUri(shown.bicubic, extension),
      },
      output: dataUri(shown.output, extension),
      lossless: extension === ".png",
      detail: isWhole
        ? undefined
        : {
            part,
            of: { width: input.width, height: input.height },
            overview: dataUri(await encode(overview(input)), extension),
          },
    },
    bytes: shown.input.length + (shown.bicubic?.length ?? 0) + shown.output.length,
  };
}

/** A part of the input, resized to the output's size by bicubic interpolation, made without the rest. */
function bicubicPart(input: PlanarImage, { width, height }: PlanarImage, part: Rectangle): PlanarImage {
  const resizer = new Resizer(input, { width, height });
  const result = planarImage(part.width, part.height, input.channels);
  for (let top = 0; top < part.height; top += BICUBIC_ROWS) {
    const count = Math.min(BICUBIC_ROWS, part.height - top);
    const rows = resizer.rows(input, part.y + top, count);
    const own = crop(rows, { x: part.x, y: 0, width: part.width, height: count });
    for (let c = 0; c < input.channels; c++) {
      const size = count * part.width;
      result.data.set(own.data.subarray(c * size, (c + 1) * size), (c * part.height + top) * part.width);
    }
  }
  return result;
}

function times({ x, y, width, height }: Rectangle, ratio: { x: number; y: number }): Rectangle {
  const [left, top] = [Math.round(ratio.x * x), Math.round(ratio.y * y)];
  return {
    x: left,
    y: top,
    width: Math.max(1, Math.round(ratio.x * (x + width)) - left),
    height: Math.max(1, Math.round(ratio.y * (y + height)) - top),
  };
}

function overview(input: PlanarImage): PlanarImage {
  return imresize(input, { scale: Math.min(1, OVERVIEW_SIDE / Math.max(input.width, input.height)) });
}

function dataUri(bytes: Uint8Array, extension: string): string {
  const type = extension === ".png" ? "image/png" : "image/jpeg";
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}
