/** How far a kernel can be trusted, as files say it. */
import type { KernelTrust } from "@kernelgan/core";
import { shown } from "@kernelgan/core/internal";
import type { DecodeOptions } from "./limits.js";

/**
 * What a file says; values that make no sense, such as another program's percentages, count as not there, with a
 * warning.
 */
export function trustFrom(confidence: unknown, fellBack: unknown, { onWarning }: DecodeOptions): KernelTrust {
  if (confidence === undefined || confidence === null) return {};
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) {
    onWarning?.({
      code: "kernel-confidence",
      message: `its confidence must be a number from 0 to 1, got ${shown(confidence)}: it counts as not known`,
    });
    return {};
  }
  return { confidence, ...((fellBack === true || fellBack === 1) && { fellBack: true }) };
}
