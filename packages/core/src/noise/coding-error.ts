/**
 * The error that WebP's and AVIF's coding made in an image. JPEG's steps can be read from the pixels (jpeg-noise.ts),
 * theirs cannot: they predict each block from those beside it, and smooth the edges between blocks. But the file says how
 * many bits its pixels have been given, and the fewer these are, for so much detail, the more of it is lost:
 *
 *     J = a Λ^b / B^c,   Λ = mean |4 g(y, x) − g(y, x − 1) − g(y, x + 1) − g(y − 1, x) − g(y + 1, x)|,
 *
 * g the gray levels of 255, B the bits for each pixel, metadata left out.
 */
import { grayRow, type LossyCoding, type PlanarImage } from "../image/index.js";
import type { YCbCrRange } from "./ycbcr-range.js";

/** a, b and c. */
export interface CodingErrorWeights {
  readonly factor: number;
  readonly detail: number;
  readonly bits: number;
}

/**
 * Least squares of log J on photographs, halved, sharp and under five blurs, of qualities 40 to 98 in WebP and 40 to 90
 * in AVIF: `npm run bench:fit-coding`.
 */
export const CODING_ERROR_WEIGHTS: Readonly<Record<LossyCoding["codec"], CodingErrorWeights>> = {
  webp: { factor: 0.4, detail: 0.806, bits: 0.915 },
  avif: { factor: 0.214, detail: 1.005, bits: 0.96 },
};

/**
 * The same of pixels of studio range, which were a WebP whose size is not known: J = a Λ^b, by the same script, of
 * qualities 60 to 92. Log J deviates by 0.36, and by 0.18 where the size is known.
 */
export const STUDIO_RANGE_WEIGHTS: Readonly<Pick<CodingErrorWeights, "factor" | "detail">> = {
  factor: 1.286,
  detail: 0.283,
};
/**
 * J of pixels of full range without JPEG's steps: they may have been a JPEG of quality 96 and above, whose J is 0.5 to 1,
 * or an AVIF, whose J is 1 to 4. At scale 1 too little costs more than too much. `npm run bench:fit-full-range` prints
 * what other values give (docs/experiments.md, "WebP, AVIF and JPEGs of high quality").
 */
export const FULL_RANGE_ERROR: Readonly<Record<"scale1" | "larger", number>> = { scale1: 1, larger: 0.7 };

/** The largest error that is believed, in gray levels of 255: of few bits there is no telling. */
const MAX_ERROR = 6;
const MIN_BITS = 0.02;
/** Rows are left out so that no more than about this many pixels are looked at. */
const MAX_PIXELS = 1_000_000;

/**
 * Rms of the error in the gray values, in levels of 255, of an image whose file is known.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 */
export function codingError(image: PlanarImage, { codec, bitsPerPixel }: LossyCoding): number {
  const { factor, detail, bits } = CODING_ERROR_WEIGHTS[codec];
  const error = factor * meanLaplacian(image) ** detail * Math.max(MIN_BITS, bitsPerPixel) ** -bits;
  return Math.min(MAX_ERROR, error);
}

/**
 * The same of one that was decoded from YCbCr of a range, from a file that is not known.
 *
 * @param scale that the image is restored at
 */
export function unknownCodingError(image: PlanarImage, range: YCbCrRange, scale: number): number {
  if (range === "full") return scale === 1 ? FULL_RANGE_ERROR.scale1 : FULL_RANGE_ERROR.larger;
  const { factor, detail } = STUDIO_RANGE_WEIGHTS;
  return Math.min(MAX_ERROR, factor * meanLaplacian(image) ** detail);
}

/** Λ; 0 for an image without inner pixels. */
export function meanLaplacian(image: PlanarImage): number {
  const { width, height } = image;
  const step = Math.max(1, Math.floor((width * height) / MAX_PIXELS));
  const [above, here, below] = [new Float32Array(width), new Float32Array(width), new Float32Array(width)];
  let [sum, count] = [0, 0];
  for (let y = 1; y < height - 1; y += step) {
    grayRow(image, y - 1, above);
    grayRow(image, y, here);
    grayRow(image, y + 1, below);
    for (let x = 1; x < width - 1; x++, count++) {
      sum += Math.abs(4 * here[x]! - here[x - 1]! - here[x + 1]! - above[x]! - below[x]!);
    }
  }
  return count === 0 ? 0 : (255 * sum) / count;
}
