/**
 * @kernelgan/core/internal: what the packages of this repository share and a user of the library does not need. It may
 *   change with any version.
 */
export { throwIfAborted } from "./abort.js";
export {
  checkControl,
  checkFinite,
  checkImage,
  checkKernel,
  checkNames,
  checkRecord,
  type Names,
} from "./api/checks.js";
export { check } from "./errors.js";
export {
  checkScale,
  isNoEstimate,
  isScaleOf,
  leastSide,
  medianEstimate,
  NO_ESTIMATE_CODES,
  noEstimate,
  type OpenTrainers,
  openTrainer,
  type RunTrainer,
  type TrainingTask,
  trainedScale,
} from "./estimate/index.js";
export { postProcessKernel } from "./gan/post-process.js";
export type { TrainingResult, TrainOptions } from "./gan/trainer.js";
export {
  encodedOf,
  FOUND_LIGHTS,
  fillInvisible,
  grayRow,
  interleave,
  isToneCurve,
  lightOf,
  Resizer,
  resizedRows,
  type Samples,
  TONE_CURVE_WANTED,
  TONE_STEPS,
  withCoding,
} from "./image/index.js";
export { notesOf, type PrincipalAxes, principalAxes, seenDegrees, withLargerScales } from "./kernel/index.js";
export { cutToSize } from "./metrics/index.js";
export { nearest } from "./nearest.js";
export { saysNoMemory } from "./no-memory.js";
export {
  applicableOptions,
  applies,
  checkOptions,
  expectation,
  flagName,
  type IntegerOption,
  isValue,
  mergeOptions,
  type Option,
  type OptionCondition,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  parseOption,
  pickOptions,
  type ResolvedOptions,
  withDefaults,
} from "./options/index.js";
export { checkInteger } from "./range.js";
export { prepareFast, warmUpFast } from "./restore/fast/prepare.js";
export { UPSCALE_FACTORS } from "./restore/index.js";
export { denoiserModel } from "./restore/prior/denoiser-model.js";
export { SMALL_PRIOR } from "./restore/prior/open-prior.js";
export { type EngineFacts, engineFacts, type RuntimeFacts } from "./runtime/engine-facts.js";
export { shown } from "./shown.js";
export { BICUBIC, checkUpscaleOptions, isEstimateMethod } from "./upscale/options.js";
export { factorFor, nextFactor, targetSize } from "./upscale/size.js";
export { distinctWarnings } from "./warnings.js";
