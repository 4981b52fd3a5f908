/**
 * The size at which an image shows its blur. Where a blur is several pixels wide, the image carries nothing at its
 * finest scale: all that a spectrum has there is noise, and what tells blurs apart lies in its first few frequencies.
 * Shrunk by m, with bicubic interpolation that filters before it samples, such an image loses nothing, and its blur is
 * m times narrower: the model of own-grid.ts holds, with the resize's filter as that of the model and K(f/m) for the
 * kernel. The noise, ν of the image itself, has 1/m² of its power left.
 *
 * From fine to coarse, m is looked for until a shape explains the spectrum that is no wider than the model holds. Of
 * the sizes up to there the one is taken at which the best shape is the likeliest in comparison with no blur: the
 * finest that shows the blur's zeros. At scale factors above 1, where most blurs are narrow, this is done if none of
 * these explains the spectrum; m = 1 is then the image with the model of wide blur (spectrum-model.ts), which holds
 * long lines.
 */
import { type PlanarImage, planarImage, Resizer, toGrayWithPauses } from "../image/index.js";
import { covariance as kernelCovariance } from "../kernel/index.js";
import { inPieces, noPause, type Pause } from "../pause.js";
import { BlurEvidence } from "./blur-evidence.js";
import { fitRoughly, type ShapeFit } from "./fit-shape.js";
import { fitKernel } from "./mean-kernel.js";
import type { BlurShape } from "./shapes/index.js";

/** m. */
const FACTORS = [2, 3, 4, 6, 8] as const;
/** Sides of a shrunk image that have a spectrum worth the name. */
const MIN_SIDE = 48;
/** Shapes that are fitted at each size. */
const SHAPES = ["gaussian", "disk", "motion"] as const satisfies readonly BlurShape[];
// What blurs have at each size: `npm run bench:fit-wide -- PATH… --only level`. Chosen on bsd_101085, 163085, 227092,
// 300091 and urban_012.

/**
 * A blur that the model holds: largest variance, of both axes, in squared pixels of the shrunk image. A Gaussian wider
 * than 1.6 pixels is hardly seen there, a disk shows its zeros up to a radius of 4, a line up to the longest that is
 * looked for (motion.ts).
 */
const NARROW: Readonly<Record<(typeof SHAPES)[number], number>> = { gaussian: 5, disk: 7, motion: 17 };
/** Loss of a shape that explains the spectrum of a photograph, and more. */
const EXPLAINED = 130;

/**
 * In gray levels of 255. JPEG's error, from which on only disks are looked for in shrunk images
 * (`npm run bench:wide -- PATH… --jpeg 95`); at scale factors above 1 nothing is, nor from this noise on, which alone
 * hides the fine scale: there a long line can be found, at the image's own size.
 */
const MAX_JPEG_ERROR = 0.5;
const MAX_NOISE = 1.5;

/** Variance of a line, in squared pixels, that is too long for the usual model (motion.ts). */
const LONG = 2.6;

/** What an image says at one size. */
export interface BlurLevel {
  readonly evidence: BlurEvidence;
  readonly image: PlanarImage;
  /** The shape that fits best. */
  readonly shape: (typeof SHAPES)[number];
  /** Its loss, and the trace of that one's covariance in squared pixels of this size. */
  readonly loss: number;
  readonly variance: number;
  /** How much likelier it is than no blur. */
  readonly support: number;
  /** It is narrow enough for the model. */
  readonly isNarrow: boolean;
  /** No coarser size says more. */
  readonly isLast: boolean;
}

/** How to follow {@link findBlurLevel}. */
export interface BlurLevelControl {
  /** Awaited between pieces of work; may throw. */
  readonly pause?: Pause | undefined;
  /** Called after each size with the share that is done, in (0, 1]; there may be fewer sizes than it supposes. */
  readonly onProgress?: ((done: number) => void) | undefined;
}

/**
 * The evidence at the size that shows the blur.
 *
 * @param image that the evidence is of
 * @returns the same evidence if that is the image's own size, and the image or what it was shrunk to
 */
