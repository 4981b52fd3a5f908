/** A blur kernel without a model: blind deconvolution on the image's own grid. */

export { type BlindEvidence, blindConfidence } from "./confidence.js";
export { type BlindKernel, findBlindKernel } from "./find-kernel.js";
