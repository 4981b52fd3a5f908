/**
 * Finds the size at which an image shows its blur best. Under a blur of several pixels, the image has no detail at its
 * finest scale: its spectrum there is noise alone, and what tells blurs apart lies in its first few frequencies. Shrunk
 * by m, with bicubic interpolation that filters before it samples, such an image loses nothing, and its blur is m times
 * narrower. The model of own-grid.ts holds for it, with the filter of the resize as the filter of the model, and K(f/m)
 * for the kernel. Of the power of the noise, ν in the image itself, 1/m² is left.
 *
 * Sizes are tried from fine to coarse, until at one of them a shape explains the spectrum that is narrow enough for the
 * model; in JPEGs all are, as a wrong shape may explain what their error leaves of a spectrum at fine sizes. The size
 * at which the best shape is the most likely, compared with no blur, says what the blur is. Noise and JPEG's error
 * count there for less than at finer sizes, which show the same blur more exactly, and the finest of them is taken. At
 * scale factors above 1, where most blurs are narrow, all this is done only if no narrow blur explains the spectrum;
 * m = 1 then stands for the image with the model of wide blur (spectrum-model.ts), which allows long lines.
 */
import { type PlanarImage, planarImage, Resizer, toGrayWithPauses } from "../../image/index.js";
import { covariance as kernelCovariance } from "../../kernel/index.js";
import { inPieces, noPause, type Pause } from "../../pause.js";
import { BlurEvidence } from "../evidence/blur-evidence.js";
import { tellsBoxes } from "../model/spectrum-loss.js";
import type { BlurShape } from "../shapes/index.js";
import { BLUR_CONSTANTS } from "./blur-constants.js";
import { fitRoughly, type ShapeFit } from "./fit-shape.js";
import { fitKernel } from "./mean-kernel.js";

/** The values of m that are tried. */
const FACTORS = [2, 3, 4, 6, 8] as const;
/** The least side of a shrunk image: a smaller one has too few blocks for a spectrum. */
const MIN_SIDE = 48;
/** Shapes that are fitted at each size. */
const SHAPES = ["gaussian", "disk", "box", "motion"] as const satisfies readonly BlurShape[];
// The limits below were chosen on bsd_101085, 163085, 227092, 300091 and urban_012;
// `npm run bench:fit-wide -- PATH… --only level` prints what various blurs measure at each size.

/**
 * A shape is narrow enough for the model if its variance, the sum over both axes in squared pixels of the shrunk image,
 * is below this. Gaussians wider than 1.6 pixels hardly show there; disks show their zeros up to a radius of 4, boxes
 * up to a side of 7; lines up to the longest that is looked for (motion.ts).
 */
const NARROW: Readonly<Record<(typeof SHAPES)[number], number>> = {
  gaussian: 5,
  disk: 7,
  box: 8,
  motion: 17,
};
/** A shape explains the spectrum of a photograph if its loss is below this, which leaves some margin. */
const EXPLAINED = 130;

/**
 * A finer size at which the same shape is the best shows the same blur if its support is at least this share of the
 * greatest. Lines of 9 pixels have 0.59 or more of it at the image's own size; lines of 15 pixels, which are too long
 * for that size, at most 0.47 (six photographs, clean, noisy and as JPEGs; `npm run bench:fit-wide -- PATH… --only
 * sizes`).
 */
const SAME = 0.5;

