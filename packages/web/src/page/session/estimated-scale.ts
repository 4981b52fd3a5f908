/** The factor that the kernel is estimated for. */
import { ESTIMATE_OPTIONS, type EstimateMethod, type Scale } from "@kernelgan/core";
import { applies } from "@kernelgan/core/internal";

/**
 * A fit takes a second, and is made for the very factor, as the command does. A training takes minutes: of one for ×2
 * the kernels of ×4 and ×8 follow.
 */
export function estimatedScale(scale: Scale, method: EstimateMethod): Scale {
  const isTrained = applies(ESTIMATE_OPTIONS.device, { method });
  return isTrained && scale > 3 ? 2 : scale;
}
