/** `-` in the place of an image: what comes from standard input. */
import { constants } from "node:fs";
import { access } from "node:fs/promises";
import { fileError } from "../errors/file-error.js";
import { cannotRead } from "../errors/in-file.js";
import { shellWord } from "../errors/shell-word.js";
import { UsageError } from "../errors/usage-error.js";
import { isPattern } from "../files/glob.js";
import { isFolder } from "../files/look.js";
import { readStream } from "../files/read-file.js";
import type { NamedImage } from "./named-image.js";

/** Stands for standard input among images, and for standard output as the place of a result. */
export const STANDARD_STREAM = "-";

/** Names standard input in messages and in the names of results. */
export const STANDARD_INPUT = "stdin";

/** What an image is called in messages and in the names of its results. Programs get the argument as it is. */
export function shownImage(image: string): string {
  return image === STANDARD_STREAM ? STANDARD_INPUT : image;
}

/**
 * Checks that a command which works with files alone is not given a stream: `-` would be a file or folder of that name.
 *
 * @throws UsageError
 */
export function checkNoStream(command: string, paths: readonly string[]): void {
  if (!paths.includes(STANDARD_STREAM)) return;
  throw new UsageError(
    `${command} has no standard input and output (-), which upscale and estimate have; give paths`,
  );
}

/**
 * Checks that standard input is read once at most, and that something comes from it.
 *
 * @throws UsageError
 */
export function checkStandardInput(images: readonly string[]): void {
  const count = images.filter((image) => image === STANDARD_STREAM).length;
  if (count > 1) throw new UsageError("standard input (-) is one image; name it once");
  if (count === 1 && process.stdin.isTTY) {
    throw new UsageError("standard input (-) is the terminal; send an image there, as in: … - < photo.png");
  }
}

/**
 * Checks that one result goes to standard output, and nothing else, and that somebody can do something with it there.
 *
 * @param isText whether a terminal can show it
 * @throws UsageError
 */
export function checkStandardOutput(
  images: readonly string[],
  { json, isText = false }: { json: boolean; isText?: boolean },
): void {
  if (images.length > 1)
    throw new UsageError(`--out - is one file for ${images.length} images; give a folder`);
  if (json) throw new UsageError("--json and --out - both print on standard output; leave one of them out");
  if (process.stdout.isTTY && !isText)
    throw new UsageError(
      "standard output (-) is the terminal, and the result is no text; send it to a file, as in: --out - > FILE",
    );
}

/**
 * The image that an argument names.
 *
 * @param task what is to be done with it; folders and globs are for batches of that
 * @throws KernelGanError `invalid-input` for a folder, a file that cannot be read, or if standard input breaks off;
 *   `aborted`
 */
export async function readArgument(
  image: string,
  task: "estimate" | "upscale",
  signal: AbortSignal,
): Promise<NamedImage> {
  if (image !== STANDARD_STREAM) {
    // Before the outputs are looked at: those of a file that is not there are of no interest.
    const batch = `kernelgan batch ${shellWord(image)} --task ${task} --out DIR`;
    await access(image, constants.R_OK).catch((error) => {
      throw cannotRead(image, error, isPattern(image) ? `for all that match: ${batch}` : undefined);
    });
    if (!isFolder(image)) return image;
    throw fileError("invalid-input", image, `: this is a folder; for all of its images: ${batch}`);
  }
  return { name: STANDARD_INPUT, bytes: await readStream(process.stdin, STANDARD_INPUT, { signal }) };
}
