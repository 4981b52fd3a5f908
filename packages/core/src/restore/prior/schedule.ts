/** What each iteration of the plug-and-play scheme does (restore-prior.ts). */

/** The constants of the schedule. */
export interface PriorConstants {
  /** c. */
  readonly dataWeight: number;
  /** σ_i in the first iteration, on [0, 1]. */
  readonly firstStrength: number;
  /** σ_i in the last iteration, on [0, 1], for each factor of the scale … */
  readonly lastStrengthPerScale: number;
  /** … and at least this multiple of σ. */
  readonly lastStrengthPerNoise: number;
  /** The smallest σ, on [0, 1]. */
  readonly minNoise: number;
}

/**
 * Those of DPIR's release (main_dpir_sisr.py, utils_pnp.py) but for c, which is 0.23 there; `npm run bench:fit-prior`
 * prints what others give on named photographs. With 0.23 images without noise lose 0.25 dB with the small prior,
 * others gain nothing; with 0.05 those with noise lose 1.7.
 */
export const PRIOR_CONSTANTS: PriorConstants = {
  dataWeight: 0.1,
  firstStrength: 49 / 255,
  lastStrengthPerScale: 1 / 255,
  lastStrengthPerNoise: 1,
  minNoise: 0.255 / 255,
};

/** One data step and one denoising. */
export interface PriorRound {
  /** λ_i. */
  readonly lambda: number;
  /** σ_i, on [0, 1]. */
  readonly strength: number;
}

/**
 * The iterations, σ_i falling evenly in its logarithm.
 *
 * @param noise σ, on [0, 1]
 */
export function priorSchedule(
  iterations: number,
  noise: number,
  scale: number,
  constants: PriorConstants = PRIOR_CONSTANTS,
): PriorRound[] {
  const { firstStrength, lastStrengthPerScale, lastStrengthPerNoise, minNoise } = constants;
  const last = Math.max(scale * lastStrengthPerScale, lastStrengthPerNoise * noise);
  const first = Math.max(firstStrength, last);
  const weight = constants.dataWeight * Math.max(noise, minNoise) ** 2;
  return Array.from({ length: iterations }, (_, i) => {
    const share = iterations > 1 ? i / (iterations - 1) : 1;
    const strength = first ** (1 - share) * last ** share;
    return { strength, lambda: weight / strength ** 2 };
  });
}
