/** @kernelgan/core: blind super-resolution kernel estimation (KernelGAN) for Node and the browser. */
export { crop, fromImageData, fromInterleaved, imresize, planarImage, toImageData } from "./api/images.js";
export {
  alignedCentre,
  analyticKernel,
  bicubicKernel,
  centreOfMass,
  compareKernels,
  describeBlur,
  downscale,
  fromConvention,
  kernel,
  kernelFromRows,
  kernelRows,
  kernelSum,
  randomKernel,
  reframe,
  toConvention,
} from "./api/kernels.js";
export { evaluateImage, psnr, ssim } from "./api/metrics.js";
export { random } from "./api/random.js";
export { estimateKernel, superResolve, upscaleImage } from "./api/upscaling.js";
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
  type EstimateSettings,
  type KernelGanEstimate,
  SCALES,
  SCALES_UP_TO,
  type Scale,
  type SpectralEstimate,
} from "./estimate/index.js";
export { type KernelGanSettings, PRESETS, type Preset } from "./gan/presets.js";
export type { DMaps, LossHistory } from "./gan/run-record.js";
export type { SettingsOverrides } from "./gan/settings.js";
export type { TrainingProgress } from "./gan/trainer.js";
export { LOSS_NAMES, type LossName } from "./gan/training-layout.js";
export type {
  CanvasPixels,
  FoundLight,
  FoundWrap,
  InterleavedPixels,
  Light,
  LossyCoding,
  PixelData,
  PlanarImage,
  Rectangle,
  ResizeTarget,
  StraightImage,
  ToneCurve,
  Wrap,
} from "./image/index.js";
export {
  type AnalyticOptions,
  type BlurDescription,
  type Covariance,
  type DownscaleOptions,
  KERNEL_CONVENTIONS,
  type Kernel,
  type KernelComparison,
  type KernelConvention,
  type KernelNotes,
  type KernelPoint,
  type RandomKernelOptions,
} from "./kernel/index.js";
export type { EvaluateOptions, ImageQuality, ImageShift, MetricOptions } from "./metrics/index.js";
export type { Random } from "./random.js";
export {
  RESTORE_METHODS,
  type RestoreKernels,
  type RestoreMethod,
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveControl,
  type SuperResolveOptions,
  type SuperResolveProgress,
  type SuperResolveSettings,
  type TakeResultRows,
  type UpscaleFactor,
  type ZssrStepTraining,
} from "./restore/index.js";
export type { Device } from "./runtime/engine.js";
export { type ProvidedEngine, provideEngine, type WasmDevice } from "./runtime/provided-engine.js";
export type { BlurShape } from "./spectral/index.js";
export { UPSCALE_OPTIONS, type UpscaleOptions, type UpscaleSettings } from "./upscale/options.js";
export type { Upscale, UpscaleControl } from "./upscale/upscale.js";
export type { Warning, WarningCode } from "./warnings.js";
