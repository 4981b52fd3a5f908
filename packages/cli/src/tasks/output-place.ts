/** What the option `out` names: nothing is made before that is clear. */
import { extname } from "node:path";
import { check, nearest } from "@kernelgan/core/internal";
import { kernelFormats } from "@kernelgan/formats";
import { isFolder, lookAt } from "../files/look.js";
import { EXTENSIONS_TEXT, IMAGE_EXTENSIONS, isImageName } from "../image-files/formats.js";

/** A path that ends like this is meant as a folder, whatever else is in its name. */
const SEPARATOR_AT_END = process.platform === "win32" ? /[\\/]$/ : /\/$/;

/**
 * Whether `out` names an image or a folder. A folder has no extension, or is there already, or ends with a slash.
 *
 * @throws KernelGanError `invalid-argument` for an extension that no image to be written has
 */
export function outputPlace(out: string): "image" | "folder" {
  if (SEPARATOR_AT_END.test(out) || isFolder(out)) return "folder";
  if (isImageName(out)) return "image";
  const extension = extname(out).toLowerCase();
  check(
    extension === "",
    () =>
      `"out" ${out}: cannot write ${extension} images; use one of ${EXTENSIONS_TEXT}, or for a folder ${out}/`,
  );
  return "folder";
}

const FILE_EXTENSIONS: readonly string[] = [...IMAGE_EXTENSIONS, ...kernelFormats];

/**
 * Checks that `out` can be meant as a folder, where it can be nothing else.
 *
 * @throws KernelGanError `invalid-argument` if it has the extension of an image or a kernel, and is no folder yet
 */
export function checkOutputFolder(out: string): void {
  if (SEPARATOR_AT_END.test(out) || isFolder(out)) return;
  const extension = extname(out).slice(1).toLowerCase();
  check(
    !FILE_EXTENSIONS.includes(extension),
    () => `"out" ${out} has the name of a file; give a folder, or to name it so ${out}/`,
  );
}

/**
 * Checks that there is something at a path that an option names.
 *
 * @param option its name, as programs write it
 * @param hint what to give instead
 * @param words what the option takes besides paths: one of these may be meant, and misspelt
 * @throws KernelGanError `invalid-argument` if not
 */
export function checkGivenPath(
  option: string,
  path: string,
  hint: string,
  words: readonly string[] = [],
): void {
  check(lookAt(path) !== undefined, () => {
    const meant = nearest(path, words);
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    return `"${option}" ${path}: there is no such file; ${hint}${question}`;
  });
}
