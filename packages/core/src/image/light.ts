/**
 * Light and its encoding. A lens out of focus and a camera that moves mix light; pixel values are light that was
 * encoded, mostly by sRGB's transfer function. Programs, and the sets of images that methods are tested on, mostly mix
 * the pixel values. Where a blur is undone in the wrong one of the two, all strong edges ring. Cameras change the light
 * by a tone curve besides (tone-curve.ts): where it is known, it takes the place of sRGB's function.
 *
 * Reference: IEC 61966-2-1 (sRGB).
 */
import type { Option } from "../options/index.js";
import type { PlanarImage } from "./planar-image.js";
import { type ToneCurve, type Transfer, transferOfCurve } from "./tone-curve.js";

/** What a blur can mix. */
export const FOUND_LIGHTS = ["encoded", "linear"] as const;

/** What a blur mixes, or was taken to have mixed: what `auto` comes to. */
export type FoundLight = (typeof FOUND_LIGHTS)[number];

/** What a blur mixed, and how it is decoded. */
export interface MixedLight {
  readonly light: FoundLight;
  /** Of linear light, where it is not that of sRGB's function. */
  readonly toneCurve?: ToneCurve | undefined;
}

/** What a blur mixed; `auto`: what explains the image better (restore/found-light.ts). */
export const LIGHTS = ["auto", ...FOUND_LIGHTS] as const;

/** One of {@link LIGHTS}. */
export type Light = (typeof LIGHTS)[number];

/** The option of all that deals with blur. */
export const LIGHT_OPTION = {
  type: "choice",
  values: LIGHTS,
  default: "auto",
  help: "what the blur mixed: linear light, as a camera does, or encoded pixel values, as most programs do; auto: what explains the image better (kernelgan then trains on pixel values)",
} as const satisfies Option;

/** An image in linear light. */
export interface LinearImage {
  /** [c, h, w], the light over {@link unit}, values in [0, 1]. */
  readonly image: PlanarImage;
  readonly unit: number;
  /** What a small error of the pixel values is multiplied by, as a root mean square over the image. */
  readonly errorFactor: number;
}

/** Intervals of the tables. */
const STEPS = 4096;

/** Light in [0, 1] of an encoded value; the transfer function of Display P3 is the same. */
export function lightOf(value: number): number {
  return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
}

/** How fast it changes with the value. */
export function lightSlope(value: number): number {
  return value <= 0.04045 ? 1 / 12.92 : (2.4 / 1.055) * ((value + 0.055) / 1.055) ** 1.4;
}

/** The encoded value of light in [0, 1]. */
export function encodedOf(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

/** Reads a function on [0, 1] from a table, between whose entries it is straight; what lies outside is cut off. */
function tabled(f: (x: number) => number): (x: number) => number {
  const table = Float64Array.from({ length: STEPS + 2 }, (_, i) => f(Math.min(1, i / STEPS)));
  return (x) => {
    const at = STEPS * Math.min(1, Math.max(0, x));
    const i = Math.floor(at);
    return table[i]! + (at - i) * (table[i + 1]! - table[i]!);
  };
}

const decoded = tabled(lightOf);
/** The slope of the encoding is infinite at 0, all but; that of its value over the root of light is not. */
const encodedRoot = tabled((root) => encodedOf(root * root));

/** The derivative of light by its encoded value, squared: an error of the value counts by so much in light. */
export const squaredSlope: (value: number) => number = tabled((value) => lightSlope(value) ** 2);

const SRGB: Transfer = {
  decode: decoded,
  squaredSlope,
  encode: (light) => encodedRoot(Math.sqrt(Math.max(0, light))),
};

/** The tables of curves: a picture is encoded in many pieces. */
const ofCurves = new WeakMap<ToneCurve, Transfer>();

/** How pixel values and light belong together: by a camera's tone curve, or by sRGB's function. */
export function transferBy(toneCurve: ToneCurve | undefined): Transfer {
  if (!toneCurve) return SRGB;
  const known = ofCurves.get(toneCurve);
  if (known) return known;
  const made = transferOfCurve(toneCurve);
  ofCurves.set(toneCurve, made);
  return made;
}

/**
 * An image in linear light. The unit is chosen so that errors of the pixel values count as much as before, on average,
 * unless light would exceed 1.
 *
 * @param image [c, h, w], values in [0, 1]
 * @param toneCurve of the camera, if it is known; without it light is that of sRGB's function
 */
export function linearLight(image: PlanarImage, toneCurve?: ToneCurve): LinearImage {
  const { width, height, channels, data } = image;
  const transfer = transferBy(toneCurve);
  let sum = 0;
  for (const value of data) sum += transfer.squaredSlope(value);
  const errors = Math.sqrt(sum / data.length);
  const unit = Math.max(1, errors);
  return {
    image: { width, height, channels, data: data.map((value) => transfer.decode(value) / unit) },
    unit,
    errorFactor: errors / unit,
  };
}

/**
 * The pixel values, in [0, 1], of an image in linear light.
 *
 * @param toneCurve that it was decoded by
 */
export function encodedLight(
  { data, ...image }: PlanarImage,
  unit: number,
  toneCurve?: ToneCurve,
): PlanarImage {
  const transfer = transferBy(toneCurve);
  return { ...image, data: data.map((value) => transfer.encode(unit * value)) };
}
