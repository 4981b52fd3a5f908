/**
 * The tone curve of a camera: what it makes of light besides sRGB's encoding, such as contrast and a shoulder at the
 * bright end. With it known, the light that the lens mixed is computed, and not only what sRGB's function says.
 *
 * A curve is the light of the pixel values 0, 1/64, …, 1, with straight lines between: so its inverse is exact.
 */

/** The light, in [0, 1], of the pixel values 0, 1/64, …, 1: 65 numbers, the first 0, the last 1, each above the former. */
export type ToneCurve = readonly number[];

/** Intervals of a curve; its numbers are one more. */
export const TONE_STEPS = 64;

/** What a message says that a curve has to be. */
export const TONE_CURVE_WANTED = `${TONE_STEPS + 1} numbers that rise from 0 to 1, each larger than the one before`;

/** How pixel values and light belong together. Arguments are cut off to [0, 1]. */
export interface Transfer {
  /** The light, in [0, 1], of a pixel value. */
  decode(value: number): number;
  /** The derivative of light by its value, squared: an error of the value counts by so much in light. */
  squaredSlope(value: number): number;
  /** The pixel value, in [0, 1], of light. */
  encode(light: number): number;
}

/** Entries of the table that a search for the interval of some light starts from. */
const GUIDES = 1024;

/** Whether a value is a tone curve. */
export function isToneCurve(value: unknown): value is ToneCurve {
  if (!Array.isArray(value) || value.length !== TONE_STEPS + 1) return false;
  const numbers: readonly unknown[] = value;
  if (numbers[0] !== 0 || numbers[TONE_STEPS] !== 1) return false;
  for (let i = 1; i <= TONE_STEPS; i++) {
    const [before, number] = [numbers[i - 1], numbers[i]];
    // What is no number, or not finite, is not between its neighbours.
    if (typeof before !== "number" || typeof number !== "number" || !(number > before)) return false;
  }
  return true;
}

/** Decoding and encoding by a curve. */
export function transferOfCurve(curve: ToneCurve): Transfer {
  const lights = Float64Array.from(curve);
  const steps = Float64Array.from({ length: TONE_STEPS }, (_, i) => lights[i + 1]! - lights[i]!);
  const squaredSlopes = steps.map((step) => (TONE_STEPS * step) ** 2);
  // By the root of light, as values are by their encoding: dark intervals are narrow.
  const guide = Uint8Array.from({ length: GUIDES + 1 }, (_, k) => {
    const next = lights.findIndex((light) => light > (k / GUIDES) ** 2);
    return next < 0 ? TONE_STEPS - 1 : next - 1;
  });
  return {
    decode(value) {
      const at = TONE_STEPS * cutOff(value);
      const i = Math.min(TONE_STEPS - 1, Math.floor(at));
      return lights[i]! + (at - i) * steps[i]!;
    },
    squaredSlope: (value) => squaredSlopes[Math.min(TONE_STEPS - 1, Math.floor(TONE_STEPS * cutOff(value)))]!,
    encode(light) {
      const wanted = cutOff(light);
      let i = guide[Math.floor(GUIDES * Math.sqrt(wanted))]!;
      while (wanted >= lights[i + 1]! && i < TONE_STEPS - 1) i++;
      return (i + (wanted - lights[i]!) / steps[i]!) / TONE_STEPS;
    },
  };
}

/**
 * The mean of curves, point by point: that of a camera of which several pictures show it.
 *
 * @param curves at least one
 */
export function meanCurve(curves: readonly ToneCurve[]): ToneCurve {
  return Array.from(
    { length: TONE_STEPS + 1 },
    (_, i) => curves.reduce((sum, curve) => sum + curve[i]!, 0) / curves.length,
  );
}

function cutOff(x: number): number {
  return Math.min(1, Math.max(0, x));
}
