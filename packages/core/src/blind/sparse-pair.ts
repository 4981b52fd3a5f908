/**
 * The image with few gradients that two kernels would have made a blurred one of,
 *
 *     min_x  ‖k ∗ x − y‖² + λ ‖∇x‖₀ ,
 *
 * each kernel with a λ of its own. By half-quadratic splitting: the gradients g = ∇x without those that cost more than
 * they explain, |g|² < λ/β, then x by
 *
 *     X = (conj(K) Y + β F(∇ᵀg)) / (|K|² + β |F(∇)|²),   β = 2λ, 4λ, … ,
 *
 * borders wrapping. What remains is flat but for strong edges, which is not a good picture, but one in which the blur
 * of the edges shows. Both images are one complex one: two transforms make a step of both (sparse-steps.ts).
 *
 * References: L. Xu, S. Zheng, J. Jia, "Unnatural L0 sparse representation for natural image deblurring", CVPR 2013; J.
 * Pan, Z. Hu, Z. Su, M.-H. Yang, "Deblurring text images via L0-regularized intensity and gradient prior", CVPR 2014.
 */
import type { Pause } from "../pause.js";
import type { Simd } from "../simd/simd.js";
import { SimdSparseSteps } from "./simd-sparse-steps.js";
import { PlainSparseSteps, type SparseSteps, type Weights } from "./sparse-steps.js";

/** One of both problems. */
export interface SparseProblem {
  readonly kernel: Weights;
  /** λ, for values in [0, 1]. */
  readonly lambda: number;
}

/** β ends here: above it, fainter gradients than those of the rounding to 8 bits would be left out. */
const MAX_BETA = 30;
const BETA_GROWTH = 2;

/** Solves for pairs of kernels and one blurred image. */
export class SparsePair {
  readonly #steps: SparseSteps;

  /**
   * @param blurred y: height × width samples that wrap (smooth-border.ts), of lengths that {@link simdFftLength} has
   * @param simd without it, plain TypeScript computes the same
   */
  constructor(
    blurred: Float32Array,
    readonly width: number,
    readonly height: number,
    simd?: Simd | undefined,
  ) {
    this.#steps = simd
      ? new SimdSparseSteps(simd, blurred, width, height)
      : new PlainSparseSteps(blurred, width, height);
  }

  /**
   * Solves both problems at once.
   *
   * @param pause awaited after every step
   * @returns both images, height × width samples each
   */
  async solve(
    problems: readonly [SparseProblem, SparseProblem],
    pause: Pause,
  ): Promise<[Float32Array, Float32Array]> {
    const [{ kernel: k1, lambda: lambda1 }, { kernel: k2, lambda: lambda2 }] = problems;
    this.#steps.begin(k1, k2);
    for (let growth = 2; growth * Math.min(lambda1, lambda2) < MAX_BETA; growth *= BETA_GROWTH) {
      // λ/β is the same for both.
      this.#steps.step(1 / growth, [growth * lambda1, growth * lambda2]);
      await pause();
    }
    return this.#steps.images();
  }
}
