/**
 * An estimate that does not know whether the blur mixed pixel values or light (image/light.ts), nor what the camera made
 * of its light. The kernel is estimated from the pixel values. Then the picture says what it contradicts least:
 *
 * 1. the light of a tone curve that is fitted with that kernel (restore/tone/): then the kernel stays, or where it is not
 *    sure is estimated again in that light, and the curve fitted again;
 * 2. the light of sRGB's function (restore/found-light.ts): then the kernel is estimated again, and has to be as sure
 *    there;
 * 3. pixel values, where it shows neither.
 *
 * The error of a compressed image is modelled in the pixel values, so that in light the confidence says nothing: there
 * the image alone decides.
 */
import {
  type Light,
  linearLight,
  type MixedLight,
  type PlanarImage,
  type ToneCurve,
} from "../image/index.js";
import { isGaussian } from "../kernel/index.js";
import { pauses } from "../pause.js";
import {
  ALONE_LIMIT,
  type FoundTone,
  findTone,
  isLight,
  isShown,
  LIGHT_LIMIT,
  lightStatistic,
  saysLinear,
} from "../restore/index.js";
import { type ChosenMethod, estimateInOneLight, type InOneLight, type PartOfEstimate } from "./one-light.js";

/**
 * The blur is taken to have mixed linear light if the kernel found there is trusted as much as the one found in the
 * pixel values; its confidence may be lower by this much (`npm run bench:fit-light`).
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
 * A Gaussian of the pixel values is undone in light as it is: the spectrum of light says less of it. Of other shapes the
 * kernel that was found in light is the better one. In the pixel values another shape may look like a Gaussian: then the
 * confidence in light is more by this (the same script).
 */
export const MUCH_SURER = 0.1;
/**
 * From this confidence on, a kernel of the pixel values is right also where these are not what was mixed. `npm run
 * bench:fit-tone` prints what pictures gain with this and the next two.
 */
const CERTAIN = 0.9;
/** The advantage over sRGB's function from which on errors of the kernel do not matter. */
const CLEAR_OVER_SRGB = 0.12;
/** How often a kernel is estimated again, at most, in the light of the curve that was fitted with it. */
const ROUNDS = 2;
/** The share of the time that is reported for the pixel values, where another light may have to follow. */
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
  if (light !== "auto" || !repeatsInLight) {
    const mixed = light === "linear" ? linearLight(image).image : image;
    const only = await estimateInOneLight(mixed, method, { ...whole, from: 0, to: 1 });
    if (light !== "auto") return { ...only, light };
    // A curve would be fitted to the errors of a kernel that knows no shapes.
    const isLinear = !only.fellBack && (await saysLinear(image, only.found, scale, pause));
    return { ...only, light: isLinear ? "linear" : "encoded" };
  }
  const first = await estimateInOneLight(image, method, { ...whole, from: 0, to: ENCODED_SHARE });
  const isCompressed = first.isTrusted && first.evidence.compressionError > 0;
  let from = ENCODED_SHARE;
  const decision: Decision = {
    first,
    statisticOf: ({ found }) => lightStatistic(image, found, scale, pause),
    toneOf: ({ found }) => findTone(image, found, scale, pause),
    estimateIn: (toneCurve) => {
      // Another may follow.
      const part = { from, to: (from + 1) / 2 };
      from = part.to;
      return estimateInOneLight(
        linearLight(image, toneCurve).image,
        { ...method, fallback: fallback && !isCompressed },
        { ...whole, ...part, ofValues: first.evidence },
      );
    },
  };
  const found = await (isCompressed ? inLightIfCompressed : inLight)(decision);
  whole.onProgress?.({ done: 1, secondsLeft: 0 });
  return found ? { ...found, light: "linear" } : { ...first, light: "encoded" };
}

