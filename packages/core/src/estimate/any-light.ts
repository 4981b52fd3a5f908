/**
 * An estimate that does not know whether the blur mixed pixel values or linear light (image/light.ts). The kernel is
 * estimated from the pixel values. If the image contradicts it there more than in linear light (restore/found-light.ts),
 * it is estimated once more in linear light, and has to be as sure there.
 *
 * The error of a compressed image is modelled in the pixel values, so that in linear light the confidence says nothing:
 * there the image alone decides.
 */
import { type Light, linearLight, type MixedLight, type PlanarImage } from "../image/index.js";
import { kurtosisAlong } from "../kernel/index.js";
import { pauses } from "../pause.js";
import { ALONE_LIMIT, findLight, LIGHT_LIMIT, lightStatistic } from "../restore/index.js";
import { type ChosenMethod, estimateInOneLight, type InOneLight, type PartOfEstimate } from "./one-light.js";

/**
 * A kernel mixed linear light if the confidence in the one that is found there is no less than in that of the pixel
 * values, or less by this at most (`npm run bench:fit-light`).
 */
export const LESS_SURE = 0.02;
/**
 * The least confidence in a kernel of a compressed image that decides alone. Photographs at scale 1, blurred and saved
 * as JPEG of quality 90, have 0.85 to 0.92; a façade at ×2, blurred in its pixel values, has 0.57 and a statistic of
 * −5.6.
 */
const SURE_ENOUGH = 0.7;
/**
 * If the kernel of the pixel values is not trusted, linear light is tried below this statistic, and one of the two
 * kernels has to say it alone.
 */
const DOUBTFUL_LIMIT = 2;
/**
 * The kurtosis (kernel/moments.ts) up to which a kernel is a disk, a line or a path, whose spectra have zeros, and from
 * which on a Gaussian, or like one. A Gaussian of the pixel values is undone in linear light as it is: the spectrum of
 * linear light says less of it. Of the others the kernel that was found in linear light is the better one. `npm run
 * bench:fit-light -- … --kernels` prints both.
 */
export const GAUSSIAN_KURTOSIS = 2.4;
/**
 * In the pixel values another shape may look like a Gaussian: then the confidence in linear light is more by this
 * (the same script).
 */
export const MUCH_SURER = 0.1;
/** The share of the time that is reported for the pixel values, where linear light may have to follow. */
const ENCODED_SHARE = 0.6;

/** What was found, and what the blur was taken to have mixed. */
export interface InAnyLight extends InOneLight, MixedLight {}

/**
 * Estimates the kernel of what was blurred of an image, and what the blur mixed.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param light what the blur mixed, if that is known
 */
export async function estimateInAnyLight(
  image: PlanarImage,
  light: Light,
  method: ChosenMethod,
  whole: Omit<PartOfEstimate, "from" | "to" | "ofValues">,
): Promise<InAnyLight> {
  const { scale, fallback, repeatsInLight } = method;
  const pause = pauses(whole.signal);
  const statisticOf = ({ found }: InOneLight): Promise<number> => lightStatistic(image, found, scale, pause);
  if (light !== "auto" || !repeatsInLight) {
    const mixed = light === "linear" ? linearLight(image).image : image;
    const only = await estimateInOneLight(mixed, method, { ...whole, from: 0, to: 1 });
    if (light !== "auto") return { ...only, light };
    if (only.fellBack) return { ...only, light: "encoded" };
    return { ...only, ...(await findLight(image, only.found, scale, pause)) };
  }
  const first = await estimateInOneLight(image, method, { ...whole, from: 0, to: ENCODED_SHARE });
  const isCompressed = first.isTrusted && first.evidence.compressionError > 0;
  const found = await (isCompressed ? inLightIfCompressed : inLight)({
    first,
    ofFirst: await statisticOf(first),
    statisticOf,
    estimateSecond: () =>
      estimateInOneLight(
        linearLight(image).image,
        { ...method, fallback: fallback && !isCompressed },
        { ...whole, from: ENCODED_SHARE, to: 1, ofValues: first.evidence },
      ),
  });
  whole.onProgress?.({ done: 1, secondsLeft: 0 });
  return found ? { ...found, light: "linear" } : { ...first, light: "encoded" };
}

/** What decides which kernel is undone in linear light. */
interface Decision {
  /** What was found in the pixel values, and its statistic. */
  readonly first: InOneLight;
  readonly ofFirst: number;
  statisticOf(estimate: InOneLight): Promise<number>;
  /** What is found in linear light. */
  estimateSecond(): Promise<InOneLight>;
}

/** What is to be undone in linear light; undefined if the first is, in the pixel values. */
async function inLight({
  first,
  ofFirst,
  statisticOf,
  estimateSecond,
}: Decision): Promise<InOneLight | undefined> {
  if (ofFirst >= (first.isTrusted ? LIGHT_LIMIT : DOUBTFUL_LIMIT)) return undefined;
  const second = await estimateSecond();
  if (!second.isTrusted || second.confidence <= first.confidence - LESS_SURE) return undefined;
  if (first.isTrusted) {
    const staysGaussian = isGaussian(first) && second.confidence < first.confidence + MUCH_SURER;
    return staysGaussian ? first : second;
  }
  const ofSecond = await statisticOf(second);
  return Math.min(ofFirst, ofSecond) < ALONE_LIMIT && ofSecond < DOUBTFUL_LIMIT ? second : undefined;
}

/** The same of a compressed image. */
async function inLightIfCompressed({
  first,
  ofFirst,
  statisticOf,
  estimateSecond,
}: Decision): Promise<InOneLight | undefined> {
  if (first.confidence < SURE_ENOUGH) return undefined;
  if (!isGaussian(first)) return ofFirst < LIGHT_LIMIT ? first : undefined;
  if (ofFirst >= ALONE_LIMIT) return undefined;
  // In the pixel values another shape may look like a Gaussian.
  const second = await estimateSecond();
  if (isGaussian(second) || (await statisticOf(second)) >= ofFirst) return first;
  return { ...second, confidence: first.confidence, isTrusted: first.isTrusted };
}

function isGaussian({ found }: InOneLight): boolean {
  return kurtosisAlong(found) >= GAUSSIAN_KURTOSIS;
}
