/**
 * Photographs and what may have happened to them: the cases that confidence and sharpening are fitted on
 * (fit-confidence.ts). Every case comes from one photograph and its own random numbers.
 */
import {
  bicubicKernel,
  crop,
  downscale,
  imresize,
  type Kernel,
  kernel,
  type PlanarImage,
  planarImage,
  type Random,
  randomKernel,
} from "@kernelgan/core";
import { jpegRoundTrip } from "../../packages/cli/dist/image-files/jpeg-round-trip.js";
import { lanczos } from "../../packages/core/dist/math/sinc.js";
import { drawnKernel, type PathPoint } from "../../packages/core/dist/spectral/shapes/draw.js";
import { codedRoundTrip, withoutCoding } from "./coded-round-trip.js";
import { quantised } from "./judge.js";

/** An image as it would be found, and what is known of it. */
export interface PhotographCase {
  readonly kind: string;
  readonly scale: 2 | 3 | 4;
  readonly low: PlanarImage;
  readonly high: PlanarImage;
  /** Undefined where the image has gone through more than a blur: there is no true one. */
  readonly kernel: Kernel | undefined;
  readonly isSharpened: boolean;
}

/** Sides of the pieces of a case "small", in pixels of the low-resolution image. */
const SMALL_SIDES = [48, 100] as const;

/** The same of JPEG files. */
const SMALL_JPEG_SIDES = [64, 128] as const;

/** The cases of a photograph: some kinds of each family. */
export async function casesOf(photograph: PlanarImage, numbers: Random): Promise<PhotographCase[]> {
  const from = <T>(items: readonly T[]): T => items[numbers.integer(items.length)] as T;
  const made: PhotographCase[] = [];
  const add = async (
    kind: string,
    scale: 2 | 3 | 4,
    blur: Kernel,
    after: (low: PlanarImage) => PlanarImage | Promise<PlanarImage> = (low) => low,
    keepsKernel = true,
  ): Promise<void> => {
    const high = divisible(photograph, scale);
    const low = quantised(await after(quantised(downscale(high, blur, scale))));
    made.push({
      kind,
      scale,
      low,
      high,
      kernel: keepsKernel ? blur : undefined,
      isSharpened: kind === "sharpened",
    });
  };

  await add("bicubic", 2, bicubicKernel(2));
  await add("box or Lanczos", 2, from([boxKernel, lanczosKernel])(2));
  await add("Gaussian", 2, gaussian(2, numbers));
  const larger = from([3, 4] as const);
  await add(`Gaussian ×${larger}`, larger, gaussian(larger, numbers));
  await add("other blur", 2, shortBlur(numbers));
  const quality = 60 + numbers.integer(35);
  const compress = from([jpegRoundTrip, webpRoundTrip]);
  await add("compressed", 2, gaussian(2, numbers), (low) => compress(low, quality));
  await add("compressed, sharp", 2, bicubicKernel(2), (low) => compress(low, quality));
  const deviation = 1 + 7 * numbers.uniform();
  await add("noise", 2, gaussian(2, numbers), (low) => noisy(low, deviation, 0, numbers));
  await add("grain, sharp", 2, bicubicKernel(2), (low) =>
    noisy(low, deviation, 0.5 + 0.7 * numbers.uniform(), numbers),
  );
  await add(
    "sharpened",
    2,
    from([bicubicKernel, boxKernel, lanczosKernel])(2),
    (low) => sharpened(low, 0.7 + 1.3 * numbers.uniform(), 0.5 + 1.5 * numbers.uniform()),
    false,
  );
  await add(
    "enlarged",
    2,
    bicubicKernel(2),
    (low) => imresize(quantised(imresize(low, { scale: 1 / 2 })), { width: low.width, height: low.height }),
    false,
  );
  for (const scale of [3, 4] as const) {
    await add(`bicubic ×${scale}`, scale, bicubicKernel(scale));
    await add(`Gaussian ×${scale}`, scale, gaussian(scale, numbers));
  }
  await add("box ×4", 4, boxKernel(4));
  await add("disk", 2, disk(numbers, 2));
  await add("disk ×3", 3, disk(numbers, 3));
  await add("motion", 2, motion(numbers));
  for (const piece of made.filter(({ kind }) => /^(bicubic|Gaussian|disk)/.test(kind))) {
    const side = SMALL_SIDES[0] + numbers.integer(SMALL_SIDES[1] - SMALL_SIDES[0]);
    if (side > Math.min(piece.low.width, piece.low.height)) continue;
    const [x, y] = [numbers.integer(piece.low.width - side), numbers.integer(piece.low.height - side)];
    made.push({ ...cutOut(piece, { x, y, width: side, height: side }), kind: `small, ${piece.kind}` });
  }
  return made;
}

