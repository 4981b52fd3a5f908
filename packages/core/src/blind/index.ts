/** A blur kernel without a model: blind deconvolution on the image's own grid. */

export { blindConfidence } from "./confidence.js";
export { type BlindKernel, findBlindKernel } from "./find-kernel.js";
