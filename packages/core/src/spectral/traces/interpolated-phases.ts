/**
 * Whether an image was enlarged by a whole factor r. Every r-th pixel of it then is the smaller image z under one
 * filter, its neighbour the same under another,
 *
 *     y_p = h_p ⋆ z,   y_q = h_q ⋆ z,   so that   c = h_q ⋆ y_p − h_p ⋆ y_q = 0
 *
 * but for rounding and compression, whatever z. Between other pixels nothing of the kind holds, and what was not
 * enlarged, blurred or not, has the same |c| from wherever the pairs begin. With m_i the mean of min(c₀, |c|) over the
 * pairs that begin at i modulo r and 8, for JPEG's blocks leave traces of their own, the evidence along an axis is the
 * smallest m_i elsewhere over the largest where z would begin.
 *
 * Reference: G. Xu, H. Liu, L. Tong, T. Kailath, "A least-squares approach to blind channel identification", IEEE
 * Trans. Signal Processing 1995: c is their cross relation, here of known channels.
 */
import { cropMiddle, keysCubic, type PlanarImage, planarImage } from "../../image/index.js";
import { lanczos } from "../../math/sinc.js";
import type { Pause } from "../../pause.js";
import { type AxesEvidence, axesEvidence, isMoreThan, mostOf } from "./axes-evidence.js";

/** Largest side of the part, the middle, that is looked at. */
const MAX_SIDE = 400;
/** c₀, values in [0, 1]: edges count no more. */
const MAX_RELATION = 6 / 255;
/** Keeps a picture that fulfils the relation everywhere apart from 0. */
const NO_RELATION = 0.01 / 255;
/** Side of JPEG's blocks. */
const BLOCK = 8;
/** From this factor on they look like an enlargement. */
const LARGE = 4;
/** Values beyond these are clipped. */
const DARKEST = 0.5 / 255;
const BRIGHTEST = 1 - DARKEST;
/**
 * Only if every fourth row has this much evidence the others are looked at: an enlargement has it, and most other
 * images have not.
 */
const FEW_ROWS = 4;
const HINT = 1.03;
/** Pairs at each place that say something. */
const MIN_PAIRS = 50;
/** The taps of a filter, of the pixels from −3 to 3. */
const REACH = 3;

/**
 * The evidence from which on it was enlarged by 2 or 3, or stretched along one axis. Of 20 photographs of BSD68, Urban100
 * and Kodak, sharp or blurred in nine ways, and as JPEG of quality 95, 85 and 75, none has more than 1.12 along either
 * axis; of the same enlarged by 2 all have 4.4 and more, as JPEG of quality 95 1.3. A colour picture that was
 * interpolated from a Bayer sensor has up to 1.42. `npm run bench:fit-wide -- PATH… --only enlargement` prints them.
 */
const MIN_SMALL: AxesEvidence = { both: 1.25, either: 1.5 };
/**
 * The same by 4 or 8: wide blurs as JPEG of quality 75 or 85 have up to 1.37 along both axes and 1.50 along either. All of
 * the 20, enlarged, have more than 1.53, stretched by 4 2.96 and more.
 */
const MIN_LARGE: AxesEvidence = { both: 1.5, either: 2 };

/** A filter of interpolation, of the distance in pixels of the smaller image. */
type Filter = (x: number) => number;

const linear: Filter = (x) => Math.max(0, 1 - Math.abs(x));
const FILTERS: readonly Filter[] = [linear, (x) => keysCubic(x), (x) => keysCubic(x, -0.75), lanczos];

/**
 * A factor, and where two neighbouring pixels lie between those of the smaller image: the middle pair where images are
 * aligned at their borders, or the first where at their first pixels.
 */
const PAIRS = [
  { factor: 2, first: -1 / 4, second: 1 / 4 },
  { factor: 2, first: 0, second: 1 / 2 },
  { factor: 3, first: -1 / 3, second: 0 },
  { factor: 4, first: -1 / 8, second: 1 / 8 },
  { factor: 4, first: 0, second: 1 / 4 },
  { factor: 8, first: -1 / 16, second: 1 / 16 },
] as const;

/**
 * What is looked for: for each pixel of the smaller image, where both taps are 0 left out, its place and the taps h_q
 * and h_p.
 */
interface Relation {
  readonly factor: number;
  readonly at: Int32Array;
  readonly ofFirst: Float64Array;
  readonly ofSecond: Float64Array;
}

