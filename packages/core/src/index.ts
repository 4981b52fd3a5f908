/** @kernelgan/core: blind super-resolution kernel estimation (KernelGAN) for Node and the browser. */
export { AbortError, type ErrorCode, KernelGanError } from "./errors.js";
export {
  type AutoEstimate,
  ESTIMATE_METHODS,
  ESTIMATE_OPTIONS,
  type Estimate,
  type EstimateControl,
  type EstimateMethod,
  type EstimateOptions,
  type EstimateProgress,
  type EstimateResult,
  estimateKernel,
  type KernelGanEstimate,
  SCALES,
  SCALES_UP_TO,
  type Scale,
  type SpectralEstimate,
} from "./estimate/index.js";
export { type KernelGanSettings, PRESETS, type Preset, type SettingsOverrides } from "./gan/presets.js";
export type { DMaps, LossHistory } from "./gan/run-record.js";
export { LOSS_NAMES, type LossName } from "./gan/training-layout.js";
export {
  crop,
  imresize,
  type PlanarImage,
  planarImage,
  type Rectangle,
  type ResizeTarget,
} from "./image/index.js";
export {
  alignedCentre,
  analyticKernel,
  bicubicKernel,
  type Covariance,
  centreOfMass,
  compareKernels,
  downscale,
  type Kernel,
  type KernelComparison,
  type KernelPoint,
  kernel,
  kernelRows,
  kernelSum,
  type RandomKernelOptions,
  randomKernel,
  reframe,
} from "./kernel/index.js";
export {
  type EvaluateOptions,
  evaluateImage,
  type ImageQuality,
  type MetricOptions,
  psnr,
  ssim,
} from "./metrics/index.js";
export { type Random, random } from "./random.js";
export {
  RESTORE_METHODS,
  type RestoreKernels,
  type RestoreMethod,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveControl,
  type SuperResolveOptions,
  type SuperResolveProgress,
  superResolve,
  type TakeRows,
  type UpscaleFactor,
} from "./restore/index.js";
export type { Device } from "./runtime/device.js";
export { provideEngine, type WasmDevice } from "./runtime/engine-bytes.js";
export type { BlurShape } from "./spectral/index.js";
export {
  UPSCALE_OPTIONS,
  type Upscale,
  type UpscaleControl,
  type UpscaleOptions,
  upscaleImage,
} from "./upscale/upscale.js";
