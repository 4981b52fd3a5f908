/**
 * The constants with which fitted shapes of blur become one kernel. `npm run bench:fit-blur -- PATH…` prints what other
 * values give on named photographs.
 */
import type { BlurShape } from "./shapes/index.js";
import { WIENER_REGULARISATION } from "./wiener-filter.js";

export interface BlurConstants {
  /**
   * Kernels are drawn with this part of the fitted covariance. A kernel that is too wide does more harm than one that
   * is too narrow, and scenes that are softer than those of the prior look blurred: so the best kernel is narrower than
   * the most likely one. With `fast`, whose assumed noise forgives width, 1.1 is better by 0.1 to 0.2 dB; a solver that
   * trusts the kernel rings.
   */
  readonly shrinkage: number;
  /**
   * β: a Gaussian that is wider than usual, v, the trace of its covariance, above 3/s squared pixels of the image, is
   * drawn with (3/(s v))^β of that part. Nothing in the fit says that wide blurs are rare, so what looks wide is often
   * a soft scene: of 400 fits to Gaussians of photographs, at ×2, ×3 and ×4, those of a trace under 2 have 0.95 of the
   * true one on average, wider ones 1.2. With 0.4 the traces would agree best; a solver that forgives width (noise
   * 3/255) then loses what one that trusts the kernel to the last digit gains. To draw narrow ones wider is no better:
   * lines and disks look like them.
   */
  readonly widthExponent: number;
  /**
   * `shrinkage` at scale 1, where nothing is aliased and the width is exact to a few percent: Gaussians would gain by
   * 1.04, disks by 0.97. On bsd_101085, 163085, 227092, 300091 and urban_012;
   * `npm run bench:fit-wide -- PATH… --only shrinkage` prints what others give. The same with the model of wide blur
   * (spectrum-model.ts) at other scales: of six of Kodak's photographs motions of 8 and 12 pixels gain 4.76 and 3.97 dB
   * at ×2, not 4.43 and 3.67, Gaussians of 1.5 pixels 2.65, not 2.46.
   */
  readonly ownGridShrinkage: number;
  /**
   * Radii of disks, in pixels of the image, between which `shrinkage` gives way to that of scale 1: the first zero of a
   * disk's spectrum lies at 0.61 over the radius, and where that is in the band, the radius is exact. Of 13 photographs
   * at ×2 the fitted trace is 1.18 ± 0.34 of the true one for a radius of 0.75, 1.11 ± 0.12 for 1, 1.02 ± 0.03 for
   * 1.25, 1.036 ± 0.004 for 1.5, 1.01 ± 0.005 above; that of lines is never so exact (3 to 5 pixels: 1.14 ± 0.14 to
   * 1.02 ± 0.05). `bench:fit-blur --confidence 0.9`, eight photographs: 2.03 dB, 1.90 with `shrinkage` for all.
   */
  readonly exactRadii: readonly [from: number, to: number];
  /**
   * T of average-shapes.ts: a loss greater by this divides the weight by e. Losses are −2 log-likelihoods under an
   * idealised prior; 2 would be right if the prior were, and JPEGs then lose.
   */
  readonly temperature: number;
  /**
   * o_j of average-shapes.ts. With 4 for the disk and the line, many a disk was drawn as a Gaussian
   * (docs/experiments.md, "Gaussian, disk or line").
   */
  readonly penalties: Readonly<Record<BlurShape, number>>;
  /**
   * The weight of the Gaussian from which on the kernel has its shape alone (mean-kernel.ts). `fast` (`bench:fit-blur`)
   * can hardly tell a Gaussian from the mean; USRNet, told that the kernel is exact, can. For 48 photographs of BSD68
   * and Urban100 110 kernels have a weight between 0.4 and 0.5: as a Gaussian alone they are better by 0.88 dB on
   * average with USRNet (told of a noise of 3/255: 0.16), and worse by 0.10 with `fast`. Of 90 between 0.5 and 0.7 it
   * is 1.64 (0.56), and 0.05.
   */
  readonly gaussianShare: number;
  /**
   * The same of the kernel that is judged (analyse-blur.ts, apparentKernel): the weights of confidence.ts are fitted
   * with it, so that another value needs others, and a Gaussian alone seems a little less sure than the mean.
   */
  readonly judgedGaussianShare: number;
  /**
   * The weight of a disk whose radius is exact from which on it stands alone. A little of another shape fills the
   * zeros, and widens: with the noise assumed for sure kernels (`bench:fit-blur --confidence 0.9`) disks of eight
   * photographs gain 2.03 dB, 1.94 as a mean; with much noise the same.
   */
  readonly diskShare: number;
  /** Evidence of the edges (phase-evidence.ts) at which one orientation is e times as likely as the other. */
  readonly phaseTemperature: number;
  /**
   * Log odds of one orientation against the other, beyond which they speak for an asymmetric kernel at all
   * (fit-shapes.ts): by how much each, in units of the loss, and by how much at most. Little depends on them: without
   * (`supportWeight` 0) no kind of case of four photographs (`bench:fit-blur`) gains or loses more than 0.02 dB, with
   * twice as much shakes gain 0.12, small Gaussians 0.05, and noisy ones lose 0.04.
   */
  readonly freeLogOdds: number;
  readonly supportWeight: number;
  readonly maxSupport: number;
  /**
   * The difference of two pixels at which R of phase-evidence.ts turns from quadratic to logarithmic, in gray levels of
   * 255.
   */
  readonly phaseLevel: number;
  /** λ of wiener-filter.ts, for that evidence. */
  readonly phaseRegularisation: number;
  /**
   * N₀ of phase-evidence.ts, in pixels. Of 16 photographs (BSD68, Urban100) under Gaussians and disks, |log(R(mirror
   * image) / R)| had medians of 0.0098, 0.0067, 0.0027 and 0.0025 in cuts of 56, 72, 100 and 140 pixels, of which the
   * middle 256 to 10 000 are compared, and of 0.0024 in the whole.
   */
  readonly phasePixels: number;
}

export const BLUR_CONSTANTS: BlurConstants = {
  shrinkage: 0.92,
  widthExponent: 0.2,
  ownGridShrinkage: 0.99,
  exactRadii: [1, 1.25],
  temperature: 3,
  penalties: { gaussian: 0, disk: 1, motion: 2, arc: 5, bicubic: 0 },
  gaussianShare: 0.4,
  judgedGaussianShare: 0.5,
  diskShare: 0.5,
  phaseTemperature: 0.003,
  freeLogOdds: 1,
  supportWeight: 2,
  maxSupport: 10,
  phaseLevel: 3,
  phaseRegularisation: WIENER_REGULARISATION,
  phasePixels: 5000,
};
