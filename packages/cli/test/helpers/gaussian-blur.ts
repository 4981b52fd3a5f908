import { alignedCentre, downscale, kernel, type PlanarImage } from "@kernelgan/core";

/** An image under a Gaussian of this standard deviation in its own pixels, shrunk by an integer. */
export function gaussianBlur(image: PlanarImage, deviation: number, scale = 1): PlanarImage {
  const size = 2 * Math.ceil(3 * deviation) + 1;
  const centre = alignedCentre(size, scale);
  const line = Array.from({ length: size }, (_, i) => Math.exp(-0.5 * ((i - centre) / deviation) ** 2));
  const weights = line.flatMap((a) => line.map((b) => a * b));
  const sum = weights.reduce((a, b) => a + b, 0);
  const blur = kernel(
    size,
    weights.map((weight) => weight / sum),
  );
  return downscale(image, blur, scale);
}