/** What decides which kernel is undone in light. */
interface Decision {
  /** What was found in the pixel values. */
  readonly first: InOneLight;
  /** The statistic of found-light.ts. */
  statisticOf(estimate: InOneLight): Promise<number>;
  /** The tone curve that fits it. */
  toneOf(estimate: InOneLight): Promise<FoundTone | undefined>;
  /** What is found in the light of a curve, or of sRGB's function. */
  estimateIn(toneCurve?: ToneCurve): Promise<InOneLight>;
}

/** What is to be undone in light, and its curve if that is not sRGB's; undefined if it is the first, in pixel values. */
type InLight = InOneLight & { readonly toneCurve?: ToneCurve };

/** What is to be undone in light. */
async function inLight(decision: Decision): Promise<InLight | undefined> {
  const { first, statisticOf, toneOf, estimateIn } = decision;
  const tone = await toneOf(first);
  const inItsCurve = await inToneCurve(first, tone, decision);
  if (inItsCurve) return inItsCurve;
  const ofFirst = await statisticOf(first);
  const isLinear =
    ofFirst < (first.isTrusted ? LIGHT_LIMIT : DOUBTFUL_LIMIT) ||
    (first.isTrusted && tone !== undefined && isLight(tone));
  if (!isLinear) return undefined;
  const second = await estimateIn();
  if (!first.isTrusted) {
    // What a curve hides in pixel values may show in this light, which is nearer.
    const inAnother = await inToneCurve(second, await toneOf(second), decision);
    if (inAnother) return inAnother;
  }
  if (!second.isTrusted || second.confidence <= first.confidence - LESS_SURE) return undefined;
  if (first.isTrusted) {
    const staysGaussian = isGaussian(first.found) && second.confidence < first.confidence + MUCH_SURER;
    return staysGaussian ? first : second;
  }
  const ofSecond = await statisticOf(second);
  return Math.min(ofFirst, ofSecond) < ALONE_LIMIT && ofSecond < DOUBTFUL_LIMIT ? second : undefined;
}

/**
 * What is to be undone in the light of a tone curve; undefined if the picture shows none.
 *
 * @param start the kernel to begin with, and the curve that fits it
 */
async function inToneCurve(
  start: InOneLight,
  ofStart: FoundTone | undefined,
  { toneOf, estimateIn }: Decision,
): Promise<InLight | undefined> {
  let [found, tone] = [start, ofStart];
  for (let round = 0; ; round++) {
    if (!tone || !isShown(tone)) return undefined;
    const inItsLight = found.isTrusted ? { ...found, toneCurve: tone.toneCurve } : undefined;
    // An error of a shape that was found in pixel values may look like a curve that is nearly sRGB's.
    const isClear = round > 0 || isGaussian(found.found) || tone.overSrgb.mean >= CLEAR_OVER_SRGB;
    if ((found.confidence >= CERTAIN && isClear) || round === ROUNDS) return inItsLight;
    const next = await estimateIn(tone.toneCurve);
    const surer = next.confidence - found.confidence;
    // A Gaussian that is hardly wider than a pixel is not sure in any light, and says less in this one.
    if (isGaussian(found.found) && surer < MUCH_SURER) return inItsLight;
    if (surer <= -LESS_SURE) return undefined;
    [found, tone] = [next, await toneOf(next)];
  }
}

/** The same of a compressed image. */
async function inLightIfCompressed({
  first,
  statisticOf,
  toneOf,
  estimateIn,
}: Decision): Promise<InLight | undefined> {
  if (first.confidence < SURE_ENOUGH) return undefined;
  const tone = await toneOf(first);
  if (tone && isShown(tone)) return { ...first, toneCurve: tone.toneCurve };
  const ofFirst = await statisticOf(first);
  if (!isGaussian(first.found)) return ofFirst < LIGHT_LIMIT ? first : undefined;
  if (ofFirst >= ALONE_LIMIT) return undefined;
  // In the pixel values another shape may look like a Gaussian.
  const second = await estimateIn();
  if (isGaussian(second.found) || (await statisticOf(second)) >= ofFirst) return first;
  return { ...second, confidence: first.confidence, isTrusted: first.isTrusted };
}