const RELATIONS: readonly Relation[] = PAIRS.flatMap(({ factor, first, second }) =>
  FILTERS.map((filter) => {
    const [p, q] = [first, second].map((phase) => tapsOf(filter, phase)) as [number[], number[]];
    const used = p.flatMap((tap, i) => (tap !== 0 || q[i] !== 0 ? [i] : []));
    return {
      factor,
      at: Int32Array.from(used, (i) => factor * (i - REACH)),
      ofFirst: Float64Array.from(used, (i) => q[i]!),
      ofSecond: Float64Array.from(used, (i) => p[i]!),
    };
  }),
);

/** Of sum 1. */
function tapsOf(filter: Filter, phase: number): number[] {
  const taps = Array.from({ length: 2 * REACH + 1 }, (_, i) => {
    const tap = filter(i - REACH - phase);
    return Math.abs(tap) < 1e-12 ? 0 : tap;
  });
  const sum = taps.reduce((a, b) => a + b, 0);
  return taps.map((tap) => tap / sum);
}

const NONE: AxesEvidence = { both: 1, either: 1 };

/** The evidence of enlargements, at least 1. */
export interface PhaseContrast {
  /** By 2 or 3. */
  readonly small: AxesEvidence;
  /** By 4 or 8. */
  readonly large: AxesEvidence;
}

/**
 * Measures it.
 *
 * @param gray [1, h, w], values in [0, 1]
 */
export async function phaseContrast(gray: PlanarImage, pause: Pause): Promise<PhaseContrast> {
  const middle = withoutClipped(cropMiddle(gray, MAX_SIDE, MAX_SIDE));
  const turned = transposed(middle);
  let [small, large] = [NONE, NONE];
  for (const relation of RELATIONS) {
    const evidenceAlong = (rows: PlanarImage): number =>
      contrastAlong(rows, relation, FEW_ROWS) > HINT ? contrastAlong(rows, relation, 1) : 1;
    const evidence = axesEvidence(evidenceAlong(middle), evidenceAlong(turned));
    if (relation.factor >= LARGE) large = mostOf(large, evidence);
    else small = mostOf(small, evidence);
    await pause();
  }
  return { small, large };
}

/** Whether it is enough. */
export function isWholeFactor({ small, large }: PhaseContrast): boolean {
  return isMoreThan(small, MIN_SMALL) || isMoreThan(large, MIN_LARGE);
}

/** The evidence along the rows, or every `step`-th of them. */
function contrastAlong(
  { width, height, data }: PlanarImage,
  { factor, at, ofFirst, ofSecond }: Relation,
  step: number,
): number {
  const period = factor === 3 ? 3 * BLOCK : BLOCK;
  const sums = new Float64Array(period);
  const counts = new Float64Array(period);
  const reach = REACH * factor;
  for (let row = 0; row < height; row += step) {
    for (let x = reach; x + reach + 1 < width; x++) {
      const here = row * width + x;
      let c = 0;
      for (let i = 0; i < at.length; i++) {
        c += ofFirst[i]! * data[here + at[i]!]! - ofSecond[i]! * data[here + at[i]! + 1]!;
      }
      if (Number.isNaN(c)) continue;
      const place = x % period;
      sums[place]! += Math.min(MAX_RELATION, Math.abs(c));
      counts[place]!++;
    }
  }
  if (counts.some((count) => count < MIN_PAIRS)) return 1;
  const means = Array.from(sums, (sum, i) => NO_RELATION + sum / counts[i]!);
  const evidence = Array.from({ length: factor }, (_, start) => {
    const fulfilled = Math.max(...means.filter((_, i) => i % factor === start));
    const others = Math.min(...means.filter((_, i) => i % factor !== start));
    return others / fulfilled;
  });
  return Math.max(1, ...evidence);
}

/** Clipped pixels, which fulfil no relation, become NaN, and so does every c that they are part of. */
function withoutClipped({ width, height, data }: PlanarImage): PlanarImage {
  const isClipped = (value: number): boolean => value < DARKEST || value > BRIGHTEST;
  return planarImage(
    width,
    height,
    1,
    data.map((value) => (isClipped(value) ? Number.NaN : value)),
  );
}

function transposed({ width, height, data }: PlanarImage): PlanarImage {
  const turned = planarImage(height, width, 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) turned.data[x * height + y] = data[y * width + x]!;
  }
  return turned;
}
