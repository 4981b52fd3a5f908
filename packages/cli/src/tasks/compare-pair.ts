/** Measures a super-resolved image against its original, both from files. */
import {
  evaluateImage,
  type ImageQuality,
  KernelGanError,
  type PlanarImage,
  type Warning,
} from "@kernelgan/core";
import { cutToSize, throwIfAborted } from "@kernelgan/core/internal";
import { inFile } from "../errors/in-file.js";
import { readImage } from "../image-files/read-image.js";
import type { ImagePair } from "./image-pairs.js";
import { readOptions } from "./task-options.js";

/** How to compare. */
export interface CompareOptions {
  /** Sets the border, and how much larger HR may be. */
  scale?: number | undefined;
  /** Pixels left out along each side; the library's default otherwise. */
  border?: number | undefined;
  /** Compare at the best shift of up to so many pixels. */
  upToShift?: number | undefined;
  maxPixels?: number | undefined;
  allowDamaged?: boolean | undefined;
}

/** Receives what is worth knowing about a file. */
export type WarnOfFile = (path: string, warning: Warning) => void;

/** The figures and the size of the images. */
export type PairQuality = ImageQuality & { width: number; height: number };

/**
 * Reads the two images of a pair and compares them.
 *
 * @throws KernelGanError as readImage and evaluateImage; `invalid-input` if the sizes do not fit; `aborted`
 */
export async function comparePair(
  pair: ImagePair,
  options: CompareOptions,
  warn: WarnOfFile,
  signal?: AbortSignal,
): Promise<PairQuality> {
  const { scale, border, upToShift } = options;
  const read = (path: string): Promise<PlanarImage> =>
    readImage(path, { ...readOptions(options), onWarning: (warning) => warn(path, warning) });
  const sr = await read(pair.sr);
  const hr = originalFor(await read(pair.hr), sr, pair, scale, warn);
  throwIfAborted(signal);
  if (sr.channels !== hr.channels) {
    const gray = sr.channels === 1 ? pair.sr : pair.hr;
    const message = "gray beside an image in colour; it counts as R = G = B";
    warn(gray, { code: "gray-and-colour", message });
  }
  const quality = await inFile(pair.sr, () => evaluateImage(sr, hr, { scale, border, upToShift }));
  return { width: sr.width, height: sr.height, ...quality };
}

/** HR, cut to the size of SR. */
function originalFor(
  hr: PlanarImage,
  sr: PlanarImage,
  paths: ImagePair,
  scale: number | undefined,
  warn: WarnOfFile,
): PlanarImage {
  const { width, height } = sr;
  const cut = cutToSize(hr, sr, scale);
  if (cut === hr) return hr;
  const [srSize, hrSize] = [`${width}×${height}`, `${hr.width}×${hr.height}`];
  if (cut) {
    const message = `cut from ${hrSize} to ${srSize} pixels at the right and the bottom`;
    warn(paths.hr, { code: "cut", message });
    return cut;
  }
  throw new KernelGanError(
    "invalid-input",
    `${paths.sr} has ${srSize} pixels, ${paths.hr} ${hrSize}; ` +
      'they must agree, but for up to s − 1 pixels that HR may have more with "scale" s',
  );
}
