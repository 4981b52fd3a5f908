/** Kernels: the kernel type and its conventions, centring, composition, downscaling, comparison. */
export { type AnalyticOptions, analyticKernel, composeKernels } from "./analytic.js";
export { pointAsymmetry } from "./asymmetry.js";
export { bicubicKernel, bicubicKernels } from "./bicubic-kernel.js";
export { centreKernel } from "./centre.js";
export { compareKernels, type KernelComparison } from "./compare.js";
export {
  fromConvention,
  KERNEL_CONVENTIONS,
  type KernelConvention,
  toConvention,
} from "./convention.js";
export { type BlurDescription, describeBlur, LINE_ELONGATION, LINE_KURTOSIS } from "./describe-blur.js";
export { type DownscaleOptions, downscale } from "./downscale.js";
export { isIdentity, oddFrame, reframe, withoutFaintWeights } from "./frame.js";
export {
  alignedCentre,
  type Kernel,
  type KernelNotes,
  kernel,
  kernelFromRows,
  kernelRows,
  notesOf,
} from "./kernel.js";
export { withLargerScales } from "./larger-scales.js";
export {
  type Covariance,
  centreOfMass,
  covariance,
  isGaussian,
  type KernelPoint,
  kernelSum,
  kurtosisAlong,
  normaliseKernel,
  type PrincipalAxes,
  principalAxes,
  seenDegrees,
} from "./moments.js";
export { type RandomKernelOptions, randomKernel } from "./random-kernel.js";
