/** Noise and compression for images of a known set. */
import { type PlanarImage, planarImage, random } from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { codedRoundTrip, withoutCoding } from "./coded-round-trip.js";
import { rounded } from "./judge.js";

export interface Degradation {
  /**
   * Standard deviation of white noise in gray levels of 255, independent in each channel; the image is rounded to 8
   * bits.
   */
  noise: number;
  /** Quality of JPEG compression, after the noise. */
  jpeg?: number | undefined;
  /** The same of WebP and AVIF. */
  webp?: number | undefined;
  avif?: number | undefined;
  /** Whether these were saved as PNG afterwards, so that nothing is known of their files. */
  resaved?: boolean | undefined;
}

/** The arguments of a script, as text. */
type DegradationArguments = Readonly<
  Partial<Record<"noise" | "jpeg" | "webp" | "avif", string> & { resaved: boolean }>
>;

/** What a script's arguments ask for. */
export function degradationOf({ noise = "0", jpeg, webp, avif, resaved }: DegradationArguments): Degradation {
  const qualityOf = (value: string | undefined): number | undefined =>
    value === undefined ? undefined : Number(value);
  return {
    noise: Number(noise),
    jpeg: qualityOf(jpeg),
    webp: qualityOf(webp),
    avif: qualityOf(avif),
    resaved,
  };
}

const STREAM = 1;

/** The same noise at every call. */
export async function degraded(
  image: PlanarImage,
  { noise, jpeg, webp, avif, resaved }: Degradation,
): Promise<PlanarImage> {
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
  if (jpeg !== undefined) return jpegRoundTrip(noisy, jpeg);
  const quality = webp ?? avif;
  if (quality === undefined) return noisy;
  const coded = await codedRoundTrip(noisy, webp === undefined ? "avif" : "webp", quality);
  return resaved ? withoutCoding(coded) : coded;
}

/** In words. */
export const described = ({ noise, jpeg, webp, avif, resaved }: Degradation): string =>
  [
    ...(noise > 0 ? [`noise of σ = ${noise}/255 added`] : []),
    ...Object.entries({ JPEG: jpeg, WebP: webp, AVIF: avif }).flatMap(([format, quality]) =>
      quality === undefined ? [] : [`compressed as ${format} of quality ${quality}`],
    ),
    ...(resaved ? ["saved as PNG"] : []),
  ].join(", ") || "as they are";
