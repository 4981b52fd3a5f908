/**
 * Which images to compare with which: two files, or two folders whose files belong together by name, whatever the
 * extension: `sr/boats.png` and `hr/boats.jpg`. An upscaled image may have its factor at the end of its name:
 * `sr/boats_x2.png`.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { fileReason } from "../errors/in-file.js";
import { imageName, withoutScale } from "../files/output-names.js";
import { isInputName } from "../image-files/formats.js";

/** A super-resolved image and the original, as paths. */
export interface ImagePair {
  sr: string;
  hr: string;
}

/** What `imagePairs` finds. */
export interface ImagePairs {
  /** At least one. */
  pairs: ImagePair[];
  /** Images whose counterpart is missing. */
  unpaired: { sr: string[]; hr: string[] };
}

/**
 * Pairs two files, or the images of two folders in the order of their names.
 *
 * @throws KernelGanError `invalid-input` if a path does not exist, one is a file and the other a folder, two originals
 *   have the same name, or no image has a counterpart.
 */
export function imagePairs(sr: string, hr: string): ImagePairs {
  const [srIsFolder, hrIsFolder] = [isFolder(sr), isFolder(hr)];
  if (srIsFolder !== hrIsFolder) {
    const [folder, file] = srIsFolder ? [sr, hr] : [hr, sr];
    throw new KernelGanError(
      "invalid-input",
      `${folder} is a folder and ${file} a file; give two images or two folders`,
    );
  }
  return srIsFolder ? pairsOfFolders(sr, hr) : { pairs: [{ sr, hr }], unpaired: { sr: [], hr: [] } };
}

function pairsOfFolders(srFolder: string, hrFolder: string): ImagePairs {
  const originals = imagesByName(hrFolder);
  const pairs: ImagePair[] = [];
  const unpaired: string[] = [];
  for (const sr of imagesIn(srFolder)) {
    const hr = originalOf(originals, imageName(sr));
    if (hr === undefined) unpaired.push(sr);
    else pairs.push({ sr, hr });
  }
  if (pairs.length === 0) {
    throw new KernelGanError(
      "invalid-input",
      `no image in ${srFolder} has the name of one in ${hrFolder} (boats.png or boats_x2.png, and boats.jpg)`,
    );
  }
  const used = new Set(pairs.map(({ hr }) => hr));
  return { pairs, unpaired: { sr: unpaired, hr: [...originals.values()].filter((path) => !used.has(path)) } };
}

/** The original of the image with this name (without extension). */
export function originalOf(originals: ReadonlyMap<string, string>, name: string): string | undefined {
  return originals.get(name) ?? originals.get(withoutScale(name));
}

/**
 * The images of a folder by their names without extension.
 *
 * @throws KernelGanError `invalid-input` if the folder cannot be read, or two images have the same name.
 */
export function imagesByName(folder: string): Map<string, string> {
  const paths = new Map<string, string>();
  for (const path of imagesIn(folder)) {
    const other = paths.get(imageName(path));
    if (other !== undefined) {
      throw new KernelGanError(
        "invalid-input",
        `${other} and ${path} have the same name; keep one of them in the folder`,
      );
    }
    paths.set(imageName(path), path);
  }
  return paths;
}

/** Paths of the images in a folder, in the order of their names. Other files are passed over. */
function imagesIn(folder: string): string[] {
  return inWords(folder, () => readdirSync(folder))
    .filter(isInputName)
    .sort()
    .map((name) => join(folder, name));
}

function isFolder(path: string): boolean {
  return inWords(path, () => statSync(path)).isDirectory();
}

function inWords<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new KernelGanError("invalid-input", `${path}: ${fileReason(error)}; check the path`, {
      cause: error,
    });
  }
}
