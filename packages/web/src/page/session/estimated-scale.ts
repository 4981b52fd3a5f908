/** The factor that the kernel is estimated for. */
import { ESTIMATE_OPTIONS, type EstimateMethod, type Scale } from "@kernelgan/core";
import { applies } from "@kernelgan/core/internal";

/** Whether a method trains networks, for minutes. */
export const isTrained = (method: EstimateMethod): boolean => applies(ESTIMATE_OPTIONS.device, { method });

/**
 * A fit takes a second, and is made for the very factor, as the command does. A training takes minutes: one for ×8 has
 * the kernels of ×2 and ×4 as well.
 */
export function estimatedScale(scale: Scale, method: EstimateMethod): Scale {
  return isTrained(method) && scale !== 3 ? 8 : scale;
}
