/**
 * Whether an image's blur goes round its borders: what blurred the last row of pixels had the first one beside it, as
 * where Fourier's transform was used (many test sets are made so), or where a texture tiles. Then what lies beyond a
 * border is known, which is more than open borders know (open-borders.ts).
 *
 * Where it does, each of the two lines of pixels along opposite borders leans towards the other: with J the step from
 * the last to the first, and A and B the next steps on either side, Σ J (A + B)/2 is a good part of Σ J². Of most other
 * pictures it is about 0 or less, and nothing more is looked at.
 *
 * Strips along two opposite borders are restored for the kernel, once apart and once joined at these borders. The misfit
 * y − A x of what was restored, mirrored beyond the strips' ends, is that of the noise where the picture goes on like
 * that, and more where it does not:
 *
 *     it goes round if  misfit apart > m · misfit inside  and  misfit joined < j · misfit apart,   both at the borders.
 */
import { throwIfAborted } from "../abort.js";
import { crop, type FoundWrap, type PlanarImage, planarImage, wrapAlong } from "../image/index.js";
import { downscale, type Kernel } from "../kernel/index.js";
import { assumedNoise, imageNoise } from "./assumed-noise.js";
import { splitColour } from "./fast/luma-chroma.js";
import { restoreFast } from "./fast/restore-fast.js";
import { undoneKernel } from "./undone-kernel.js";

/**
 * The least share of Σ J², m and j; `npm run bench:fit-seam` prints what others give on named photographs. The borders
 * of five of twelve of Kodak's scans lean by 0.13 to 0.18 of themselves, of one by 0.30; those of blurs that go round
 * mostly by 0.33 and more, but one of FKP's by 0.25.
 */
export const SEAM_CONSTANTS = { lean: 0.2, misfit: 1.2, joined: 0.7 } as const;

/** The noise to assume: with more, wrong borders are smoothed away; with less, rounds end before they are explained. */
const NOISE = 1 / 255;
const ROUNDS = 6;
/** Pixels of a strip from the border inwards, beyond twice the kernel's reach, and along the border. */
const DEPTH = 16;
const LENGTH = 256;
/** Rows at a border whose misfit counts. */
const BORDER = 2;
/** Pixels at the ends of a strip that do not count: cut, or at a corner. */
const ENDS = 8;
/** Along a shorter axis there is no room for two strips. */
const MIN_SIDE = 40;

type Axis = "x" | "y";

/** Root mean squares of y − A x. */
export interface SeamMisfit {
  /** Inside the strips. */
  readonly inside: number;
  /** At the borders of the strips apart. */
  readonly apart: number;
  /** At the borders of the strips when they are joined. */
  joined(): Promise<number>;
}

/**
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @throws AbortError
 */
export async function findWrap(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  signal?: AbortSignal,
): Promise<FoundWrap> {
  const along = async (axis: Axis): Promise<boolean> => {
    if (!(borderLean(image, axis) > SEAM_CONSTANTS.lean)) return false;
    const seam = await seamMisfit(image, kernel, scale, axis, signal);
    if (!seam || seam.apart <= SEAM_CONSTANTS.misfit * seam.inside) return false;
    return (await seam.joined()) < SEAM_CONSTANTS.joined * seam.apart;
  };
  return wrapAlong(await along("x"), await along("y"));
}

/** Σ J (A + B)/2 over Σ J² along an axis; not a number where there is no step at all. */
export function borderLean(image: PlanarImage, axis: Axis): number {
  const { width, height, channels, data } = image;
  const [size, across, next, step] = axis === "x" ? [width, height, 1, width] : [height, width, width, 1];
  if (size < 2) return Number.NaN;
  const pixels = width * height;
  const sumOf = (line: number, i: number): number => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += data[c * pixels + line * next + i * step]!;
    return sum;
  };
  let [lean, energy] = [0, 0];
  for (let i = 0; i < across; i++) {
    const [first, last] = [sumOf(0, i), sumOf(size - 1, i)];
    const jump = first - last;
    lean += (jump * (sumOf(1, i) - first + last - sumOf(size - 2, i))) / 2;
    energy += jump * jump;
  }
  return lean / energy;
}

/** The header's misfits along an axis; undefined where the image is too small for them. */
export async function seamMisfit(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  axis: Axis,
  signal?: AbortSignal,
): Promise<SeamMisfit | undefined> {
  const { width, height } = image;
  const [size, across] = axis === "x" ? [width, height] : [height, width];
  if (size < MIN_SIDE || across <= 2 * ENDS) return undefined;
  const unit = undoneKernel(kernel, scale);
  const depth = Math.min(Math.floor(size / 2), DEPTH + 2 * Math.ceil(unit.size / 2 / scale));
  const length = Math.min(across, LENGTH);
  const start = Math.floor((across - length) / 2);
  const strip = (from: number): PlanarImage => {
    const [x, y] = axis === "x" ? [from, start] : [start, from];
    const part = crop(
      image,
      axis === "x" ? { x, y, width: depth, height: length } : { x, y, width: length, height: depth },
    );
    return part.channels === 3 ? splitColour(part).luma : part;
  };
  const misfit = async (y: PlanarImage): Promise<(from: number, to: number) => number> => {
    throwIfAborted(signal);
    const noise = assumedNoise(imageNoise(y, scale), NOISE, scale);
    const constants = { rounds: ROUNDS };
    const low = downscale(await restoreFast(y, unit, scale, { noise, constants, signal }), unit, scale);
    const difference = planarImage(
      y.width,
      y.height,
      1,
      y.data.map((value, i) => value - low.data[i]!),
    );
    return (from, to) => meanSquare(difference, axis, from, to);
  };

  const [first, last] = [strip(0), strip(size - depth)];
  const [ofFirst, ofLast] = [await misfit(first), await misfit(last)];
  const root = (a: number, b: number): number => Math.sqrt((a + b) / 2);
  const [near, far] = [Math.floor(depth / 4), Math.floor(depth / 2)];
  return {
    inside: root(ofFirst(near, far), ofLast(depth - far, depth - near)),
    apart: root(ofFirst(0, BORDER), ofLast(depth - BORDER, depth)),
    async joined() {
      const ofBoth = await misfit(join(last, first, axis));
      return Math.sqrt(ofBoth(depth - BORDER, depth + BORDER));
    },
  };
}

/** Over rows (axis y) or columns (x), less their ends. */
function meanSquare({ width, height, data }: PlanarImage, axis: Axis, from: number, to: number): number {
  const [length, step, next] = axis === "x" ? [height, width, 1] : [width, 1, width];
  let sum = 0;
  for (let line = from; line < to; line++) {
    for (let i = ENDS; i < length - ENDS; i++) sum += data[line * next + i * step]! ** 2;
  }
  return sum / ((to - from) * (length - 2 * ENDS));
}

/** One strip after the other along an axis. */
function join(a: PlanarImage, b: PlanarImage, axis: Axis): PlanarImage {
  const joined =
    axis === "x" ? planarImage(a.width + b.width, a.height, 1) : planarImage(a.width, a.height + b.height, 1);
  const place = (part: PlanarImage, left: number, top: number): void => {
    for (let y = 0; y < part.height; y++) {
      const row = part.data.subarray(y * part.width, (y + 1) * part.width);
      joined.data.set(row, (top + y) * joined.width + left);
    }
  };
  place(a, 0, 0);
  place(b, axis === "x" ? a.width : 0, axis === "y" ? a.height : 0);
  return joined;
}
