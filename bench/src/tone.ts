/**
 * Tones that cameras and programs give to a picture besides sRGB's encoding.
 *
 * - `contrastA`: pixel values v become v − A sin(2πv) / 2π, 0 ≤ A < 1, whose slope is 1 + A in the middle and 1 − A at
 *   black and white.
 * - `aces`: light L becomes L (2.51 L + 0.03) / (L (2.43 L + 0.59) + 0.14) over its value at 1, which is much like the
 *   curves of cameras: the middle is twice as bright, and white is approached slowly. Reference: K. Narkowicz, "ACES
 *   filmic tone mapping curve", 2016.
 * - `reinhard`: light becomes x (1 + x / 16) / (1 + x), x = 4 L, over its value at 1. Reference: E. Reinhard et al.,
 *   "Photographic tone reproduction for digital images", SIGGRAPH 2002, equation 4.
 */
import type { PlanarImage, ToneCurve } from "@kernelgan/core";
import { encodedOf, lightOf, TONE_STEPS } from "@kernelgan/core/internal";
import { wrongArgument } from "@kernelgan/testing/script-arguments";

/** What becomes of a value in [0, 1] without a tone; grows from 0 to 1. */
export type Tone = (value: number) => number;

const OF_LIGHT: Readonly<Record<string, (light: number) => number>> = {
  aces: (light) => (light * (2.51 * light + 0.03)) / (light * (2.43 * light + 0.59) + 0.14),
  reinhard: (light) => (light * (1 + light / 4)) / (1 + 4 * light),
};
const CONTRAST = /^contrast(0?\.\d+)$/;
/** Halvings of [0, 1], in which a tone grows, until the value is found. */
const HALVINGS = 30;

/** The tone of a name; exits with an error if there is none. */
export function toneNamed(name: string): Tone {
  const strength = Number(CONTRAST.exec(name)?.[1] ?? Number.NaN);
  if (strength < 1) return (value) => value - (strength * Math.sin(2 * Math.PI * value)) / (2 * Math.PI);
  const ofLight = OF_LIGHT[name];
  if (!ofLight) wrongArgument(`a tone is contrast0.5, ${Object.keys(OF_LIGHT).join(" or ")}, got "${name}"`);
  return (value) => encodedOf(ofLight(lightOf(value)) / ofLight(1));
}

/** An image with values in [0, 1], given a tone. */
export function withTone(image: PlanarImage, tone: Tone | undefined): PlanarImage {
  return tone ? { ...image, data: image.data.map(tone) } : image;
}

/** What a tone made an image with values in [0, 1] of. */
export function withoutTone(image: PlanarImage, tone: Tone | undefined): PlanarImage {
  return tone ? { ...image, data: image.data.map((value) => inverse(tone, value)) } : image;
}

/** The light of the values of a picture with a tone. */
export function toneCurveOf(tone: Tone | undefined): ToneCurve | undefined {
  return tone && Array.from({ length: TONE_STEPS + 1 }, (_, i) => lightOf(inverse(tone, i / TONE_STEPS)));
}

function inverse(tone: Tone, value: number): number {
  if (value === 0 || value === 1) return value;
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (tone(middle) < value) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
