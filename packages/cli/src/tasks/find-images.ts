/**
 * The images that a command is given: files, folders and globs, each with the stem of its results below the output
 * folder.
 *
 *     photos/           all images below the folder   photos/sub/a.png   → sub/a.png
 *     "photos/*.png"    what the glob matches         photos/a.png       → a.png (below the part without wildcards)
 *     photos/sub/a.png  the file                                         → a.png
 *
 * Folders and globs skip hidden files, the pictures of kernels that `estimate` writes, and the output folder.
 */
import { realpathSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { fileError } from "../errors/file-error.js";
import { cannotRead } from "../errors/in-file.js";
import { isPattern } from "../files/glob.js";
import { fileIdentity, isSameFile, lookAt } from "../files/look.js";
import { isKernelPicture, isStem, LONGEST_IMAGE_END, withoutExtension } from "../files/output-names.js";
import { readBytes, readStream } from "../files/read-file.js";
import { walk } from "../files/walk.js";
import { INPUT_EXTENSIONS_TEXT, isInputName, isUnreadName } from "../image-files/formats.js";
import { someOf } from "../terminal/text.js";
import { STANDARD_INPUT, STANDARD_STREAM, shownImage } from "./standard-input.js";
import { unreadInWords } from "./unread-pictures.js";

/** An image and where its results go. */
export interface InputImage {
  /** Absolute path. */
  path: string;
  /** Below the output folder, without extension, with / between its names. */
  stem: string;
}

/** How many collisions a message lists. */
const LISTED = 5;

/** Something that was asked for and cannot be had. */
export interface InputProblem {
  /** An input, a folder below one, or an image. */
  image: string;
  /** A KernelGanError whose message names it. */
  error: unknown;
}

/** What the inputs lead to. */
export interface FoundImages {
  images: InputImage[];
  /** What is wrong with some of the inputs does not keep the others from being worked on. */
  problems: InputProblem[];
  /** Absolute paths of pictures below the folders whose formats are not read. */
  unread: string[];
}

/**
 * Finds the images, each once: in the order of the inputs, those of a folder or glob in the order of their names.
 * Files that do not exist are among them: the command reports them.
 *
 * @param out the output folder
 * @param elsewhere the images of inputs that are none of these three
 * @throws KernelGanError `invalid-input` if the results of two images would have the same name, `invalid-argument` if
 *   the output folder is one of the inputs. All else is among the problems.
 */
export async function findImages(
  inputs: readonly string[],
  out: string,
  elsewhere: (input: string) => Promise<InputImage[]> | undefined = () => undefined,
): Promise<FoundImages> {
  const images = new Map<string, InputImage>();
  const problems: InputProblem[] = [];
  const unread = new Set<string>();
  for (const input of inputs) {
    try {
      const there = elsewhere(input);
      const found = there ? { images: await there, problems: [], unread: [] } : await imagesOf(input, out);
      for (const problem of found.problems) problems.push(problem);
      for (const path of found.unread) unread.add(path);
      for (const image of found.images) {
        if (isStem(image.stem, LONGEST_IMAGE_END)) images.set(`${image.path}\n${image.stem}`, image);
        else problems.push({ image: image.path, error: oddName(image.path) });
      }
    } catch (error) {
      if (error instanceof KernelGanError && error.code === "invalid-argument") throw error;
      problems.push({ image: input, error });
    }
  }
  checkDistinct([...images.values()]);
  return { images: [...images.values()], problems, unread: [...unread] };
}

/** A list of a million paths has some 100 MB. */
const MAX_LIST_BYTES = 256 * 2 ** 20;

/**
 * The inputs that a list file names, one a line. Empty lines and those that begin with # are skipped.
 *
 * @param file its path, or "-" for standard input
 * @throws KernelGanError `invalid-input` if it cannot be read or names none.
 */
export async function readList(file: string): Promise<string[]> {
  const options = { maxBytes: MAX_LIST_BYTES };
  const bytes = await (file === STANDARD_STREAM
    ? readStream(process.stdin, STANDARD_INPUT, options)
    : readBytes(file, options));
  const inputs = bytes
    .toString("utf8")
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (inputs.length > 0) return inputs;
  throw fileError("invalid-input", shownImage(file), " names no image; give one a line");
}

async function imagesOf(input: string, out: string): Promise<FoundImages> {
  const found = lookAt(input);
  if (found?.isDirectory()) {
    if (resolve(input) === resolve(out) || isSameFile(input, out)) {
      throw new KernelGanError(
        "invalid-argument",
        `"out" ${out} is the folder of the images; give another "out"`,
      );
    }
    return matches(input, "**", out, `no images below ${input}`);
  }
  if (found || (isInputName(input) && !isPattern(input))) {
    const image = { path: resolve(input), stem: withoutExtension(basename(input)) };
    return { images: [image], problems: [], unread: [] };
  }
  if (!isPattern(input)) {
    throw fileError("invalid-input", input, ": there is no such file or folder; check the path");
  }
  const [folder, pattern] = splitPattern(input);
  return matches(folder, pattern, out, `no images match ${input}`);
}

async function matches(folder: string, pattern: string, out: string, none: string): Promise<FoundImages> {
  const root = resolve(folder);
  const results = fileIdentity(out);
  const except = new Set(results === undefined ? [] : [results]);
  const imagesAmong = (files: readonly string[]): string[] =>
    isBelow(root, out) ? [] : files.filter((path) => isInputName(path) && !isKernelPicture(path));
  const { files, failures } = await walk(root, pattern, { except });
  const images = imagesAmong(files).map((path) => ({ path: join(root, path), stem: withoutExtension(path) }));
  const problems = failures.map(({ path, error }) => ({ image: path, error: cannotRead(path, error) }));
  const unread = files.filter(isUnreadName).map((path) => join(root, path));
  if (images.length > 0 || problems.length > 0) return { images, problems, unread };
  if (unread.length > 0) throw new KernelGanError("invalid-input", `${none}; ${unreadInWords(unread)}`);
  // Cameras write IMG_1.JPG, and people *.jpg.
  const inOtherCase = imagesAmong((await walk(root, pattern, { except, ignoreCase: true })).files);
  const why =
    inOtherCase.length > 0
      ? `upper and lower case differ, as in ${someOf(inOtherCase.map((path) => join(root, path)))}`
      : `images are ${INPUT_EXTENSIONS_TEXT}`;
  throw new KernelGanError("invalid-input", `${none}; ${why}`);
}

/** `photos/2024/*.png` → `photos/2024` and `*.png`. */
function splitPattern(pattern: string): [folder: string, rest: string] {
  const names = pattern.split("/");
  const fixed = names.findIndex((name) => isPattern(name));
  return [
    names.slice(0, fixed).join("/") || (pattern.startsWith("/") ? "/" : "."),
    names.slice(fixed).join("/"),
  ];
}

/** Whether a folder lies in another, or is that. */
function isBelow(folder: string, other: string): boolean {
  const way = relative(real(other), real(folder));
  return way !== ".." && !way.startsWith(`..${sep}`) && resolve(way) !== way;
}

/** The path without links, as far as there is something. */
function real(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return resolve(path);
  }
}

function oddName(path: string): KernelGanError {
  return fileError(
    "invalid-input",
    path,
    ": results cannot have this name on every machine; rename the image",
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
      'rename some, or give each a call of its own with another "out"',
  );
}
