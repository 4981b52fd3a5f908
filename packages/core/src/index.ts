/** @kernelgan/core: blind super-resolution kernel estimation (KernelGAN) for Node and the browser. */
export { throwIfAborted } from "./abort.js";
export {
  analyticKernel,
  bicubicKernel,
  centreOfMass,
  checkFinite,
  checkImage,
  checkKernel,
  checkRecord,
  compareKernels,
  compositeOverMean,
  crop,
  downscale,
  estimateKernel,
  estimateNoise,
  evaluateImage,
  grayRow,
  imresize,
  kernel,
  kernelConfidence,
  kernelRows,
  kernelSum,
  planarImage,
  psnr,
  random,
  randomKernel,
  reframe,
  ssim,
  superResolve,
  toGray,
  upscaleImage,
} from "./door/index.js";
export { AbortError, check, type ErrorCode, KernelGanError } from "./errors.js";
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
  type KernelGanEstimate,
  SCALES,
  SCALES_UP_TO,
  type Scale,
  type SpectralEstimate,
} from "./estimate/index.js";
export { type KernelGanSettings, PRESETS, type Preset, type SettingsOverrides } from "./gan/presets.js";
export type { DMaps, LossHistory } from "./gan/run-record.js";
export { LOSS_NAMES, type LossName } from "./gan/training-layout.js";
export type {
  PlanarImage,
  Rectangle,
  ResizeTarget,
} from "./image/index.js";
export {
  alignedCentre,
  type Covariance,
  type Kernel,
  type KernelComparison,
  type KernelPoint,
  type RandomKernelOptions,
} from "./kernel/index.js";
export type {
  EvaluateOptions,
  ImageQuality,
  MetricOptions,
} from "./metrics/index.js";
export {
  applicableOptions,
  applies,
  type BooleanOption,
  type ChoiceOption,
  checkOptions,
  expectation,
  flagName,
  type IntegerOption,
  isValue,
  type ListOption,
  mergeOptions,
  type NameInMessages,
  type NumberOption,
  type Option,
  type OptionCondition,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  onlyWith,
  parseOption,
  pickOptions,
  type ResolvedOptions,
  rangeText,
  renameCondition,
  type TextOption,
  withDefaults,
} from "./options/index.js";
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
  UPSCALE_FACTORS,
  type UpscaleFactor,
} from "./restore/index.js";
export { DEVICES, type Device, workingDevices } from "./runtime/device.js";
export { provideEngine, type WasmDevice } from "./runtime/engine-bytes.js";
export type { BlurShape } from "./spectral/index.js";
export {
  UPSCALE_OPTIONS,
  type Upscale,
  type UpscaleControl,
  type UpscaleOptions,
} from "./upscale/upscale.js";
