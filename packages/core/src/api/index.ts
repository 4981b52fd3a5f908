/**
 * The public functions of the library that take images and kernels. Each checks its arguments here, once; the code that
 * it calls trusts them. What a function does, its equations and the errors that it throws are described at its
 * definition.
 */
export { crop, fromImageData, fromInterleaved, imresize, planarImage, toImageData } from "./images.js";
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
} from "./kernels.js";
export { evaluateImage, psnr, ssim } from "./metrics.js";
export { random } from "./random.js";
export { estimateKernel, superResolve, upscaleImage } from "./upscaling.js";