/** Photographs as JPEG files, blurred and not, whole and small, of qualities 60 to 95. */
export async function jpegCasesOf(photograph: PlanarImage, numbers: Random): Promise<PhotographCase[]> {
  const blurs: readonly (readonly [kind: string, scale: 2 | 3 | 4, blur: Kernel])[] = [
    ["Gaussian", 2, gaussian(2, numbers)],
    ["Gaussian", 2, gaussian(2, numbers)],
    ["Gaussian", 3, gaussian(3, numbers)],
    ["Gaussian", 4, gaussian(4, numbers)],
    ["disk", 2, disk(numbers, 2)],
    ["motion", 2, motion(numbers)],
    ["bicubic", 2, bicubicKernel(2)],
    ["box", 2, boxKernel(2)],
    ["Lanczos", 2, lanczosKernel(2)],
    ["bicubic", 3, bicubicKernel(3)],
    ["bicubic", 4, bicubicKernel(4)],
  ];
  const made: PhotographCase[] = [];
  const add = async (one: PhotographCase): Promise<void> => {
    const quality = 60 + numbers.integer(36);
    made.push({ ...one, low: await jpegRoundTrip(one.low, quality) });
  };
  for (const [name, scale, blur] of blurs) {
    const high = divisible(photograph, scale);
    const low = quantised(downscale(high, blur, scale));
    const kind = `JPEG, ${name}${scale === 2 ? "" : ` ×${scale}`}`;
    const whole: PhotographCase = { kind, scale, low, high, kernel: blur, isSharpened: false };
    await add(whole);
    const side = SMALL_JPEG_SIDES[0] + numbers.integer(SMALL_JPEG_SIDES[1] - SMALL_JPEG_SIDES[0]);
    if (side > Math.min(low.width, low.height)) continue;
    const [x, y] = [numbers.integer(low.width - side), numbers.integer(low.height - side)];
    await add({ ...cutOut(whole, { x, y, width: side, height: side }), kind: `small, ${kind}` });
  }
  return made;
}

/** A part of a case. */
export function cutOut(
  { low, high, scale, ...rest }: PhotographCase,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): PhotographCase {
  return {
    ...rest,
    scale,
    low: crop(low, { x, y, width, height }),
    high: crop(high, { x: scale * x, y: scale * y, width: scale * width, height: scale * height }),
  };
}

/** The middle of a case, of at most `side` pixels of the low-resolution image each way: enough to judge a kernel by. */
export function middleOf(one: PhotographCase, side: number): PhotographCase {
  const [width, height] = [Math.min(one.low.width, side), Math.min(one.low.height, side)];
  const [x, y] = [Math.floor((one.low.width - width) / 2), Math.floor((one.low.height - height) / 2)];
  return cutOut(one, { x, y, width, height });
}

/** Cut at the right and the bottom. */
export function divisible(image: PlanarImage, scale: number): PlanarImage {
  const whole = (length: number): number => scale * Math.floor(length / scale);
  return crop(image, { x: 0, y: 0, width: whole(image.width), height: whole(image.height) });
}

/**
 * Anisotropic, as in the field's tests: eigenvalues of the covariance from 0.175 s to 2.5 s, some with multiplicative
 * noise.
 */
function gaussian(scale: 2 | 3 | 4, numbers: Random): Kernel {
  return randomKernel(numbers, {
    scale,
    size: 4 * scale + 3,
    eigenvalues: [0.175 * scale, 2.5 * scale],
    noise: numbers.integer(2) === 0 ? 0.25 : 0,
  });
}

/** A motion, a defocus or a shake at ×2, as short as the shapes of `auto` are for. */
export function shortBlur(numbers: Random): Kernel {
  const kinds = [motion, (own: Random) => disk(own, 2), shake];
  return (kinds[numbers.integer(kinds.length)] as (typeof kinds)[number])(numbers);
}

/** A straight line of 3 to 7 high-resolution pixels. */
function motion(numbers: Random): Kernel {
  const [length, angle] = [3 + 4 * numbers.uniform(), Math.PI * numbers.uniform()];
  const points = Array.from({ length: 50 }, (_, i): PathPoint => {
    const t = (length * ((i + 0.5) / 50 - 0.5)) / 2;
    return { y: t * Math.sin(angle), x: t * Math.cos(angle) };
  });
  return drawnKernel(points, 0.25, 2);
}

