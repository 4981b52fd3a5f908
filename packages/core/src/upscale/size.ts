/**
 * The size of a result: a factor, whole or not, or a size in pixels to fit into. Kernels are for whole factors; for
 * others the image is enlarged by the next of these, then reduced (imresize, antialiased).
 */
import { check } from "../errors.js";
import { clip, type PlanarImage, resizedRows, type TakeRows, type Wrap } from "../image/index.js";
import type { OptionTable } from "../options/index.js";
import { UPSCALE_FACTORS, type UpscaleFactor } from "../restore/index.js";

/** The options of an upscale's size. */
export const SIZE_OPTIONS = {
  scale: {
    type: "number",
    min: 1,
    max: UPSCALE_FACTORS.at(-1) as UpscaleFactor,
    default: 2,
    help: "upscaling factor, whole or not; 1: the same size, sharp",
  },
  size: {
    type: "text",
    placeholder: "wxh",
    pattern: /^(?:[1-9]\d{0,5}x(?:[1-9]\d{0,5})?|x[1-9]\d{0,5})$/,
    patternText: "a size in pixels such as 3000x (width), x2000 (height) or 3000x2000 (to fit into)",
    help: "in place of a factor: 3000x (width), x2000 (height) or 3000x2000 (to fit into)",
  },
} as const satisfies OptionTable;

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** How large a result is. */
export interface TargetSize extends Size {
  /** Its size over the image's, before rounding. */
  readonly ratio: number;
}

/**
 * The size that the options ask for.
 *
 * @param size checked, as SIZE_OPTIONS describes it; takes the place of `scale`
 */
export function targetSize(
  image: Size,
  { scale, size }: { scale: number; size?: string | undefined },
): TargetSize {
  const [width, height] = (size ?? "").split("x").map(Number);
  const ratios = [...(width ? [width / image.width] : []), ...(height ? [height / image.height] : [])];
  const ratio = ratios.length > 0 ? Math.min(...ratios) : scale;
  const fitted = (side: number): number => Math.max(1, Math.round(ratio * side));
  return { ratio, width: fitted(image.width), height: fitted(image.height) };
}

/**
 * The factor to enlarge by on the way: the ratio itself if it is one that there are kernels for in general, else the
 * next larger one that is known.
 *
 * @param known factors that there is or could be a kernel for
 * @throws KernelGanError `invalid-argument` if all are smaller
 */
export function factorFor(ratio: number, known: readonly number[]): UpscaleFactor {
  const exact = UPSCALE_FACTORS.find((factor) => factor === ratio);
  if (exact !== undefined) return exact;
  const next = UPSCALE_FACTORS.find((factor) => factor > ratio && known.includes(factor));
  const largest = Math.max(...UPSCALE_FACTORS.filter((factor) => known.includes(factor)));
  check(
    next !== undefined,
    () =>
      `the result would be ${Number(ratio.toFixed(2))} times as large as the image; kernels are known for factors of at most ${largest}`,
  );
  return next;
}

/** The smallest whole factor that is not below a ratio; the largest of all if there is none. */
export function nextFactor(ratio: number): UpscaleFactor {
  return UPSCALE_FACTORS.find((factor) => factor >= ratio) ?? (UPSCALE_FACTORS.at(-1) as UpscaleFactor);
}

/** What takes rows of the image enlarged by `factor` and hands on those of the result. */
export function sizedRows(
  image: PlanarImage,
  factor: number,
  { width, height }: Size,
  wrap: Wrap,
  take: TakeRows,
): TakeRows {
  const larger = { width: factor * image.width, height: factor * image.height };
  if (larger.width === width && larger.height === height) return take;
  return resizedRows(larger, { width, height }, wrap, (rows, top) => {
    clip(rows.data);
    take(rows, top);
  });
}
