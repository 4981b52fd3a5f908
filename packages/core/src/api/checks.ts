/** What an argument must be, in one wording for all public functions. */
import { check } from "../errors.js";
import {
  type InterleavedPixels,
  isToneCurve,
  LOSSY_CODECS,
  type LossyCoding,
  type PlanarImage,
  TONE_CURVE_WANTED,
} from "../image/index.js";
import type { Kernel } from "../kernel/index.js";
import { checkChoice } from "../range.js";
import { shown } from "../shown.js";
import { looksInterleaved } from "./looks-interleaved.js";

/** Numbers of channels of an image that has a blur or a quality: gray or colour. */
export const CHANNELS: readonly number[] = [1, 3];

/** The largest side of a kernel: 128 MiB of weights. */
const MAX_KERNEL_SIDE = 4095;

/** The largest number of samples that a typed array surely holds. */
const MAX_SAMPLES = 2 ** 32;

/**
 * @param channels allowed numbers of channels; default any
 * @throws KernelGanError `invalid-argument` unless the value is a planar image whose sizes agree
 */
export function checkImage(
  image: PlanarImage,
  channels?: readonly number[],
  name = "the image",
): asserts image is PlanarImage {
  checkRecord(image, `${name} must be { width, height, channels, data }`);
  const { width, height, channels: count, data, coding } = image;
  check(
    count !== undefined || !ArrayBuffer.isView(data),
    () =>
      `${name} must be { width, height, channels, data }, got no channels; fromImageData makes one of ImageData`,
  );
  checkImageSize(width, height, count, name);
  check(
    isArrayOf(data, "Float32Array"),
    () =>
      `${name}'s data must be a Float32Array, got ${shown(data)}; fromInterleaved makes one of other samples`,
  );
  const samples = width * height * count;
  check(
    data.length === samples,
    () =>
      `${name} of ${width}×${height}×${count} must have ${samples} samples, got ${data.length}${channelsHint(data.length / (width * height))}`,
  );
  check(
    channels?.includes(count) ?? true,
    () =>
      `${name} must have ${channels?.join(" or ")} ${channels?.at(-1) === 1 ? "channel" : "channels"}, got ${count}`,
  );
  if (coding !== undefined) checkCoding(coding, name);
}

function checkCoding(coding: LossyCoding, name: string): void {
  checkRecord(coding, `${name}'s coding must be { codec, bitsPerPixel }`);
  checkChoice(`${name}'s codec`, coding.codec, LOSSY_CODECS);
  check(
    typeof coding.bitsPerPixel === "number" && coding.bitsPerPixel > 0,
    () => `${name}'s bitsPerPixel must be a positive number, got ${shown(coding.bitsPerPixel)}`,
  );
}

function channelsHint(channels: number): string {
  return Number.isInteger(channels) && channels > 0 && channels <= 4
    ? `, those of ${channels} channels; if they are interleaved (R G B R G B …), fromInterleaved makes planes of them`
    : "";
}

/** @throws KernelGanError `invalid-argument` unless an image can have this size */
export function checkImageSize(width: number, height: number, channels: number, name = "an image"): void {
  check(
    [width, height, channels].every((n) => Number.isInteger(n) && n > 0),
    () =>
      `the width, height and channels of ${name} must be positive integers, got ${[width, height, channels].map(shown).join(", ")}`,
  );
  check(
    width * height * channels <= MAX_SAMPLES,
    () => `${name} of ${width}×${height}×${channels} samples is too large`,
  );
}

/** @throws KernelGanError `invalid-argument` unless the value is pixels with interleaved samples */
export function checkPixels(pixels: InterleavedPixels, name: string): void {
  checkRecord(pixels, `${name} must be { width, height, channels, data }`);
  const { width, height, channels, data } = pixels;
  checkImageSize(width, height, channels, name);
  check(channels <= 4, () => `${name} must have 1 to 4 channels, got ${channels}`);
  check(
    SAMPLES.some((type) => isArrayOf(data, type)),
    () => `the data of ${name} must be one of ${SAMPLES.join(", ")}, got ${shown(data)}`,
  );
  const samples = width * height * channels;
  check(
    data.length === samples,
    () => `${name} of ${width}×${height}×${channels} must have ${samples} samples, got ${data.length}`,
  );
}

