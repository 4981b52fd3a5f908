/** What each round of the method does (restore-fast.ts). */
import { GRID_STEP, type GridStart } from "./patch-shrinkage.js";

/** One data step and one denoising. */
export interface Round {
  /** λ_i. */
  readonly lambda: number;
  /** τ of the denoiser. */
  readonly threshold: number;
  /** Where the denoiser's grid begins. */
  readonly start: GridStart;
  /** Whether the bases are learned before it. */
  readonly isLearning: boolean;
}

/** The smallest σ: rounding to 8 bits, 0.29/255 in each channel, 0.19/255 in their weighted mean. */
const MIN_NOISE = 0.2 / 255;

/** c. At 0.25 the noise of an image stays, most with wide kernels; above 1 detail is lost. */
const DATA_WEIGHT = 0.7;
/** τ / σ_i. */
const THRESHOLD = 1.2;
/** σ_i in the first round and in the last, which is at least this multiple of σ. */
const FIRST_STRENGTH = 50 / 255;
const LAST_STRENGTH = 4 / 255;
const LAST_STRENGTH_PER_NOISE = 3.3;
/** The bases are learned from the bicubic image, and once more before this round (from 0). */
const LEARN_AGAIN_ROUND = 3;
/** Surroundings of a tile in the data step beyond the kernel's reach, in pixels of the small image. */
const OVERLAP = 18;

/** The number of different starts of the denoiser's grid. */
const GRID_STARTS = GRID_STEP ** 2;

/** Where the denoiser's grid begins in a round: each start once, then again. */
function gridStart(round: number): GridStart {
  const i = round % GRID_STARTS;
  return { x: i % GRID_STEP, y: (Math.floor(i / GRID_STEP) + i) % GRID_STEP };
}

/**
 * The rounds of the luma, the strength of the denoiser falling evenly in its square root, and the one round of the colour
 * differences, C_b and C_r, at the last strength.
 *
 * @param noise σ
 */
export function schedule(
  noise: number,
  iterations: number,
): { luma: Round[]; chroma: readonly [Round, Round] } {
  const last = Math.max(LAST_STRENGTH, LAST_STRENGTH_PER_NOISE * noise);
  const first = Math.max(FIRST_STRENGTH, last);
  const variance = Math.max(noise, MIN_NOISE) ** 2;
  const round = (strength: number, grid: number, isLearning: boolean): Round => ({
    lambda: (DATA_WEIGHT * variance) / strength ** 2,
    threshold: THRESHOLD * strength,
    start: gridStart(grid),
    isLearning,
  });
  const luma = Array.from({ length: iterations }, (_, i) => {
    const share = iterations > 1 ? i / (iterations - 1) : 1;
    const strength = ((1 - share) * Math.sqrt(first) + share * Math.sqrt(last)) ** 2;
    return round(strength, i, i === 0 || i === LEARN_AGAIN_ROUND);
  });
  return { luma, chroma: [round(last, 0, false), round(last, 1, false)] };
}

/** Surroundings of a tile in the data step, in pixels of the small image. */
export function dataOverlap(kernelSize: number, scale: number): number {
  return OVERLAP + Math.ceil(kernelSize / scale);
}
