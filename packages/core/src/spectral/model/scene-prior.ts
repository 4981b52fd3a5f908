/**
 * How the spectra of scenes differ from the power law of spectrum-model.ts. For the residual e of the true kernel,
 * cells in directions θ_j = πj/ANGLES, take the harmonics
 *
 *     e_h(r) = (1/ANGLES) Σ_j e(r, θ_j) exp(−2ihθ_j),   h = 0 … ANGLES/2.
 *
 * A scene turned by any angle is as likely, so the harmonics are uncorrelated with each other; each is Gaussian with a
 * covariance C_h over the bands r, e_0 with a mean. They are measured on photographs blurred with known kernels
 * (`npm run bench:fit-scene`, whose output is scene-prior-data.ts). The log-likelihood of a kernel is −½ D up to a
 * constant,
 *
 *     D = Σ_h n_h (e_h − m_h)ᴴ C_h⁻¹ (e_h − m_h),   n_0 = n_{ANGLES/2} = 1, else 2.
 *
 * What scenes vary in most (their level, slope and direction: bricks, grass) has large variances and weighs little;
 * what only a kernel does has small ones.
 */
import { ANGLES, RADII } from "../spectrum/polar-cells.js";
import { SCENE_PRIOR_DATA, type ScenePriorData } from "./scene-prior-data.js";

/** Harmonics. */
export const HARMONICS = ANGLES / 2 + 1;

/** The harmonics of a residual: real and imaginary parts, HARMONICS × RADII each. */
export interface HarmonicResidual {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

const [COS, SIN] = [Math.cos, Math.sin].map((f) =>
  Float64Array.from({ length: HARMONICS * ANGLES }, (_, i) =>
    f((2 * Math.PI * Math.floor(i / ANGLES) * (i % ANGLES)) / ANGLES),
  ),
) as [Float64Array, Float64Array];

/** Computes e_h(r). */
export function harmonicsOf(residual: Float64Array, { re, im }: HarmonicResidual): void {
  for (let h = 0; h < HARMONICS; h++) {
    for (let band = 0; band < RADII; band++) {
      let a = 0;
      let b = 0;
      for (let j = 0; j < ANGLES; j++) {
        const value = residual[j * RADII + band]!;
        a += value * COS[h * ANGLES + j]!;
        b -= value * SIN[h * ANGLES + j]!;
      }
      re[h * RADII + band] = a / ANGLES;
      im[h * RADII + band] = b / ANGLES;
    }
  }
}

/** An empty {@link HarmonicResidual}. */
export function emptyHarmonics(): HarmonicResidual {
  return { re: new Float64Array(HARMONICS * RADII), im: new Float64Array(HARMONICS * RADII) };
}

/** D for spectra of one block size. */
export class ScenePrior {
  readonly #mean: Float64Array;
  /** Of each harmonic the inverse of the Cholesky factor of C_h, rows one after another, times √n_h. */
  readonly #whiteners: readonly Float64Array[];
  readonly #harmonics = emptyHarmonics();

  /**
   * @param uncertain variances of the residual beside those of scenes, band by band: of a part that all directions
   *   share, and as much again of one that each has by itself; independent between the bands
   */
  constructor({ mean, covariances }: ScenePriorData, uncertain: readonly number[] = []) {
    this.#mean = Float64Array.from(mean);
    const inverses = covariances.map((lower, h) => {
      // Independent values in ANGLES directions have harmonics of an ANGLES-th of their variance; in harmonic 0, which
      // has that of the part they share, it is left out.
      const variances = h === 0 ? uncertain : uncertain.map((variance) => variance / ANGLES);
      return inverseCholesky(withVariances(lower, variances), RADII);
    });
    this.#whiteners = Array.from({ length: HARMONICS }, (_, h) => {
      // The higher harmonics share the last covariance.
      const inverse = inverses[Math.min(h, inverses.length - 1)]!;
      return h === 0 || h === HARMONICS - 1 ? inverse : inverse.map((value) => Math.SQRT2 * value);
    });
  }

  /**
   * The prior for blocks of a size; without uncertainty the same object at every call.
   *
   * @param uncertain as of the constructor
   */
  static forSize(size: number, uncertain: readonly number[] = []): ScenePrior {
    const data: ScenePriorData = SCENE_PRIOR_DATA[size as keyof typeof SCENE_PRIOR_DATA];
    if (uncertain.some((variance) => variance > 0)) return new ScenePrior(data, uncertain);
    const prior = priors.get(size) ?? new ScenePrior(data);
    priors.set(size, prior);
    return prior;
  }

  /**
   * D.
   *
   * @param residual one value for each of the CELLS cells
   */
  distance(residual: Float64Array): number {
    const { re, im } = this.#harmonics;
    harmonicsOf(residual, this.#harmonics);
    for (let band = 0; band < RADII; band++) re[band]! -= this.#mean[band]!;
    let sum = 0;
    for (let h = 0; h < HARMONICS; h++) {
      const whitener = this.#whiteners[h]!;
      const first = h * RADII;
      for (let row = 0, at = 0; row < RADII; row++) {
        let a = 0;
        let b = 0;
        for (let column = 0; column <= row; column++, at++) {
          a += whitener[at]! * re[first + column]!;
          b += whitener[at]! * im[first + column]!;
        }
        sum += a * a + b * b;
      }
    }
    return sum;
  }
}

const priors = new Map<number, ScenePrior>();

/**
 * D with the tails of a multivariate t distribution instead of those of a Gaussian,
 *
 *     T = (ν + d) log(1 + D/ν),   ν = 10, d = 35,
 *
 * which is −2 log-likelihood up to a constant. A scene unlike those of the prior (a regular pattern, text) fits nothing
 * well, and then the difference of two distances says less. d is the effective number of dimensions: over the
 * photographs of the prior, the median of D for the true kernel is 35.
 */
export function heavyTailed(distance: number): number {
  return (TAIL + DIMENSIONS) * Math.log1p(distance / TAIL);
}

/** ν and d. */
const TAIL = 10;
const DIMENSIONS = 35;

/** A covariance, given as its lower triangle row by row, with more on its diagonal. */
function withVariances(lower: readonly number[], variances: readonly number[]): readonly number[] {
  const sum = [...lower];
  for (const [i, variance] of variances.entries()) sum[(i * (i + 3)) / 2]! += variance;
  return sum;
}

/** L⁻¹ of a positive definite matrix L Lᵀ given as its lower triangle, row by row; lower triangular as well. */
function inverseCholesky(lower: readonly number[], n: number): Float64Array {
  const at = (row: number, column: number): number => (row * (row + 1)) / 2 + column;
  const factor = Float64Array.from(lower);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = factor[at(i, j)]!;
      for (let k = 0; k < j; k++) sum -= factor[at(i, k)]! * factor[at(j, k)]!;
      factor[at(i, j)] = i === j ? Math.sqrt(sum) : sum / factor[at(j, j)]!;
    }
  }
  const inverse = new Float64Array(factor.length);
  for (let j = 0; j < n; j++) {
    for (let i = j; i < n; i++) {
      let sum = i === j ? 1 : 0;
      for (let k = j; k < i; k++) sum -= factor[at(i, k)]! * inverse[at(k, j)]!;
      inverse[at(i, j)] = sum / factor[at(i, i)]!;
    }
  }
  return inverse;
}
