/** Super-resolution for a known kernel. */
export { edgeMisfit } from "./edge-misfit.js";
export { ALONE_LIMIT, findLight, LIGHT_LIMIT, lightStatistic, saysLinear } from "./found-light.js";
export { isOneKernel, type RestoreKernels } from "./kernels-by-factor.js";
export {
  COMMON_RESTORE_OPTIONS,
  RESTORE_METHODS,
  type RestoreMethod,
  type SuperResolveControl,
  type SuperResolveProgress,
  type TakeResultRows,
  UPSCALE_FACTORS,
  type UpscaleFactor,
} from "./method.js";
export { GIVEN_PRIOR, openPrior } from "./prior/open-prior.js";
export { receiver, withinRectangle } from "./result-rows.js";
export {
  SUPER_RESOLVE_OPTIONS,
  type SuperResolution,
  type SuperResolveOptions,
  type SuperResolveSettings,
  superResolve,
} from "./super-resolve.js";
export { type FoundTone, findTone, isLight, isShown } from "./tone/found-tone.js";
export type { ZssrStepTraining } from "./zssr/restore-zssr.js";
