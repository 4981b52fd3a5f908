/**
 * The images that a command is given: files, folders and globs, each with the stem of its results below the output folder.
 *
 *     photos/           all images below the folder   photos/sub/a.png   → sub/a.png
 *     "photos/*.png"    what the glob matches         photos/a.png       → a.png (below the part without wildcards)
 *     photos/sub/a.png  the file                                         → a.png
 *
 * Folders and globs skip hidden files, the pictures of kernels that `estimate` writes, and the output folder.
 */
import { readFileSync, type Stats, statSync } from "node:fs";
import { basename, relative, resolve, sep } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { glob, isDynamicPattern } from "tinyglobby";
import { fileReason } from "../errors/in-file.js";
import { isKernelPicture, isStem, withoutExtension } from "../files/output-names.js";
import { EXTENSIONS_TEXT, isImageName } from "../image-files/formats.js";

/** An image and where its results go. */
export interface InputImage {
  /** Absolute path. */
  path: string;
  /** Below the output folder, without extension, with / between its names. */
  stem: string;
}

/** How many collisions a message lists. */
const LISTED = 5;

/**
 * Finds the images, each once: in the order of the inputs, those of a folder or glob in the order of their names.
 * Files that do not exist are among them: the command reports them.
 *
 * @param out the output folder
 * @param elsewhere the images of inputs that are none of these three
 * @throws KernelGanError `invalid-input` if a folder does not exist, a folder or glob has no images, results cannot have
 *   an image's name, or those of two images would have the same.
 */
export async function findImages(
  inputs: readonly string[],
  out: string,
  elsewhere: (input: string) => Promise<InputImage[]> | undefined = () => undefined,
): Promise<InputImage[]> {
  const images = new Map<string, InputImage>();
  for (const input of inputs) {
    for (const image of await (elsewhere(input) ?? imagesOf(input, out)))
      images.set(`${image.path}\n${image.stem}`, image);
  }
  checkNames([...images.values()]);
  checkDistinct([...images.values()]);
  return [...images.values()];
}

/**
 * The inputs that a list file names, one a line. Empty lines and those that begin with # are skipped.
 *
 * @param file its path, or "-" for standard input
 * @throws KernelGanError `invalid-input` if it cannot be read or names none.
 */
export function readList(file: string): string[] {
  let text: string;
  try {
    text = readFileSync(file === "-" ? 0 : file, "utf8");
  } catch (error) {
    throw new KernelGanError("invalid-input", `${file}: ${fileReason(error)}; check --list`, {
      cause: error,
    });
  }
  const inputs = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (inputs.length > 0) return inputs;
  throw new KernelGanError("invalid-input", `${file} names no image; give one a line`);
}

async function imagesOf(input: string, out: string): Promise<InputImage[]> {
  const found = lookAt(input);
  if (found?.isDirectory()) {
    if (resolve(input) === resolve(out)) {
      throw new KernelGanError(
        "invalid-argument",
        `--out ${out} is the folder of the images; give another --out`,
      );
    }
    return matches(input, "**/*", out, `no images below ${input}`);
  }
  if (!found && !isDynamicPattern(input) && !isImageName(input)) {
    throw new KernelGanError("invalid-input", `${input}: there is no such file or folder; check the path`);
  }
  if (found || !isDynamicPattern(input))
    return [{ path: resolve(input), stem: withoutExtension(basename(input)) }];
  const [folder, pattern] = splitPattern(input);
  return matches(folder, pattern, out, `no images match ${input}`);
}

function lookAt(path: string): Stats | undefined {
  return statSync(path, { throwIfNoEntry: false });
}

async function matches(folder: string, pattern: string, out: string, none: string): Promise<InputImage[]> {
  const paths = await glob(pattern, { cwd: resolve(folder), expandDirectories: false });
  const images = paths
    .sort()
    .filter((path) => isImageName(path) && !isKernelPicture(path))
    .map((path) => ({ path: resolve(folder, path), stem: withoutExtension(path) }))
    .filter(({ path }) => !isBelow(path, out));
  if (images.length > 0) return images;
  throw new KernelGanError("invalid-input", `${none}; images are ${EXTENSIONS_TEXT}`);
}

/** `photos/2024/*.png` → `photos/2024` and `*.png`. */
function splitPattern(pattern: string): [folder: string, rest: string] {
  const names = pattern.split("/");
  const fixed = names.findIndex((name) => isDynamicPattern(name));
  return [
    names.slice(0, fixed).join("/") || (pattern.startsWith("/") ? "/" : "."),
    names.slice(fixed).join("/"),
  ];
}

function isBelow(path: string, folder: string): boolean {
  const way = relative(resolve(folder), path);
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way;
}

function checkNames(images: readonly InputImage[]): void {
  const odd = images.find(({ stem }) => !isStem(stem));
  if (!odd) return;
  throw new KernelGanError(
    "invalid-input",
    `${odd.path}: results cannot have this name on every machine; rename the image, without \\ and :`,
  );
}

/** Some file systems do not distinguish upper and lower case. */
function checkDistinct(images: readonly InputImage[]): void {
  const owners = new Map<string, string>();
  const clashes: string[] = [];
  for (const { path, stem } of images) {
    const owner = owners.get(stem.toLowerCase());
    if (owner !== undefined) clashes.push(`${owner} and ${path}`);
    else owners.set(stem.toLowerCase(), path);
  }
  if (clashes.length === 0) return;
  const more = clashes.length > LISTED ? `, and ${clashes.length - LISTED} more` : "";
  throw new KernelGanError(
    "invalid-input",
    `the results of these would have the same names: ${clashes.slice(0, LISTED).join("; ")}${more}; ` +
      "rename some, or give each a call of its own with another --out",
  );
}
