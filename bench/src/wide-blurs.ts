/** Blurs of several pixels, of any scale factor: what bench:wide and bench:fit-wide make of photographs. */
import {
  alignedCentre,
  crop,
  downscale,
  type FoundLight,
  type Kernel,
  kernel,
  type PlanarImage,
} from "@kernelgan/core";
import { wrongArgument } from "@kernelgan/testing/script-arguments";
import { quantised } from "./judge.js";
import { type Tone, withoutTone, withTone } from "./tone.js";

/** Parts of a pixel, along each axis, that a disk's edge is drawn with. */
const PARTS = 8;
/** The reach of a Gaussian's frame, in standard deviations; and of one that is cut off at a fifth of its peak. */
const REACH = 4;
const CUT = Math.sqrt(2 * Math.log(5));

/** What {@link wideKernel} makes a kernel of. */
const NAME = /^(gauss|disk|motion|box|cut)(\d+(?:\.\d+)?)(?:@(\d+))?$/;

/** Shape, length and angle of a name. */
function parts(name: string): { shape: string; length: number; angle: number } | undefined {
  const [, shape, length, angle] = NAME.exec(name) ?? [];
  if (shape === undefined || (shape === "motion") !== (angle !== undefined)) return undefined;
  return { shape, length: Number(length), angle: Number(angle) };
}

/**
 * The names of blurs in a comma-separated list; ends the script if {@link wideKernel} does not know one.
 *
 * @param others that the script knows itself
 */
export function blurNames(list: string, others: readonly string[] = []): string[] {
  const names = list.split(",");
  const unknown = names.find((name) => !parts(name) && !others.includes(name));
  if (unknown === undefined) return names;
  return wrongArgument(`unknown blur "${unknown}"; name one such as gauss3, disk6, motion9@30, box5 or cut2`);
}

/**
 * The kernel of a name: `gauss3` (σ = 3), `disk6` (radius 6), `motion9@30` (9 long, along 30 degrees), `box5` (of side
 * 5) or `cut2` (σ = 2, cut off at a fifth of the peak along each axis), in pixels of the blurred image, for a scale
 * factor. Aligned.
 *
 * @throws Error for other names
 */
export function wideKernel(name: string, scale: number): Kernel {
  const named = parts(name);
  if (!named) throw new Error(`unknown blur ${name}`);
  const { shape, length, angle } = named;
  if (shape === "motion") return motionKernel(length, angle, scale);
  const reach = scale * length;
  if (shape === "box") {
    return drawn(Math.ceil(reach / 2), scale, (y, x) => overlap(y, reach / 2) * overlap(x, reach / 2));
  }
  if (shape === "cut") {
    const half = CUT * reach;
    const along = (t: number): number => overlap(t, half) * Math.exp(-0.5 * (t / reach) ** 2);
    return drawn(Math.ceil(half), scale, (y, x) => along(y) * along(x));
  }
  return shape === "gauss"
    ? drawn(Math.ceil(REACH * reach), scale, (y, x) => Math.exp((-0.5 * (y * y + x * x)) / reach ** 2))
    : drawn(Math.ceil(reach) + 1, scale, (y, x) => shareInside(y, x, reach));
}

/**
 * Uniform motion of `length` pixels of the blurred image along `angle`, in degrees: a line, one pixel of the larger
 * image wide.
 */
export function motionKernel(length: number, angle: number, scale = 1): Kernel {
  const [cos, sin] = [Math.cos((Math.PI * angle) / 180), Math.sin((Math.PI * angle) / 180)];
  const half = (scale * length) / 2;
  return drawn(Math.ceil(half) + 1, scale, (y, x) => {
    const beyond = Math.max(0, Math.abs(x * cos + y * sin) - half);
    return Math.max(0, 1 - Math.hypot(beyond, y * cos - x * sin));
  });
}

/**
 * A photograph as it would be found, blurred and reduced, with 8 bits; its sides are multiples of the scale.
 *
 * @param light what the blur mixes: pixel values or, as in a camera, light
 * @param tone that the photograph got besides the encoding of its light (tone.ts)
 */
export function blurred(
  photograph: PlanarImage,
  blur: Kernel,
  scale: number,
  light?: FoundLight,
  tone?: Tone,
): PlanarImage {
  const mixed = downscale(withoutTone(photograph, tone), blur, scale, { light });
  return quantised(withTone(mixed, tone));
}

/** Without the borders, where what was blurred into the image is known: it lies inside the photograph. */
export function cutOut(
  image: PlanarImage,
  photograph: PlanarImage,
  { size }: Kernel,
  scale: number,
): { readonly image: PlanarImage; readonly truth: PlanarImage } {
  const margin = Math.ceil(size / 2 / scale);
  const { width, height } = image;
  const inside = { x: margin, y: margin, width: width - 2 * margin, height: height - 2 * margin };
  return {
    image: crop(image, inside),
    truth: crop(photograph, {
      x: scale * inside.x,
      y: scale * inside.y,
      width: scale * inside.width,
      height: scale * inside.height,
    }),
  };
}

function drawn(reach: number, scale: number, value: (y: number, x: number) => number): Kernel {
  const size = 2 * reach + 1;
  const centre = alignedCentre(size, scale);
  const weights = Array.from({ length: size * size }, (_, i) =>
    value(Math.floor(i / size) - centre, (i % size) - centre),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return kernel(
    size,
    weights.map((weight) => weight / sum),
  );
}

/** The share of a pixel that lies inside an interval from −half to half. */
function overlap(position: number, half: number): number {
  return Math.min(1, Math.max(0, half + 0.5 - Math.abs(position)));
}

/** The share of a pixel that lies inside a disk. */
function shareInside(y: number, x: number, radius: number): number {
  let inside = 0;
  for (let i = 0; i < PARTS * PARTS; i++) {
    const dy = y + (Math.floor(i / PARTS) + 0.5) / PARTS - 0.5;
    const dx = x + ((i % PARTS) + 0.5) / PARTS - 0.5;
    if (dy * dy + dx * dx <= radius * radius) inside++;
  }
  return inside / PARTS ** 2;
}
