/**
 * The bicubic kernel, no blur beyond it (Keys' cubic with a = −½, of unit width, as image programs downscale):
 *
 *     |K(f)|² = (B(f_x) B(f_y))²,   no parameters,
 *     B(f) = 3 (s(f)² − s(2f)) / (π f)² − (3 s(2f)² − 2 s(2f) − s(4f)) / (π f)²,   s(f) = sin(π f)/(π f).
 *
 * Reference: R. Keys, "Cubic Convolution Interpolation for Digital Image Processing", IEEE Trans. Acoustics, Speech,
 * and Signal Processing 29(6), 1981.
 */
import { bicubicKernel, type Kernel, oddFrame, reframe } from "../../kernel/index.js";
import { sinc } from "../../math/sinc.js";
import { shapeKernelSize } from "./draw.js";
import { pointwise, type ShapeModel } from "./shape.js";

export const BICUBIC: ShapeModel<readonly []> = {
  starts: () => [[]],
  excess: () => 0,
  scaled: () => [],
  enlarged: () => [],
  transfer: () => pointwise(bicubicPower),
  kernel: (_, scale, size) => bicubicShapeKernel(scale, size),
};

/** The bicubic kernel in the frame of the shapes' kernels. */
export function bicubicShapeKernel(scale: number, size = shapeKernelSize(scale)): Kernel {
  return reframe(oddFrame(bicubicKernel(scale)), size);
}

/** |K(f)|². */
export function bicubicPower(y: number, x: number): number {
  return (cubicTransfer(y) * cubicTransfer(x)) ** 2;
}

/** B(f). */
function cubicTransfer(f: number): number {
  if (Math.abs(f) < 1e-3) return 1;
  const [one, two, four] = [sinc(f), sinc(2 * f), sinc(4 * f)];
  return (3 * (one * one - two) - (3 * two * two - 2 * two - four)) / (Math.PI * f) ** 2;
}
