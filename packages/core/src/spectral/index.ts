/** Kernels from the image's spectrum: in closed form, and of several shapes. */
export {
  type AutoKernel,
  type AutoKernelOptions,
  autoKernel,
  type BlurFit,
  fitBlur,
  kernelConfidence,
} from "./auto-kernel.js";
export type { BlurShape } from "./blur-shapes.js";
export { fitSpectral, type SpectralFit, type SpectralKernel, spectralKernel } from "./spectral-kernel.js";