/** Defocus with a radius of 1.5 to 3 pixels at ×2, in proportion at others. */
function disk(numbers: Random, scale: 2 | 3): Kernel {
  const radius = (1.5 + 1.5 * numbers.uniform()) / 2;
  const line = Array.from({ length: 17 }, (_, i) => (i - 8) / 8.25);
  const points = line.flatMap((y) => line.filter((x) => x * x + y * y <= 1).map((x) => ({ y, x })));
  return drawnKernel(
    points.map(({ y, x }) => ({ y: radius * y, x: radius * x })),
    0.2,
    scale,
  );
}

/**
 * The path of a point whose velocity is a smoothed random walk, up to 2 to 3.5 high-resolution pixels from its middle:
 * short and smooth, so that the shapes of `auto` can stand for it. camera-path.ts makes those that they cannot.
 */
function shake(numbers: Random): Kernel {
  const steps = 100;
  const walk = (): number[] => {
    let [position, velocity, push] = [0, 0, 0];
    const line = Array.from({ length: steps }, () => {
      push = 0.9 * push + numbers.normal();
      velocity += push;
      position += velocity;
      return position;
    });
    const middle = line.reduce((sum, value) => sum + value, 0) / steps;
    return line.map((value) => value - middle);
  };
  const [ys, xs] = [walk(), walk()];
  const reach = (2 + 1.5 * numbers.uniform()) / 2 / Math.max(...ys.map(Math.abs), ...xs.map(Math.abs));
  return drawnKernel(
    ys.map((y, i) => ({ y: reach * y, x: reach * (xs[i] ?? 0) })),
    0.25,
    2,
  );
}

export function boxKernel(scale: number): Kernel {
  return separable(scale, (x) => (Math.abs(x) < 0.5 ? 1 : 0));
}

export function lanczosKernel(scale: number): Kernel {
  return separable(scale, lanczos);
}

/** Of a filter in low-resolution pixels. */
function separable(scale: number, filter: (x: number) => number): Kernel {
  const reach = 4 * scale;
  const line = Array.from({ length: 2 * reach + 1 }, (_, u) => filter((u - reach - (scale - 1) / 2) / scale));
  const sum = line.reduce((a, b) => a + b, 0);
  return kernel(
    line.length,
    line.flatMap((a) => line.map((b) => (a * b) / sum ** 2)),
  );
}

/**
 * Grain with a correlation of `radius` pixels (0: white noise).
 *
 * @param deviation in gray levels of 255
 * @param isGray the same in all channels; else independent
 */
export function noisy(
  image: PlanarImage,
  deviation: number,
  radius: number,
  numbers: Random,
  isGray = false,
): PlanarImage {
  const blank = planarImage(image.width, image.height, isGray ? 1 : image.channels);
  const white = { ...blank, data: blank.data.map(() => numbers.normal()) };
  const grain = radius === 0 ? white : gaussianBlur(white, radius);
  const rms = Math.sqrt(grain.data.reduce((sum, value) => sum + value * value, 0) / grain.data.length);
  return {
    ...image,
    data: image.data.map(
      (value, i) => value + ((deviation / 255) * (grain.data[i % grain.data.length] ?? 0)) / rms,
    ),
  };
}

/** Unsharp masking. */
export function sharpened(image: PlanarImage, radius: number, amount: number): PlanarImage {
  const soft = gaussianBlur(image, radius);
  return { ...image, data: image.data.map((value, i) => value + amount * (value - (soft.data[i] ?? 0))) };
}

/** @param radius standard deviation in pixels */
export function gaussianBlur(image: PlanarImage, radius: number): PlanarImage {
  const reach = Math.ceil(3 * radius);
  const line = Array.from({ length: 2 * reach + 1 }, (_, i) => Math.exp(-0.5 * ((i - reach) / radius) ** 2));
  const sum = line.reduce((a, b) => a + b, 0);
  const blur = kernel(
    line.length,
    line.flatMap((a) => line.map((b) => (a * b) / sum ** 2)),
  );
  return downscale(image, blur, 1);
}

/** What WebP compression of the given quality makes of an image whose file is not known. */
export async function webpRoundTrip(image: PlanarImage, quality: number): Promise<PlanarImage> {
  return withoutCoding(await codedRoundTrip(image, "webp", quality));
}
