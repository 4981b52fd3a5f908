/**
 * How far a kernel can be trusted: about which share of the gain that the true kernel brings over the bicubic one it will
 * bring, on average over images like this one, in [0, 1].
 *
 *     c = (1 − t) · min(1, side/48) · clamp(−0.8 + 0.9 min(1, p/1.2 dB) + 0.7 a − 1.4 max(0, ℓ − 0.3))
 *
 * from what the fits say (fit-blur.ts): p, the gain that would be possible if one of them were true; a, the share of it
 * that the mean of all brings, which falls when the fits contradict each other (both by expected-gain.ts); ℓ, the least loss,
 * at most 0.6. t is the share of the bicubic kernel under noise and JPEG (degradation.ts). The numbers come from a
 * regression over photographs with known kernels of six kinds; docs/accuracy.md has the figures.
 */
import { expectedGain } from "./expected-gain.js";
import { fitKernel, meanKernel, type WeighedFit } from "./fit-blur.js";

const ENOUGH_GAIN = 1.2;
const USUAL_LOSS = 0.3;
const LARGE_LOSS = 0.6;
const BASE = -0.8;
const GAIN_COUNTS = 0.9;
const AGREEMENT_COUNTS = 0.7;
const LOSS_COUNTS = 1.4;
/** The scale that kernels are compared at. */
const SCALE = 2;

/** c of the mean of the fits, for a large and clean image. */
export function fitConfidence(fits: readonly WeighedFit[]): number {
  const truths = fits.map((fit) => fitKernel(fit, SCALE));
  const weights = fits.map(({ weight }) => weight);
  const { gain, possible } = expectedGain(meanKernel(fits, SCALE), truths, weights, SCALE);
  const loss = Math.min(LARGE_LOSS, ...fits.map((fit) => fit.loss));
  const agreement = possible > 0 ? Math.min(1, Math.max(0, gain / possible)) : 0;
  const confidence =
    BASE +
    GAIN_COUNTS * Math.min(1, possible / ENOUGH_GAIN) +
    AGREEMENT_COUNTS * agreement -
    LOSS_COUNTS * Math.max(0, loss - USUAL_LOSS);
  return Math.min(1, Math.max(0, confidence));
}
