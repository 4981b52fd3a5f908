/**
 * Whether a picture shows the tone curve of its camera: by how much log q (tone-blocks.ts) is less in the light of the
 * fitted curve (fit-tone.ts) than in pixel values, and than in the light of sRGB's function.
 */
import { lightOf, type PlanarImage, planeOf, TONE_STEPS, type ToneCurve } from "../../image/index.js";
import { isGaussian, type Kernel } from "../../kernel/index.js";
import { meanAndError } from "../../math/mean-and-error.js";
import { noPause, type Pause } from "../../pause.js";
import { decidingPart, decidingPlane } from "../deciding-plane.js";
import { fitTone } from "./fit-tone.js";
import { ToneBlocks } from "./tone-blocks.js";

/** Largest side of the part that is looked at: a curve of a few numbers needs no more. */
const LARGEST_SIDE = 384;

/**
 * The least advantage over pixel values of a curve that mixed light, and over sRGB's function of one that is another;
 * `npm run bench:fit-tone` prints what pictures have.
 */
const MIN_OVER_VALUES: Advantage = { mean: 0.02, significance: 4 };
const MIN_OVER_SRGB: Advantage = { mean: 0.05, significance: 3 };
/**
 * The least advantage over pixel values as a share of that over sRGB's function: of pictures whose pixel values were
 * mixed by a shape that was not quite found, the curve is nearly that of pixel values.
 */
const LEAST_SHARE = 1 / 3;

/**
 * The light of the middle value that a camera's curve may have. Of four photographs of BSD68 and Urban100, blurred in
 * fifteen ways (`npm run bench:fit-tone`), the curves that are shown have 0.03 to 0.36. Drawings and screens of strokes
 * of one width, whose spectrum is like that of a blur, are explained by curves that make black and white of them: with
 * 0.0002 and 0.99.
 */
const MIDDLE_LIGHT = { least: 0.015, most: 0.42 } as const;

/** By how much log q is less. */
export interface Advantage {
  /** Its mean over the blocks. */
  readonly mean: number;
  /** The mean over its standard error. */
  readonly significance: number;
}

/** The curve that explains a blurred picture best, and how much better than two others. */
export interface FoundTone {
  readonly toneCurve: ToneCurve;
  /** Than pixel values that were mixed as they are. */
  readonly overValues: Advantage;
  /** Than sRGB's function. */
  readonly overSrgb: Advantage;
}

/** Whether the picture shows that light was mixed, not pixel values. */
export function isLight({ toneCurve, overValues, overSrgb }: FoundTone): boolean {
  return (
    isOfCamera(toneCurve) &&
    reaches(overValues, MIN_OVER_VALUES) &&
    overValues.mean >= LEAST_SHARE * overSrgb.mean
  );
}

/** Whether a curve makes of its values what a camera might have made them of. */
function isOfCamera(curve: ToneCurve): boolean {
  const light = curve[TONE_STEPS / 2]!;
  return light >= MIDDLE_LIGHT.least && light <= MIDDLE_LIGHT.most;
}

/** Whether it shows the curve too: whether this is another than sRGB's function. */
export function isShown(tone: FoundTone): boolean {
  return isLight(tone) && reaches(tone.overSrgb, MIN_OVER_SRGB);
}

function reaches(advantage: Advantage, least: Advantage): boolean {
  return advantage.mean >= least.mean && advantage.significance >= least.significance;
}

const VALUES = curveFrom((value) => value);
const SRGB = curveFrom(lightOf);

/**
 * The tone curve that explains a blurred picture best.
 *
 * @param image [1 or 3, h, w], values in [0, 1]
 * @param kernel of sum 1
 * @returns undefined where the kernel is too narrow, or the image too small, to say anything, and for Gaussians at scales
 *   above 1, where little lies beyond what they pass: of the 57 images of Set5 and Set14, blurred in their pixel values
 *   by Gaussians, 19 would be taken for light
 * @throws AbortError, by `pause`
 */
export async function findTone(
  image: PlanarImage,
  kernel: Kernel,
  scale: number,
  pause: Pause = noPause,
): Promise<FoundTone | undefined> {
  if (scale > 1 && isGaussian(kernel)) return undefined;
  const part = decidingPart(image, LARGEST_SIDE);
  const blocksOf = await ToneBlocks.meter(kernel, scale, part);
  if (!blocksOf) return undefined;
  const green = await blocksOf(decidingPlane(part), pause);
  const tone = await toneOf(green, pause);
  if (image.channels === 1 || !isLight(tone)) return tone;
  // Red and blue have values that green has not, such as those of highlights, where curves bend most.
  const [red, blue] = [await blocksOf(planeOf(part, 0), pause), await blocksOf(planeOf(part, 2), pause)];
  return toneOf(ToneBlocks.joined([red, green, blue]), pause);
}

async function toneOf(blocks: ToneBlocks, pause: Pause): Promise<FoundTone> {
  await pause();
  const toneCurve = fitTone(blocks);
  await pause();
  const own = blocks.logMisfits(toneCurve);
  const over = (curve: ToneCurve): Advantage => {
    const { mean, error } = meanAndError(blocks.logMisfits(curve).map((log, i) => log - own[i]!));
    return { mean, significance: error > 0 ? mean / error : 0 };
  };
  return { toneCurve, overValues: over(VALUES), overSrgb: over(SRGB) };
}

function curveFrom(light: (value: number) => number): ToneCurve {
  return Array.from({ length: TONE_STEPS + 1 }, (_, i) => light(i / TONE_STEPS));
}