/** What interleaved samples come in. */
const SAMPLES = ["Uint8Array", "Uint8ClampedArray", "Uint16Array", "Float32Array"];

/**
 * One infinite sample would spoil every sample of a result.
 *
 * @param image checked
 * @throws KernelGanError `invalid-argument` unless all samples are finite
 */
export function checkFinite({ data, width, height }: PlanarImage, name = "the image"): void {
  // A product with 0 is 0, but for what is not finite: then the sum is not a number.
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i]! * 0;
  check(sum === 0, () => {
    const at = data.findIndex((value) => !Number.isFinite(value));
    const [x, y] = [at % width, Math.floor(at / width) % height];
    return `${name}'s samples must be finite, got ${data[at]} at column ${x}, row ${y}`;
  });
}

/** How far out of [0, 1] samples may be: resizing and noise overshoot. */
const OVERSHOOT = 0.5;

/**
 * Checks that samples are in the form that the methods expect. Interleaved or 0 to 255 samples would give a wrong
 * result that shows no sign of the cause.
 *
 * @param image checked
 * @throws KernelGanError `invalid-argument` unless all samples are finite, lie in [0, 1] (more or less), and are planes
 */
export function checkSamples(image: PlanarImage, name = "the image"): void {
  const { data, width, height } = image;
  const at = firstOutside(data);
  if (at >= 0) checkFinite(image, name);
  check(at < 0, () => {
    const [x, y] = [at % width, Math.floor(at / width) % height];
    return `${name}'s samples must lie in [0, 1], got ${data[at]} at column ${x}, row ${y}; divide samples of 8 bits by 255, or let fromInterleaved do it`;
  });
  check(
    !looksInterleaved(image),
    () =>
      `${name}'s samples must be planes, all R, then all G, then all B, and these seem to be interleaved (R G B R G B …); fromInterleaved makes planes of them`,
  );
}

/**
 * The first sample that is too far out of [0, 1], or no number; -1 if there is none. A loop: large images have a
 * hundred million.
 */
function firstOutside(data: Float32Array): number {
  for (let i = 0; i < data.length; i++) {
    const value = data[i]!;
    if (!(value >= -OVERSHOOT && value <= 1 + OVERSHOOT)) return i;
  }
  return -1;
}

/** @throws KernelGanError `invalid-argument` unless the value is a square kernel of finite weights */
export function checkKernel(kernel: Kernel, name = "the kernel"): asserts kernel is Kernel {
  checkRecord(kernel, `${name} must be { size, data }`);
  const { size, data } = kernel;
  checkKernelSize(size, name);
  check(isArrayOf(data, "Float64Array"), () => `${name}'s data must be a Float64Array, got ${shown(data)}`);
  check(
    data.length === size * size,
    () => `${name} of ${size}×${size} must have ${size * size} weights, got ${data.length}`,
  );
  check(data.every(Number.isFinite), () => `${name}'s weights must all be finite numbers`);
  const { scale, confidence, toneCurve } = kernel;
  check(
    scale === undefined || (Number.isFinite(scale) && scale > 0),
    () => `${name}'s scale must be a positive number, got ${shown(scale)}`,
  );
  check(
    confidence === undefined || (confidence >= 0 && confidence <= 1),
    () => `${name}'s confidence must be a number from 0 to 1, got ${shown(confidence)}`,
  );
  if (toneCurve !== undefined) checkToneCurve(toneCurve, `${name}'s toneCurve`);
}

/** @throws KernelGanError `invalid-argument` unless the value is the tone curve of a camera */
export function checkToneCurve(curve: unknown, name: string): void {
  check(
    isToneCurve(curve),
    () => `${name} must be an array of ${TONE_CURVE_WANTED}, got ${shown(curve)}; without it light is sRGB's`,
  );
}

