/** What each round of the method does (restore-fast.ts). */
import { KNOWN_PART_CONSTANTS, type KnownPartConstants } from "./known-part.js";
import { ORIENTATION_CONSTANTS, type OrientationConstants } from "./orientation.js";
import { PATCH_BASES_CONSTANTS, type PatchBasesConstants } from "./patch-bases.js";
import type { PatchGrid } from "./patch-shrinkage.js";

/**
 * The constants of the method, some of which differ from scale to scale ({@link fastConstants});
 * `npm run bench:fit-fast` prints what others give on named photographs.
 */
export interface FastConstants extends OrientationConstants, PatchBasesConstants, KnownPartConstants {
  /** Rounds for the luma. More are a little better. */
  readonly rounds: number;
  /** c. */
  readonly dataWeight: number;
  /** τ / σ_i. */
  readonly threshold: number;
  /** σ_i in the first round, on [0, 1]. */
  readonly firstStrength: number;
  /** σ_i in the last round, on [0, 1], … */
  readonly lastStrength: number;
  /** … which is at least this multiple of σ. */
  readonly lastStrengthPerNoise: number;
  /** The bases are learned from the bicubic image, and once more before this round (from 0). */
  readonly learnAgainRound: number;
  /**
   * m of the first round (Round.momentum), which falls evenly to 0 for the last; 0 for none. As large to the end, it
   * would make noise grow.
   */
  readonly firstMomentum: number;
  /** a of patch-shrinkage.ts. */
  readonly weightOffset: number;
  /**
   * λ of a data step after the last round, over λ of that round: what the denoiser took away of the image with the
   * noise comes back. Less gains up to 0.06 dB more on clean images and loses as much on noisy ones.
   */
  readonly finalWeight: number;
  /**
   * Distance of neighbouring patches in a row of them, in pixels; there is such a row at each row of pixels. 2 is a
   * little better, and takes half as long again.
   */
  readonly gridStep: number;
}

export const FAST_CONSTANTS: FastConstants = {
  ...ORIENTATION_CONSTANTS,
  ...PATCH_BASES_CONSTANTS,
  ...KNOWN_PART_CONSTANTS,
  rounds: 10,
  dataWeight: 0.7,
  threshold: 1.2,
  firstStrength: 50 / 255,
  lastStrength: 4 / 255,
  lastStrengthPerNoise: 3.3,
  learnAgainRound: 3,
  firstMomentum: 0,
  weightOffset: 1,
  finalWeight: 2,
  gridStep: 3,
};

/**
 * The constants in use at a scale; `npm run bench:fit-fast -- PATH… --scale 4` prints what others give. At ×3 and more,
 * where nine and more pixels are sought for one that is known, ten rounds without momentum end half-way; at ×2 it gains
 * 0.05 dB with the true kernel, and nothing with estimated ones. At ×2 flat patches count for more; at ×3 and more, and
 * under wide blur at scale 1 (`npm run bench:wide`), they would wipe out what little detail comes back.
 */
export function fastConstants(scale: number): FastConstants {
  if (scale > 2) return { ...FAST_CONSTANTS, firstMomentum: 1 };
  return scale === 2 ? { ...FAST_CONSTANTS, weightOffset: 0.3 } : FAST_CONSTANTS;
}

/** Constants of which the vectors know only those in use. */
const FIXED = [
  "gridStep",
  ...Object.keys(ORIENTATION_CONSTANTS),
  ...Object.keys(PATCH_BASES_CONSTANTS),
] as readonly (keyof FastConstants)[];

/** Whether the vectors know these constants. */
export function knownToVectors(constants: FastConstants): boolean {
  return FIXED.every((name) => constants[name] === FAST_CONSTANTS[name]);
}

/** One data step and one denoising. */
export interface Round {
  /** λ_i. */
  readonly lambda: number;
  /** τ of the denoiser. */
  readonly threshold: number;
  readonly grid: PatchGrid;
  /** a of the denoiser. */
  readonly weightOffset: number;
  /**
   * m: what the next round begins with is z_i + m (z_i − z_{i−1}), z_i the picture that the denoiser gives in round i.
   * So ten rounds come as far as many more would (B. T. Polyak, "Some methods of speeding up the convergence of
   * iteration methods", 1964).
   */
  readonly momentum: number;
  /** Whether the bases are learned before it. */
  readonly isLearning: boolean;
}

/** The smallest σ: rounding to 8 bits, 0.29/255 in each channel, 0.19/255 in their weighted mean. */
const MIN_NOISE = 0.2 / 255;
/** The lattice of a round: each has its turn. */
function gridOf(round: number, step: number): PatchGrid {
  return { step, start: round % step };
}

/**
 * The rounds of the luma, the strength of the denoiser falling evenly in its square root, λ of the data step after
 * them, and the one round of the colour differences, C_b and C_r, at the last strength.
 *
 * @param noise σ
 */
export function schedule(
  noise: number,
  constants: FastConstants,
): { luma: Round[]; finalLambda: number; chroma: readonly [Round, Round] } {
  const { rounds, dataWeight, learnAgainRound, firstMomentum, weightOffset, gridStep } = constants;
  const last = Math.max(constants.lastStrength, constants.lastStrengthPerNoise * noise);
  const first = Math.max(constants.firstStrength, last);
  const variance = Math.max(noise, MIN_NOISE) ** 2;
  const round = (strength: number, number: number, momentum: number, isLearning: boolean): Round => ({
    lambda: (dataWeight * variance) / strength ** 2,
    threshold: constants.threshold * strength,
    grid: gridOf(number, gridStep),
    weightOffset,
    momentum,
    isLearning,
  });
  const luma = Array.from({ length: rounds }, (_, i) => {
    const share = rounds > 1 ? i / (rounds - 1) : 1;
    const strength = ((1 - share) * Math.sqrt(first) + share * Math.sqrt(last)) ** 2;
    const momentum = i === rounds - 1 ? 0 : (firstMomentum * (rounds - 2 - i)) / (rounds - 1);
    return round(strength, i, momentum, i === 0 || i === learnAgainRound);
  });
  const finalLambda = constants.finalWeight * round(last, 0, 0, false).lambda;
  return { luma, finalLambda, chroma: [round(last, 0, 0, false), round(last, 1, 0, false)] };
}
