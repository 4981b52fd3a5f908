/** From the kernel to the larger picture. */
export { estimateNoise } from "./noise.js";
export {
  assumedNoise,
  KERNEL_NOISE,
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
