/** Why an image may have no estimate. */
import { KernelGanError } from "../errors.js";

/** Codes of the errors for which the image is the reason: it can be enlarged all the same, without an estimate. */
export const NO_ESTIMATE_CODES = ["image-too-small", "image-flat", "training-failed"] as const;

type NoEstimateCode = (typeof NO_ESTIMATE_CODES)[number];

/** Whether an error of estimateKernel says that this image has no estimate, while another may. */
export function isNoEstimate(error: unknown): error is KernelGanError & { readonly code: NoEstimateCode } {
  return error instanceof KernelGanError && NO_ESTIMATE_CODES.some((code) => code === error.code);
}
