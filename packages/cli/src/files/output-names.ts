/**
 * The names of results: how they are built and what they say. For the image `photos/boat.jpg`:
 *
 *     boat_kernel_x2.mat        a kernel, for each scale and format
 *     boat_x2.png               the upscaled image
 *     boat_x2.html              the report on it
 *     boat_seed1_kernel_x2.mat  the same for one of several seeds
 *
 * The part before, `boat`, is the stem; in a batch it may have folders in front: `2026/boat`.
 */
import { basename, extname } from "node:path";

const KERNEL = /_kernel_x(\d+)\.\w+$/;
const SCALE = /_x(\d+)$/;
const SEED = /_seed\d+$/;

/** `photos/boat` of `photos/boat.jpg`. */
export function withoutExtension(path: string): string {
  return path.slice(0, path.length - extname(path).length);
}

/** `boat` of `photos/boat.jpg`. */
export function imageName(path: string): string {
  return withoutExtension(basename(path));
}

/** `boat_kernel_x2.mat`. */
export function kernelFile(stem: string, scale: number, format: string): string {
  return `${stem}_kernel_x${scale}.${format}`;
}

/** `boat_x2.png`. */
export function upscaledFile(stem: string, scale: number, format: string): string {
  return `${stem}_x${scale}.${format}`;
}

/** `boat_seed1`. */
export function stemWithSeed(stem: string, seed: number): string {
  return `${stem}_seed${seed}`;
}

/** The scale of a kernel file by its name; undefined for other files. */
export function kernelFileScale(path: string): number | undefined {
  const scale = KERNEL.exec(path)?.[1];
  return scale === undefined ? undefined : Number(scale);
}

/** Whether a name is that of a kernel's picture, which is no image to work on. */
export function isKernelPicture(path: string): boolean {
  return extname(path).toLowerCase() === ".png" && kernelFileScale(path.toLowerCase()) !== undefined;
}

/** The scale at the end of a file's name, whatever the file: 2 of `boat_x2.png` and of `k_x2.mat`. */
export function scaleInName(path: string): number | undefined {
  const scale = SCALE.exec(withoutExtension(path))?.[1];
  return scale === undefined ? undefined : Number(scale);
}

/** `boat` of `boat_x2`. */
export function withoutScale(stem: string): string {
  return stem.replace(SCALE, "");
}

/** `boat` of `boat_seed1`. */
export function withoutSeed(stem: string): string {
  return stem.replace(SEED, "");
}

/** What a batch keeps in its output folder; some file systems do not distinguish upper and lower case. */
const RESERVED =
  /^(?:\.lock|\.unfinished|\.working|\.manifest|\.kernelgan-.*|manifest\.jsonl|summary\.(?:csv|html))$/i;

/** What follows a stem in the name of a result, at most: `_kernel_x16.json`. */
const LONGEST_END = 20;
/** The same for the stem of an image, which may get `_seed4294967295`. */
export const LONGEST_IMAGE_END = 40;
/** The longest name and path, in bytes, on the usual systems. */
const MAX_NAME = 255;
const MAX_PATH = 1024;

/**
 * Whether a text is a stem of results in a batch: a path as for {@link isResultPath} that leaves room for the ends of names.
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
 * Whether a text is a path below the output folder, on every system: `a/b_c`, neither empty nor leading out of it, nor in the
 * way of the batch's own files, nor too long.
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