/** What an image says at one size. */
export interface BlurLevel {
  readonly evidence: BlurEvidence;
  readonly image: PlanarImage;
  /** The shape that fits best. */
  readonly shape: (typeof SHAPES)[number];
  /** Its loss. */
  readonly loss: number;
  /** The trace of its covariance, in squared pixels of this size. */
  readonly variance: number;
  /** How much more likely it is than no blur: the difference of their losses. */
  readonly support: number;
  /** Whether it is narrow enough for the model. */
  readonly isNarrow: boolean;
  /** Whether coarser sizes need not be tried. */
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
 * Finds the size that shows the blur best.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param evidence that of `image`
 * @returns the image at that size and its evidence; both as given if that is the image's own size
 */
export async function findBlurLevel(
  image: PlanarImage,
  evidence: BlurEvidence,
  control: BlurLevelControl = {},
): Promise<{ evidence: BlurEvidence; image: PlanarImage }> {
  const { isFaint, isMostlyNoise, loss, sharpLoss } = evidence;
  const own = { evidence, image };
  const { pause = noPause } = control;
  if (loss.ownGrid) return bestOf(await blurLevels(image, evidence, control));
  if (!isMostlyNoise && sharpLoss < EXPLAINED) return own;
  // An image with hardly any texture left may have more of it at smaller sizes.
  if (!isFaint && (await levelOf(image, evidence, pause)).isLast) return own;
  const wide = evidence.ofWideBlur();
  return bestOf(await blurLevels(image, wide, control));
}

/**
 * The size with the most support among those at which the shape is narrow, or among all if there are none; or a finer
 * one of them that shows the same.
 */
function bestOf(levels: readonly BlurLevel[]): BlurLevel {
  const narrow = levels.filter(({ isNarrow }) => isNarrow);
  const candidates = narrow.length > 0 ? narrow : levels;
  const best = candidates.reduce((a, b) => (b.support > a.support ? b : a));
  return (
    candidates.find(({ shape, support }) => shape === best.shape && support >= SAME * best.support) ?? best
  );
}

/** The image at its own size and at smaller ones, until one need not be followed by coarser ones. */
export async function blurLevels(
  image: PlanarImage,
  evidence: BlurEvidence,
  { pause = noPause, onProgress }: BlurLevelControl = {},
): Promise<BlurLevel[]> {
  const own = await levelOf(image, evidence, pause);
  const smaller: BlurLevel[] = [];
  onProgress?.(1 / (1 + FACTORS.length));
  const isCompressed = evidence.compressionError > 0;
  // An image with hardly any texture left may have more of it at smaller sizes.
  if (own.isLast && !evidence.isFaint && !isCompressed) return [own];
  const gray = await toGrayWithPauses(image, pause);
  for (const factor of FACTORS) {
    if (Math.min(image.width, image.height) < MIN_SIDE * factor) break;
    const shrunk = await shrink(gray, factor, pause);
    const coarse = await BlurEvidence.measure(shrunk, pause, {
      shrunk: { factor, finer: [evidence, ...smaller.map((level) => level.evidence)] },
    });
    const level = await levelOf(shrunk, coarse, pause);
    smaller.push(level);
    onProgress?.((1 + smaller.length) / (1 + FACTORS.length));
    if (level.isLast && !isCompressed) break;
  }
  return [own, ...smaller];
}

/** By bicubic interpolation, as imresize does it. */
async function shrink(gray: PlanarImage, factor: number, pause: Pause): Promise<PlanarImage> {
  const resizer = new Resizer(gray, { scale: 1 / factor });
  const { width, height } = resizer;
  const shrunk = planarImage(width, height, 1);
  // A pixel of the result costs as much as the pixels of the image that it covers: pieces are counted in those.
  await inPieces({ width: width * factor ** 2, height }, pause, (top, bottom) =>
    shrunk.data.set(resizer.rows(gray, top, bottom - top).data, top * width),
  );
  return shrunk;
}

/** A shape that is looked for. */
type Searched = ShapeFit & { readonly shape: (typeof SHAPES)[number] };

async function levelOf(image: PlanarImage, evidence: BlurEvidence, pause: Pause): Promise<BlurLevel> {
  const fits: Searched[] = [];
  // The model of narrow blur does not know what fills a box's zeros (windowed-power.ts).
  const shapes = SHAPES.filter(
    (shape) => shape !== "box" || (evidence.loss.wide && tellsBoxes(evidence.loss)),
  );
  for (const shape of shapes) {
    fits.push({ ...(await fitRoughly(evidence.loss, shape, pause)), shape });
    await pause();
  }
  // A box has a parameter more, and looks like what was enlarged: as in the choice among the fits.
  const rank = ({ shape, loss }: Searched): number =>
    shape === "box" ? loss + BLUR_CONSTANTS.penalties.box : loss;
  const best = fits.reduce((a, b) => (rank(b) < rank(a) ? b : a));
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
