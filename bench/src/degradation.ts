/** Noise and JPEG compression for images of a known set. */
import { type PlanarImage, planarImage, random } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/write-image.js";
import { rounded } from "./judge.js";

export interface Degradation {
  /**
   * Standard deviation of white noise in gray levels of 255, independent in each channel; the image is rounded to 8
   * bits.
   */
  noise: number;
  /** Quality of JPEG compression, after the noise. */
  jpeg?: number | undefined;
}

const STREAM = 1;

/** The same noise at every call. */
export async function degraded(image: PlanarImage, { noise, jpeg }: Degradation): Promise<PlanarImage> {
  const normal = random(0, STREAM);
  const { width, height, channels, data } = image;
  const noisy =
    noise === 0
      ? image
      : planarImage(
          width,
          height,
          channels,
          data.map((value) => rounded(value + (noise / 255) * normal.normal())),
        );
  return jpeg === undefined ? noisy : jpegRoundTrip(noisy, jpeg);
}

/** In words. */
export const described = ({ noise, jpeg }: Degradation): string =>
  [
    ...(noise > 0 ? [`noise of σ = ${noise}/255 added`] : []),
    ...(jpeg === undefined ? [] : [`compressed as JPEG of quality ${jpeg}`]),
  ].join(", ") || "as they are";