export async function findBlurLevel(
  image: PlanarImage,
  evidence: BlurEvidence,
  control: BlurLevelControl = {},
): Promise<{ evidence: BlurEvidence; image: PlanarImage }> {
  const { isFaint, isMostlyNoise, jpegError, loss, sharpLoss, spectrum } = evidence;
  const own = { evidence, image };
  const { pause = noPause } = control;
  const isCompressed = jpegError > MAX_JPEG_ERROR;
  if (loss.ownGrid) {
    const levels = await blurLevels(image, evidence, control);
    // JPEG's error fills the band in which a disk's zeros lie, and a Gaussian that fits in its place loses decibels.
    // Zeros that show are no error.
    return bestOf(isCompressed ? levels.filter(({ shape }) => shape === "disk") : levels) ?? own;
  }
  if (!isMostlyNoise && sharpLoss < EXPLAINED) return own;
  // Where a blur leaves hardly any texture, there is more of it at smaller sizes.
  if (!isFaint && (await levelOf(image, evidence, pause)).isLast) return own;
  const wide = evidence.ofWideBlur();
  if (isCompressed || 255 * spectrum.noise > MAX_NOISE) {
    const level = await levelOf(image, wide, pause);
    return isLongLine(level) ? level : own;
  }
  return bestOf(await blurLevels(image, wide, control)) ?? own;
}

/** A line that only the model of wide blur holds, and explains. */
function isLongLine({ shape, variance, isNarrow }: BlurLevel): boolean {
  return shape === "motion" && variance > LONG && isNarrow;
}

/** Of the sizes at which the shape is narrow, or else of all, the one of most support. */
function bestOf(levels: readonly BlurLevel[]): BlurLevel | undefined {
  const narrow = levels.filter(({ isNarrow }) => isNarrow);
  const candidates = narrow.length > 0 ? narrow : levels;
  return candidates.toSorted((a, b) => b.support - a.support)[0];
}

/** An image at its own size and smaller ones, up to the one that says most. */
export async function blurLevels(
  image: PlanarImage,
  evidence: BlurEvidence,
  { pause = noPause, onProgress }: BlurLevelControl = {},
): Promise<BlurLevel[]> {
  const levels = [await levelOf(image, evidence, pause)];
  onProgress?.(1 / (1 + FACTORS.length));
  // Where a blur leaves hardly any texture, there is more of it at smaller sizes.
  if (levels[0]!.isLast && !evidence.isFaint) return levels;
  const gray = await toGrayWithPauses(image, pause);
  for (const factor of FACTORS) {
    if (Math.min(image.width, image.height) < MIN_SIDE * factor) break;
    const shrunk = await shrink(gray, factor, pause);
    const finer = levels.map((level) => level.evidence);
    const coarse = await BlurEvidence.measure(shrunk, pause, { shrunk: { factor, finer } });
    const level = await levelOf(shrunk, coarse, pause);
    levels.push(level);
    onProgress?.(levels.length / (1 + FACTORS.length));
    if (level.isLast) break;
  }
  return levels;
}

/** By bicubic interpolation, as imresize does it. */
async function shrink(gray: PlanarImage, factor: number, pause: Pause): Promise<PlanarImage> {
  const resizer = new Resizer(gray, { scale: 1 / factor });
  const { width, height } = resizer;
  const shrunk = planarImage(width, height, 1);
  // A pixel of the result is made of those that it covers, so the pieces are counted in pixels of the image.
  await inPieces({ width: width * factor ** 2, height }, pause, (top, bottom) =>
    shrunk.data.set(resizer.rows(gray, top, bottom - top).data, top * width),
  );
  return shrunk;
}

/** A shape that is looked for. */
type Searched = ShapeFit & { readonly shape: (typeof SHAPES)[number] };

async function levelOf(image: PlanarImage, evidence: BlurEvidence, pause: Pause): Promise<BlurLevel> {
  const fits: Searched[] = [];
  for (const shape of SHAPES) {
    fits.push({ ...(await fitRoughly(evidence.loss, shape, pause)), shape });
    await pause();
  }
  const best = fits.reduce((a, b) => (b.loss < a.loss ? b : a));
  const { yy, xx } = kernelCovariance(fitKernel({ ...best, unmirrored: 1 }, 1));
  const isNarrow = yy + xx < NARROW[best.shape];
  return {
    evidence,
    image,
    shape: best.shape,
    loss: best.loss,
    variance: yy + xx,
    support: evidence.sharpLoss - best.loss,
    isNarrow,
    isLast: isNarrow && best.loss < EXPLAINED && !evidence.isMostlyNoise,
  };
}
