/**
 * How small an image may be that a kernel is estimated of. In a file of its own: who only wants to know this, as the web
 * page's main script, need not load the methods.
 */
import { KernelGanError } from "../errors.js";
import { alignedPhase } from "../gan/crop-map.js";
import { PATCH_SIZE } from "../gan/discriminator.js";
import { generatorCropSize } from "../gan/generator.js";
import { MIN_SPECTRUM_SIDE } from "../spectral/spectrum/block-spectrum.js";
import type { EstimateMethod, Scale } from "./choices.js";

/** The smallest output of G that still makes sense: D's map is then 6×6. */
export const MIN_OUTPUT = PATCH_SIZE + 5;

/** The scale that KernelGAN is trained for: of the kernel of ×2 those of ×4 and ×8 follow. */
export function trainedScale(scale: Scale): 2 | 3 {
  return scale === 3 ? 3 : 2;
}

/** Pixels a side that a training reads whose generator has an output of that side. */
export function trainingSide(outputSize: number, scale: 2 | 3, kernelSize: number): number {
  return generatorCropSize({ scale, kernelSize, outputSize }) + alignedPhase(kernelSize, scale);
}

/** What the least side follows from. */
interface Sought {
  readonly method: EstimateMethod;
  readonly scale: Scale;
  readonly kernelSize: number;
}

/** The least side of an image, or of what is visible of it, that has an estimate: with less it is `image-too-small`. */
export function leastSide({ method, scale, kernelSize }: Sought): number {
  if (method !== "kernelgan") return MIN_SPECTRUM_SIDE;
  return Math.max(MIN_SPECTRUM_SIDE, trainingSide(MIN_OUTPUT, trainedScale(scale), kernelSize));
}

/** The error `image-too-small` of an image that is smaller than {@link leastSide}. */
export function tooSmall(
  { width, height }: { readonly width: number; readonly height: number },
  sought: Sought,
): KernelGanError {
  const { method, scale, kernelSize } = sought;
  const side = leastSide(sought);
  const [had, needing] =
    method === "kernelgan"
      ? [
          "pixels to learn from",
          `an estimate at ×${trainedScale(scale)} with a ${kernelSize}×${kernelSize} kernel`,
        ]
      : ["pixels", "an estimate"];
  const message = `the image has ${width}×${height} ${had}; ${needing} needs at least ${side}×${side}`;
  return new KernelGanError("image-too-small", message);
}
