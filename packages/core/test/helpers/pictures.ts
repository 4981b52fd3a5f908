/** Pictures and kernels to test restoring with. */
import { type PlanarImage, planarImage } from "../../src/image/index.js";
import { alignedCentre, type Kernel, kernel } from "../../src/kernel/index.js";

/** Hard-edged stripes and rings in every direction, [channels, height, width], values in [0.1, 0.9]. */
export function stripes(width: number, height: number, channels: number): PlanarImage {
  const image = planarImage(width, height, channels);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const rings = Math.sin(Math.hypot(x - 0.3 * width, y - 0.6 * height) / (2 + c));
        const bars = Math.sin((x + 0.5 * y) / 4);
        image.data[(c * height + y) * width + x] = rings + bars > 0 ? 0.9 - 0.1 * c : 0.1;
      }
    }
  }
  return image;
}

/** An aligned n×n Gaussian of standard deviation σ. */
export function gaussianKernel(size: number, sigma: number, scale: number): Kernel {
  const centre = alignedCentre(size, scale);
  const weights = Array.from({ length: size * size }, (_, i) => {
    const [y, x] = [Math.floor(i / size) - centre, (i % size) - centre];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return kernel(
    size,
    weights.map((w) => w / sum),
  );
}

/** Mean squared difference of two images. */
export function meanSquaredError(a: PlanarImage, b: PlanarImage): number {
  return a.data.reduce((sum, value, i) => sum + (value - b.data[i]!) ** 2, 0) / a.data.length;
}
