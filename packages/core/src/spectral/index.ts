/** Kernels from the image's spectrum: a Gaussian in closed form, and the mean of several shapes. */
export { analyseBlur } from "./analyse-blur.js";
export { averageKernels, likelihoodWeights } from "./average-shapes.js";
export { MIN_SPECTRUM_SIDE } from "./block-spectrum.js";
export { BlurEvidence, isWideBlur } from "./blur-evidence.js";
export { findBlurLevel } from "./blur-level.js";
export { fitSpectral } from "./fit-spectral.js";
export { shapeKernelSize } from "./shapes/draw.js";
export type { BlurShape } from "./shapes/index.js";
export { findSharpening, sharpenedKernel } from "./sharpening.js";
