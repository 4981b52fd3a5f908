/**
 * The constants of ZSSR as KernelGAN's authors configure it for a given kernel (their release; section 3 of the ZSSR
 * paper for those it names), except where it says so: `npm run bench:fit-zssr` prints what other values of those give
 * on named photographs.
 */
import type { AdamOptions } from "../../graph/adam.js";

export interface ZssrSettings {
  /** Side of the square training crops, in pixels of the father. */
  cropSize: number;
  /** The largest number: a compromise with time. (The release: 3000.) */
  iterations: number;
  learningRate: number;
  /** Training ends when the learning rate has fallen below this. */
  minLearningRate: number;
  /** The learning rate is divided by this when the error has stopped falling. */
  rateDivisor: number;
  /** Iterations between two checks of the error's slope. */
  checkEvery: number;
  /** Iterations that the line is fitted over, and the smallest number between two cuts. */
  slopeRange: number;
  /** The error has stopped falling when this times its (negative) slope is below the slope's standard error. */
  slopeRatio: number;
  /**
   * Shares of the iterations after which the rate is cut a first, a second, … time at the latest, so that a training
   * that the stop rule does not end still ends with small steps. (Not in the release.)
   */
  cutAtLatest: readonly number[];
  /** Iterations between two measurements of the reconstruction error. */
  measureEvery: number;
  /**
   * Crops that the reconstruction error is measured on: a fixed number, so that large images cost no more. (The release
   * measures it on the whole image.)
   */
  measuredCrops: number;
  adam: AdamOptions;
  /**
   * Back-projections after the network: for an estimated kernel (the release's number), an exact one, with which a few
   * more improve the result (not in the release), and a real photograph.
   */
  backProjections: { estimated: number; exact: number; real: number };
  /** Standard deviation of the noise on the sons of a real photograph, in [0, 1], times the noise scale. */
  realNoise: number;
}

export const ZSSR_SETTINGS: ZssrSettings = {
  cropSize: 128,
  iterations: 600,
  learningRate: 1e-3,
  minLearningRate: 9e-6,
  rateDivisor: 10,
  checkEvery: 60,
  slopeRange: 256,
  slopeRatio: 1.5,
  cutAtLatest: [0.75, 0.9],
  measureEvery: 50,
  measuredCrops: 6,
  adam: { beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  backProjections: { estimated: 2, exact: 6, real: 0 },
  realNoise: 0.0125,
};
