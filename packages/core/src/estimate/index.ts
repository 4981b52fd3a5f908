export type {
  AutoEstimate,
  Estimate,
  EstimateResult,
  KernelGanEstimate,
  SpectralEstimate,
} from "./estimate.js";
export { estimateKernel } from "./estimate-kernel.js";
export {
  checkEstimateOptions,
  ESTIMATE_METHODS,
  type EstimateMethod,
  type EstimateOptions,
  type EstimateProgress,
  type KernelGanOptions,
  SCALES,
  type Scale,
} from "./options.js";
export { SCALES_GIVEN } from "./scales.js";
