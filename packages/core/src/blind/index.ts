/** A blur kernel without a model: blind deconvolution on the image's own grid. */
export { type BlindKernel, findBlindKernel } from "./find-kernel.js";
export { type BlindEvidence, blindConfidence } from "./confidence.js";
