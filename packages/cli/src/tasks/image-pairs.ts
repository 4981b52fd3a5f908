/**
 * Which images to compare with which: two files, or two folders whose files belong together by name, whatever the
 * extension: `sr/boats.png` and `hr/boats.jpg`. An upscaled image may have its factor at the end of its name:
 * `sr/boats_x2.png`. What lies in a folder below belongs to what lies in that of the same name.
 */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { cannotRead } from "../errors/in-file.js";
import { fileIdentity } from "../files/look.js";
import { withoutExtension, withoutScale } from "../files/output-names.js";
import { walk } from "../files/walk.js";
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
 * Pairs two files, or the images of two folders, with all below them, in the order of their names.
 *
 * @throws KernelGanError `invalid-input` if a path does not exist or cannot be read, one is a file and the other a
 *   folder, two originals have the same name, or no image has a counterpart.
 */
export async function imagePairs(sr: string, hr: string): Promise<ImagePairs> {
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

async function pairsOfFolders(srFolder: string, hrFolder: string): Promise<ImagePairs> {
  const originals = byName(hrFolder, await imagesBelow(hrFolder, srFolder));
  const pairs: ImagePair[] = [];
  const unpaired: string[] = [];
  for (const image of await imagesBelow(srFolder, hrFolder)) {
    const sr = join(srFolder, image);
    const hr = originalOf(originals, withoutExtension(image));
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

/** Paths below a folder of the images there, in their order, without those in the other folder. */
async function imagesBelow(folder: string, other: string): Promise<string[]> {
  const [own, otherOne] = [folder, other].map((path) => fileIdentity(path));
  const { files, failures } = await walk(folder, "**", {
    except: new Set(otherOne === undefined || otherOne === own ? [] : [otherOne]),
  });
  for (const { path, error } of failures) throw cannotRead(path, error);
  return files.filter(isInputName);
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
  return byName(folder, imagesIn(folder));
}

/** The images by what their paths in the folder are without extension. */
function byName(folder: string, images: readonly string[]): Map<string, string> {
  const paths = new Map<string, string>();
  for (const image of images) {
    const name = withoutExtension(image);
    const path = join(folder, image);
    const other = paths.get(name);
    if (other !== undefined) {
      throw new KernelGanError(
        "invalid-input",
        `${other} and ${path} have the same name; keep one of them in the folder`,
      );
    }
    paths.set(name, path);
  }
  return paths;
}

/** Names of the images in a folder, in order. Other files are passed over. */
function imagesIn(folder: string): string[] {
  return inWords(folder, () => readdirSync(folder))
    .filter(isInputName)
    .sort();
}

function isFolder(path: string): boolean {
  return inWords(path, () => statSync(path)).isDirectory();
}

function inWords<T>(path: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw cannotRead(path, error);
  }
}
