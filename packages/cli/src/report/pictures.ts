/**
 * The pictures of a report as data URIs, within a budget of bytes:
 *
 *     up to 4 megapixels of output                 everything, as PNG
 *     more, or if the PNGs are too large           everything, or its middle 12 megapixels, as JPEG
 *     if the JPEGs are too large                   the middle 4 megapixels, as JPEG
 *
 * A part is shown pixel for pixel: in a picture made smaller there would be nothing to compare.
 */
import { crop, imresize, type PlanarImage, type Rectangle } from "@kernelgan/core";
import { check } from "@kernelgan/core/internal";
import { encodePicture } from "../image-files/write-picture.js";

/** What the page compares. All three show the same part of the scene. */
export interface Pictures {
  /** Size of the part shown, in pixels of the output. */
  width: number;
  height: number;
  /** Data URI of the input, `scale` times smaller than the others. */
  input: string;
  /** Data URI of the input's bicubic enlargement. */
  bicubic: string;
  /** Data URI of the output. */
  output: string;
  /** Where the part lies, if it is not everything. */
  detail?: Detail | undefined;
  /** Whether the pictures are stored without loss. */
  lossless: boolean;
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

/** Input pixels round a part that its bicubic enlargement depends on: the cubic reaches 2 to each side. */
const CUBIC_REACH = 2;

/** What to show. */
export interface PictureSource {
  /** [1 or 3, h, w], values in [0, 1]. */
  input: PlanarImage;
  /** [1 or 3, scale · h, scale · w]. */
  output: PlanarImage;
  scale: number;
  /** The colour profile that the values refer to. */
  icc?: Uint8Array | undefined;
}

/**
 * The pictures of a report.
 *
 * @throws KernelGanError `invalid-argument` if the output is not `scale` times as large as the input
 */
export async function pictures(
  source: PictureSource,
  limits: PictureLimits = DEFAULT_LIMITS,
): Promise<Pictures> {
  const { input, output, scale } = source;
  check(
    output.width === scale * input.width && output.height === scale * input.height,
    () =>
      `an output of ${output.width}×${output.height} is not ${scale} times as large as the input, ${input.width}×${input.height}`,
  );
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
  { input, output, scale, icc }: PictureSource,
  { extension, pixels }: Encoding,
): Promise<{ pictures: Pictures; bytes: number }> {
  const part = middle(input, pixels / scale ** 2);
  const large = times(part, scale);
  // One after the other: of a large picture only one is held as floats.
  const encode = (image: PlanarImage): Promise<Uint8Array> =>
    encodePicture(`picture${extension}`, { image, depth: 8, icc });
  const shown = {
    input: await encode(crop(input, part)),
    bicubic: await encode(bicubicPart(input, part, scale)),
    output: await encode(crop(output, large)),
  };
  const isWhole = part.width === input.width && part.height === input.height;
  return {
    pictures: {
      width: large.width,
      height: large.height,
      input: dataUri(shown.input, extension),
      bicubic: dataUri(shown.bicubic, extension),
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
    bytes: shown.input.length + shown.bicubic.length + shown.output.length,
  };
}

/** The part of the input's bicubic enlargement, made without the rest. */
function bicubicPart(input: PlanarImage, part: Rectangle, scale: number): PlanarImage {
  const left = Math.min(part.x, CUBIC_REACH);
  const top = Math.min(part.y, CUBIC_REACH);
  const right = Math.min(input.width - part.x - part.width, CUBIC_REACH);
  const bottom = Math.min(input.height - part.y - part.height, CUBIC_REACH);
  const around = crop(input, {
    x: part.x - left,
    y: part.y - top,
    width: left + part.width + right,
    height: top + part.height + bottom,
  });
  const inside = { x: left, y: top, width: part.width, height: part.height };
  return crop(imresize(around, { scale }), times(inside, scale));
}

function times({ x, y, width, height }: Rectangle, scale: number): Rectangle {
  return { x: scale * x, y: scale * y, width: scale * width, height: scale * height };
}

function overview(input: PlanarImage): PlanarImage {
  return imresize(input, { scale: Math.min(1, OVERVIEW_SIDE / Math.max(input.width, input.height)) });
}

function dataUri(bytes: Uint8Array, extension: string): string {
  const type = extension === ".png" ? "image/png" : "image/jpeg";
  return `data:${type};base64,${Buffer.from(bytes).toString("base64")}`;
}
