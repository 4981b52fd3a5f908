/** Kernel estimation: from an image to its kernel. */
export { ESTIMATE_OPTIONS, type EstimateOptions, estimateKernel } from "./estimate-kernel.js";
export {
  ESTIMATE_METHODS,
  type EstimateControl,
  type EstimateMethod,
  type EstimateProgress,
} from "./method.js";
export type {
  AutoEstimate,
  Estimate,
  EstimateResult,
  KernelGanEstimate,
  SpectralEstimate,
} from "./result.js";
export { SCALES, SCALES_UP_TO, type Scale } from "./scales.js";
