/** Kernel estimation: from an image to its kernel. */

export {
  checkScale,
  ESTIMATE_METHODS,
  type EstimateMethod,
  isScaleOf,
  SCALES,
  SCALES_UP_TO,
  type Scale,
} from "./choices.js";
export { ESTIMATE_OPTIONS, type EstimateOptions, estimateKernel } from "./estimate-kernel.js";
export { leastSide, trainedScale } from "./least-side.js";
export { medianEstimate } from "./median-estimate.js";
export type {
  EstimateControl,
  EstimateProgress,
  EstimateSettings,
} from "./method.js";
export { isNoEstimate, NO_ESTIMATE_CODES } from "./no-estimate.js";
export type {
  AutoEstimate,
  Estimate,
  EstimateResult,
  KernelGanEstimate,
  SpectralEstimate,
} from "./result.js";
export { type OpenTrainers, openTrainer, type RunTrainer, type TrainingTask } from "./run-trainer.js";
export { noEstimate, saidOfPicture } from "./safe-words.js";
