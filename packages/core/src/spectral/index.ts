/** Kernels from the image's spectrum: a Gaussian in closed form, and the mean of several shapes. */

export { BlurEvidence, isWideBlur } from "./evidence/blur-evidence.js";
export { findSharpening, sharpenedKernel } from "./evidence/sharpening.js";
export { analyseBlur } from "./fit/analyse-blur.js";
export { averageKernels, likelihoodWeights } from "./fit/average-shapes.js";
export { findBlurLevel } from "./fit/blur-level.js";
export { fitSpectral } from "./fit/fit-spectral.js";
export { shapeKernelSize } from "./shapes/draw.js";
export type { BlurShape } from "./shapes/index.js";
export { MIN_SPECTRUM_SIDE } from "./spectrum/block-spectrum.js";
