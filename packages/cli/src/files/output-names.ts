/**
 * The names of results: how they are built and what they say. For the image `photos/boat.jpg`:
 *
 *     boat_kernel_x2.mat        a kernel, for each scale and format
 *     boat_x2.png               the upscaled image
 *     boat_3000w.png            the same, made 3000 pixels wide; 2000h: high, 3000x2000: to fit into
 *     boat_x2.html              the report on it
 *     boat_seed1_kernel_x2.mat  the same for one of several seeds
 *
 * The part before, `boat`, is the stem; in a batch it may have folders in front: `2026/boat`.
 */
import { basename, extname } from "node:path";

const KERNEL = /_kernel_(?:x\d+|\d+w|\d+h|\d+x\d+)\.\w+$/;
const SIZE = /_(?:x\d+(?:\.\d+)?|\d+w|\d+h|\d+x\d+)$/;
const SEED = /_seed\d+$/;

/** `photos/boat` of `photos/boat.jpg`. */
export function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

/** `boat` of `photos/boat.jpg`. */
export function imageName(path: string): string {
  return withoutExtension(basename(path));
}

/**
 * `boat_kernel_x2.mat`; of a kernel whose scale is not known before the image, by the size: `boat_kernel_3000w.mat`.
 */
export function kernelFile(stem: string, scale: number | string, format: string): string {
  return `${stem}_kernel_${sizeName(scale)}.${format}`;
}

/** `boat_x2.png`, or by a size as the option has it (`3000x`) `boat_3000w.png`. */
export function upscaledFile(stem: string, size: number | string, format: string): string {
  return `${stem}_${sizeName(size)}.${format}`;
}

/** A bare `x2000` would look like a factor. */
function sizeName(size: number | string): string {
  if (typeof size === "number") return `x${size}`;
  const [width, height] = size.split("x");
  return width && height ? size : width ? `${width}w` : `${height}h`;
}

/** `boat_seed1`. */
export function stemWithSeed(stem: string, seed: number): string {
  return `${stem}_seed${seed}`;
}

/** Whether a file has the name of a kernel. */
export function isKernelName(path: string): boolean {
  return KERNEL.test(path);
}

/** Whether a file is a kernel of a factor, or of a picture of a size. */
export function isKernelFileOf(path: string, scale: number | string): boolean {
  return withoutExtension(path).endsWith(`_kernel_${sizeName(scale)}`);
}

/** Whether a name is that of a kernel's picture, which is no image to work on. */
export function isKernelPicture(path: string): boolean {
  return extname(path).toLowerCase() === ".png" && isKernelName(path.toLowerCase());
}

/** `boat` of `boat_x2` and of `boat_3000w`. */
export function withoutScale(stem: string): string {
  return stem.replace(SIZE, "");
}

/** `boat` of `boat_seed1`. */
export function withoutSeed(stem: string): string {
  return stem.replace(SEED, "");
}

/** What a batch keeps in its output folder; some file systems do not distinguish upper and lower case. */
const RESERVED =
  /^(?:\.lock|\.unfinished|\.working|\.manifest|\.kernelgan-.*|manifest\.jsonl|summary\.(?:csv|html))$/i;

/** What follows a stem in the name of a result, at most: `_kernel_999999x999999.json`. */
const LONGEST_END = 28;
/** The same for the stem of an image, which may get `_seed4294967295`. */
export const LONGEST_IMAGE_END = 48;
/** The longest name and path, in bytes, on the usual systems. */
const MAX_NAME = 255;
const MAX_PATH = 1024;

/**
 * Whether a text is a stem of results in a batch: a path as for {@link isResultPath} that leaves room for the ends of
 * names.
 *
 * @param room in bytes
 */
export function isStem(text: string, room: number = LONGEST_END): boolean {
  return isResultPath(text) && Buffer.byteLength(basename(text)) <= MAX_NAME - room;
}

/** Whether a path begins with the name of something that a batch keeps in its output folder. */
export function isReserved(path: string): boolean {
  return RESERVED.test(path.split("/")[0] ?? "");
}

/**
 * Whether a text is a path below the output folder, on every system: `a/b_c`, neither empty nor leading out of it, nor
 * in the way of the batch's own files, nor too long.
 */
export function isResultPath(text: string): boolean {
  const names = text.split("/");
  return (
    names.every((name) => !["", ".", ".."].includes(name) && Buffer.byteLength(name) <= MAX_NAME) &&
    !/[\\\0]|^[a-z]:/i.test(text) &&
    !isReserved(text) &&
    Buffer.byteLength(text) <= MAX_PATH
  );
}
