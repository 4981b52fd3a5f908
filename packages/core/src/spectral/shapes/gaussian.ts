/** A Gaussian: |K(f)|² = exp(−(2π)² fᵀ Σ f), with the parameters of Σ (ellipse.ts). */
import { alignedCentre, centreKernel, type Kernel, normaliseKernel } from "../../kernel/index.js";
import { shapeKernelSize } from "./draw.js";
import {
  type EllipseParameters,
  ellipseCovariance,
  ellipseExcess,
  ellipseStarts,
  roundScan,
  scaledEllipse,
} from "./ellipse.js";
import { FOUR_PI_SQUARED, quadratic, type ScaleFreeCovariance, type ShapeModel } from "./shape.js";

export const GAUSSIAN: ShapeModel<EllipseParameters> = {
  starts: ellipseStarts,
  scan: () => roundScan(12),
  excess: ellipseExcess,
  scaled: scaledEllipse,
  enlarged: (parameters, times) => scaledEllipse(parameters, times ** 2),
  transfer(parameters) {
    const covariance = ellipseCovariance(parameters);
    return (y, x, power) => {
      for (let i = 0; i < power.length; i++) {
        power[i] = Math.exp(-FOUR_PI_SQUARED * quadratic(covariance, y[i]!, x[i]!));
      }
    };
  },
  kernel: (parameters, scale, size) => gaussianKernel(ellipseCovariance(parameters), scale, size),
};

/** A Gaussian of a covariance given in pixels of the image, as an aligned kernel of sum 1. */
export function gaussianKernel(
  { yy, yx, xx }: ScaleFreeCovariance,
  scale: number,
  size = shapeKernelSize(scale),
): Kernel {
  const centre = alignedCentre(size, scale);
  const factor = -0.5 / (scale ** 2 * (yy * xx - yx * yx));
  const data = Float64Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - centre, (i % size) - centre];
    return Math.exp(factor * (xx * y * y - 2 * yx * y * x + yy * x * x));
  });
  return centreKernel(normaliseKernel({ size, data }), scale);
}