/** @throws KernelGanError `invalid-argument` unless a kernel can have this side */
export function checkKernelSize(size: number, name = "a kernel"): void {
  check(
    Number.isInteger(size) && size > 0 && size <= MAX_KERNEL_SIDE,
    () => `${name}'s size must be an integer from 1 to ${MAX_KERNEL_SIDE}, got ${shown(size)}`,
  );
}

/** @throws KernelGanError `invalid-argument` unless the value is a finite number */
export function checkFiniteNumber(value: number, name: string): void {
  check(Number.isFinite(value), () => `${name} must be a number, got ${shown(value)}`);
}

/**
 * @param expected begins the message
 * @throws KernelGanError `invalid-argument` unless the value is an object
 */
export function checkRecord(value: unknown, expected: string): void {
  check(typeof value === "object" && value !== null, () => `${expected}, got ${shown(value)}`);
}

/** What the value of a named argument must be; `any`: the function itself looks at it. */
type ValueKind = "any" | "boolean" | "function" | "object" | "signal" | "text";

/** The names of all that an object of options or controls may have, and what each must be. */
export type Names<T extends object> = { readonly [Name in keyof Required<T>]: ValueKind };

/** What this repository's own programs give as well: no message names it. */
const INTERNAL_CONTROL = "openTrainers";

/**
 * Checks the names of options that are in no table (`checkOptions` checks those that are), and the values that are
 * switches and functions.
 *
 * @param called what the object is, as "the third argument", where it is not options
 * @throws KernelGanError `invalid-argument` unless it is absent, or an object with no other names
 */
export function checkNames<T extends object>(given: T | undefined, names: Names<T>, called?: string): void {
  if (given === undefined) return;
  const kinds: Readonly<Record<string, ValueKind>> = names;
  const known = Object.keys(kinds).filter((name) => name !== INTERNAL_CONTROL);
  const isObject = typeof given === "object" && given !== null && !Array.isArray(given);
  check(isObject, () =>
    called === undefined
      ? `the options must be an object, got ${shown(given)}`
      : `${called} must be an object such as { ${known.slice(0, 2).join(", ")} }, got ${shown(given)}`,
  );
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined) continue;
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined;
    check(kind !== undefined, () =>
      called === undefined
        ? `there is no option "${name}"; valid options: ${known.join(", ")}`
        : `there is no "${name}" in ${called}; it takes ${known.join(", ")}`,
    );
    check(isOfKind(value, kind), () => `"${name}" must be ${KIND_NAMES[kind]}, got ${shown(value)}`);
  }
}

/**
 * @param called which argument it is
 * @throws KernelGanError `invalid-argument` unless it is what a call takes after its options, or absent
 */
export function checkControl<T extends object>(
  control: T | undefined,
  names: Names<T>,
  called = "the third argument",
): void {
  checkNames(control, names, called);
}

const KIND_NAMES: Readonly<Record<ValueKind, string>> = {
  any: "something",
  boolean: "true or false",
  function: "a function",
  object: "an object",
  signal: "an AbortSignal",
  text: "a string",
};

function isOfKind(value: unknown, kind: ValueKind): boolean {
  switch (kind) {
    case "any":
      return true;
    case "object":
      return typeof value === "object" && value !== null;
    case "signal":
      return isSignal(value);
    case "text":
      return typeof value === "string";
    default:
      return typeof value === kind;
  }
}

/** Arrays of other windows and workers are of another class with the same name. */
function isArrayOf(value: unknown, name: string): boolean {
  return ArrayBuffer.isView(value) && (value as Float32Array)[Symbol.toStringTag] === name;
}

/** Those of other windows and of polyfills are of another class. */
function isSignal(value: unknown): boolean {
  return typeof (value as AbortSignal | null)?.aborted === "boolean";
}
