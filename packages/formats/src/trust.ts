/** How far a kernel can be trusted, as files say it. */
import type { KernelTrust } from "@kernelgan/core";

/** What a file says; values that make no sense, such as another program's percentages, count as not there. */
export function trustFrom(confidence: unknown, fellBack: unknown): KernelTrust {
  if (typeof confidence !== "number" || !(confidence >= 0 && confidence <= 1)) return {};
  return { confidence, ...((fellBack === true || fellBack === 1) && { fellBack: true }) };
}
