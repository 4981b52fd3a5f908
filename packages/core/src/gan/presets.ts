/**
 * Every constant of the method, with its source, and the two named sets of them.
 *
 * `paper` has the loss terms as the NeurIPS paper prints them, `release` as the authors' published program has them.
 * Where the paper names no number, the release's is used in both. Two things that the paper's text implies cannot be
 * trained, so `paper` departs from them:
 *
 * - It prints sums over the kernel. With its weights 5 · Σ|k|^½ is at least 5 for any kernel that sums to 1 and 0 for
 *   k = 0, which costs 0.5: training ends at k = 0 (measured: Σk = −0.002). Means, as in the release, work.
 * - It has no warm-up. From random weights of both signs the sparse term holds the kernel at 0 and it never reaches
 *   Σk = 1 (measured with initial gains 0.1, 0.5 and 1: Σk = −0.00, −0.03, −0.07 after 1200 iterations). The
 *   release's bicubic warm-up goes first, the sparse and centre terms switch on when it has faded.
 *
 * `npm run bench:fit-diagnosis -- PATH… --settings sums,cold` trains on named photographs with sums, and without
 * warm-up.
 */

/** How a sum over the kernel can be taken. */
export const REDUCTIONS = ["sum", "mean"] as const;

/** One of {@link REDUCTIONS}. */
export type Reduction = (typeof REDUCTIONS)[number];

/** The constants of the method. */
export interface KernelGanSettings {
  /** Iterations, each one step of G, then one of D. Paper, section 4.3: 3000. */
  iterations: number;
  /** Adam's learning rate for both networks. Paper, section 4.3: 2e-4. */
  learningRate: number;
  /** The learning rate is divided by this … Paper, section 4.3: 10. */
  learningRateDivisor: number;
  /** … every so many iterations. Paper, section 4.3: 750. */
  learningRatePeriod: number;
  /** Adam's decay rates and ε. Paper, section 4.3: β₁ = 0.5, β₂ = 0.999. PyTorch's default ε = 1e-8. */
  adam: { beta1: number; beta2: number; epsilon: number };
  /** Xavier normal initialisation's gain. Release: 0.1. */
  initialGain: number;
  /** Standard deviation of the batch normalisation scales round 1 at the start. Release: 0.02. */
  initialScaleDeviation: number;
  /** Power iterations of spectral normalisation in each training iteration. Release: one for each of 3 passes of D. */
  powerIterations: number;
  /** Noise on the real crop that D sees, standard deviation on the 0–1 scale. Release: 1/255. */
  realNoise: number;
  /** Noise on the fake crop in D's own step, standard deviation on the [-1, 1] scale. Release: 1/255. */
  fakeNoise: number;
  /** Side of D's real crop and of G's output. Paper, figure 3: G sees 64×64 at ×2, which gives 26×26. */
  discriminatorCrop: number;
  /** Pixels shaved off each border of the image before anything else; 0 with `real`. Release: 10. */
  borderShave: number;
  /** Weight α of |1 − Σk|. Paper, section 4.2: 0.5. */
  sumToOne: number;
  /** β · Σ|k·m|. Paper: 0.5, printed as a sum (see above). Release: 0.5, a mean; mask of height 30. */
  boundaries: { weight: number; reduction: Reduction; penalty: number };
  /** γ · Σ|k|^p. Paper: 5, p = 1/2, printed as a sum (see above). Release: 5, p = 0.2, a mean, switched on late. */
  sparse: { weight: number; reduction: Reduction; exponent: number };
  /** δ · distance of the centre of mass. Paper: 1, Euclidean. Release: 1, mean squared, switched on late. */
  centre: { weight: number; distance: "euclidean" | "mean-squared" };
  /** The warm-up term that first makes G the bicubic kernel. Release; not in the paper. */
  bicubic: {
    /** Weight at the start; 0 leaves the term out, and the late terms are on from the first iteration. Release: 5. */
    weight: number;
    /** Once the loss has been under this … Release: 0.4. */
    threshold: number;
    /** … so many times running … Release: 3. */
    times: number;
    /** … the weight is divided by this … Release: 100. */
    divisor: number;
    /** … at every multiple of so many iterations … Release: 200. */
    period: number;
    /** … down to this. Release: 5e-6. */
    minimum: number;
    /** When the weight falls under this, the sparse and centre terms switch on. Release: 5e-3. */
    lateBelow: number;
  };
  /** The kernel's n-th largest value … Release: n = 40, i.e. the 41st. */
  postProcessCount: number;
  /** … times this is subtracted from it at the end. Release: 0.75. */
  postProcessFraction: number;
}

/** Names of the presets. */
export type Preset = "paper" | "release";

const RELEASE: KernelGanSettings = {
  iterations: 3000,
  learningRate: 2e-4,
  learningRateDivisor: 10,
  learningRatePeriod: 750,
  adam: { beta1: 0.5, beta2: 0.999, epsilon: 1e-8 },
  initialGain: 0.1,
  initialScaleDeviation: 0.02,
  powerIterations: 3,
  realNoise: 1 / 255,
  fakeNoise: 1 / 255,
  discriminatorCrop: 26,
  borderShave: 10,
  sumToOne: 0.5,
  boundaries: { weight: 0.5, reduction: "mean", penalty: 30 },
  sparse: { weight: 5, reduction: "mean", exponent: 0.2 },
  centre: { weight: 1, distance: "mean-squared" },
  bicubic: { weight: 5, threshold: 0.4, times: 3, divisor: 100, period: 200, minimum: 5e-6, lateBelow: 5e-3 },
  postProcessCount: 40,
  postProcessFraction: 0.75,
};

const PAPER: KernelGanSettings = {
  ...RELEASE,
  sparse: { weight: 5, reduction: "mean", exponent: 0.5 },
  centre: { weight: 1, distance: "euclidean" },
};

/** The presets' constants. */
export const PRESETS: Readonly<Record<Preset, KernelGanSettings>> = { paper: PAPER, release: RELEASE };
