/**
 * The constants with which fitted shapes of blur become one kernel. `npm run bench:fit-blur -- PATH…` prints what other
 * values give on named photographs.
 */

import { WIENER_REGULARISATION } from "../evidence/wiener-filter.js";
import type { BlurShape } from "../shapes/index.js";

export interface BlurConstants {
  /**
   * Kernels are drawn with the fitted covariance times this. A kernel that is too wide does more harm than one that is
   * too narrow, and a scene that is softer than those of the prior looks blurred; so the best kernel is narrower than
   * the most likely one. With `fast`, which tolerates kernels that are too wide as it assumes some noise, 1.1 would be
   * better by 0.1 to 0.2 dB; but with a solver that trusts the kernel exactly, 1.1 leads to ringing.
   */
  readonly shrinkage: number;
  /**
   * β: a wide Gaussian, one whose covariance has a trace v above 3/s squared pixels of the image, is shrunk further, by
   * the factor (3/(s v))^β. The fit does not know that wide blurs are rare, so what looks like one is often a soft
   * scene: of 400 fits to photographs under Gaussians, at ×2, ×3 and ×4, fits with a trace below 2 have on average 0.95
   * times the true trace, wider ones 1.2 times. With β = 0.4 the traces would agree best; but then a solver that
   * tolerates width (noise 3/255) loses as much as one that trusts the kernel exactly gains. Drawing narrow Gaussians
   * wider does not help, since the fits to lines and disks look like narrow Gaussians too.
   */
  readonly widthExponent: number;
  /**
   * `shrinkage` at scale 1, where nothing is aliased and the fitted width is exact to a few percent. A compromise: 1.04
   * is best for Gaussians, 0.97 for disks (bsd_101085, 163085, 227092, 300091 and urban_012;
   * `npm run bench:fit-wide -- PATH… --only shrinkage` prints what other values give). It is also used with the model
   * of wide blur (spectrum-model.ts) at other scales: on six of Kodak's photographs at ×2, motions of 8 and 12 pixels
   * then gain 4.76 and 3.97 dB instead of 4.43 and 3.67, and Gaussians of 1.5 pixels 2.65 instead of 2.46.
   */
  readonly ownGridShrinkage: number;
  /**
   * Radii of disks, in pixels of the image, between which `shrinkage` changes to that of scale 1. The first zero of a
   * disk's spectrum lies at 0.61 divided by the radius; where that is within the band, the radius is exact. On 13
   * photographs at ×2 the fitted trace is, relative to the true one, 1.18 ± 0.34 for a radius of 0.75, 1.11 ± 0.12 for
   * 1, 1.02 ± 0.03 for 1.25, 1.036 ± 0.004 for 1.5, and 1.01 ± 0.005 above; that of lines is never so exact (from
   * 1.14 ± 0.14 at 3 pixels to 1.02 ± 0.05 at 5). On eight photographs (`bench:fit-blur --confidence 0.9`) disks gain
   * 2.03 dB, and 1.90 with `shrinkage` for all radii.
   */
  readonly exactRadii: readonly [from: number, to: number];
  /**
   * T of average-shapes.ts: a shape whose loss is greater by this has a weight that is less by a factor of e. Losses
   * are −2 log-likelihoods, so with an exact prior T would be 2; the prior is idealised, and JPEGs lose with 2.
   */
  readonly temperature: number;
  /**
   * o_j of average-shapes.ts. With 4 for the disk and the line, many a disk was drawn as a Gaussian
   * (docs/experiments.md, "Gaussian, disk or line"). What was enlarged by 4/3 has a spectrum that ends where an even box
   * of 1.2 pixels has its first zero: with 4 for the box, one of 24 such pictures was taken for a box, and lost 6.1 dB
   * (`bench:accuracy --kinds enlarged4to3`); true boxes of 2.5 pixels gain 0.5 dB more.
   */
  readonly penalties: Readonly<Record<BlurShape, number>>;
  /**
   * If the Gaussian has at least this weight, the kernel is the Gaussian alone (mean-kernel.ts). To `fast` it makes
   * hardly a difference (`bench:fit-blur`); to USRNet, told that the kernel is exact, it does. Of 48 photographs of
   * BSD68 and Urban100, in 110 cases the weight is between 0.4 and 0.5: there the Gaussian alone is better than the
   * mean by 0.88 dB on average with USRNet (by 0.16 if it is told of a noise of 3/255), and worse by 0.10 with `fast`.
   * In 90 cases with a weight between 0.5 and 0.7 it is better by 1.64 dB (0.56), and worse by 0.05.
   */
  readonly gaussianShare: number;
  /**
   * The same for the kernel whose confidence is computed (analyse-blur.ts, apparentKernel). The weights of
   * confidence.ts were fitted with this value and would have to be fitted again for another: the confidence in a
   * Gaussian alone is a little lower than that in the mean.
   */
  readonly judgedGaussianShare: number;
  /**
   * If a disk whose radius is exact has at least this weight, the kernel is the disk alone: even a little of another
   * shape fills the zeros of its spectrum and widens it. Assuming little noise (`bench:fit-blur --confidence 0.9`),
   * disks on eight photographs gain 2.03 dB, as a mean 1.94; assuming much noise there is no difference.
   */
  readonly diskShare: number;
  /** The evidence of the edges (phase-evidence.ts) that makes one orientation e times as likely as the other. */
  readonly phaseTemperature: number;
  /**
   * Where the edges clearly prefer one orientation, that also supports an asymmetric kernel over symmetric ones
   * (fit-shapes.ts): log odds beyond `freeLogOdds` lower its loss, each by `supportWeight`, by at most `maxSupport`.
   * Little depends on these: without support (`supportWeight` 0) no kind of case gains or loses more than 0.02 dB on
   * four photographs (`bench:fit-blur`); with twice as much shakes gain 0.12 dB, small Gaussians 0.05, and noisy ones
   * lose 0.04.
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
   * N₀ of phase-evidence.ts, in pixels. On 16 photographs (BSD68, Urban100) under Gaussians and disks,
   * |log(R(mirrored) / R)| had medians of 0.0098, 0.0067, 0.0027 and 0.0025 in crops of 56, 72, 100 and 140 pixels, of
   * whose middle 256 to 10 000 pixels are compared, and of 0.0024 in whole photographs.
   */
  readonly phasePixels: number;
}

export const BLUR_CONSTANTS: BlurConstants = {
  shrinkage: 0.92,
  widthExponent: 0.2,
  ownGridShrinkage: 0.99,
  exactRadii: [1, 1.25],
  temperature: 3,
  penalties: { gaussian: 0, disk: 1, box: 20, motion: 2, arc: 5, bicubic: 0 },
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
