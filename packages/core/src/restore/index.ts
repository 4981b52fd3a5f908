/** From the kernel to the larger picture. */
export { assumedNoise, estimateNoise, KERNEL_NOISE, kernelNoise } from "./noise.js";
export {
  RESTORE_METHODS,
  type RestoreKernels,
  type RestoreMethod,
  type SuperResolution,
  type SuperResolveOptions,
  type SuperResolveProgress,
  superResolve,
  UPSCALE_FACTORS,
  type UpscaleFactor,
} from "./super-resolve.js";
