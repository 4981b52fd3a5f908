/** What is unusual about a kernel in a file, and changes what is made with it. */
import { alignedCentre, centreOfMass, type Kernel, kernelSum, type Warning } from "@kernelgan/core";

/** How far from 1 the sum may be: kernels are stored with few digits at times. */
const SUM_TOLERANCE = 0.05;
/**
 * How far from its place the centre of mass may lie along an axis, in pixels: kernels without any shift lie half a
 * pixel off at ×2.
 */
const CENTRE_TOLERANCE = 0.75;
/** Where the factor is not known, the centre may lie where that of any of these has its place. */
const FACTORS = [1, 8] as const;

/**
 * Says what is unusual.
 *
 * @param k aligned, of a positive sum
 * @param scale the factor that it is for, if that is known
 * @param conventionOption the option by which the caller says how the file holds the kernel
 */
export function kernelWarnings(k: Kernel, scale: number | undefined, conventionOption: string): Warning[] {
  const warnings: Warning[] = [];
  const sum = kernelSum(k);
  if (Math.abs(sum - 1) > SUM_TOLERANCE) {
    warnings.push({
      code: "kernel-sum",
      message: `the kernel's weights sum to ${Number(sum.toPrecision(3))}, not 1: they are divided by that`,
    });
  }
  const [from, to] = (scale === undefined ? FACTORS : [scale, scale]).map((s) => alignedCentre(k.size, s));
  const { x, y } = centreOfMass(k);
  const beyond = (at: number): number =>
    Math.min(0, at - (from as number)) + Math.max(0, at - (to as number));
  if (Math.max(Math.abs(beyond(x)), Math.abs(beyond(y))) > CENTRE_TOLERANCE) {
    warnings.push({
      code: "kernel-centre",
      message: `the kernel's centre of mass lies ${inWords(beyond(y), "below", "above")} and ${inWords(beyond(x), "to the right of", "to the left of")} its place, and a picture that is upscaled with it will be moved by as much; if the kernel is another program's, "${conventionOption}" says whose`,
    });
  }
  return warnings;
}

function inWords(distance: number, after: string, before: string): string {
  return `${Math.abs(distance).toFixed(1)} pixels ${distance < 0 ? before : after}`;
}
