/** What belongs to an image by its name: originals and kernels in folders that are laid out as the images' is. */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { kernelFormats } from "@kernelgan/formats";
import { kernelFile } from "../files/output-names.js";
import { imagesByName, originalOf } from "./image-pairs.js";

/**
 * The kernel of an image in a folder: of `sub/photo` at ×2 the first there is of
 *
 *     sub/photo_kernel_x2.{mat,npy,json,png}     as `estimate` and `degrade` name them
 *     sub/photo.{mat,npy,json}
 */
export function kernelOf(folder: string, stem: string, scale: number | string): string | undefined {
  const named = kernelFormats.map((format) => join(folder, kernelFile(stem, scale, format)));
  const plain = kernelFormats
    .filter((format) => format !== "png")
    .map((format) => join(folder, `${stem}.${format}`));
  return [...named, ...plain].find((path) => existsSync(path));
}

/**
 * Finds the originals of images in a folder. Names pair as for `evaluate`: boats.jpg belongs to boats and boats_x2.
 *
 * @throws KernelGanError `invalid-input` (from the function) if a folder cannot be read, or two originals have the same
 *   name.
 */
export function originalFinder(folder: string): (stem: string) => string | undefined {
  const folders = new Map<string, Map<string, string>>();
  return (stem) => {
    const directory = join(folder, dirname(stem));
    const originals =
      folders.get(directory) ?? (existsSync(directory) ? imagesByName(directory) : new Map<string, string>());
    folders.set(directory, originals);
    return originalOf(originals, basename(stem));
  };
}
