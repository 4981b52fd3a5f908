/** Where results go: their names, and the checks before any long work. */
import { join, resolve } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { fileError } from "../errors/file-error.js";
import { checkReplaceable } from "../files/atomic-write.js";
import { fileIdentity } from "../files/look.js";
import { kernelFile } from "../files/output-names.js";

/** One kernel file to come. */
export interface KernelOutput<Scale extends number | string = number | string> {
  /** Of the kernel, or the size that the picture is to have, where that decides. */
  scale: Scale;
  format: KernelFormat;
  path: string;
}

/** `FOLDER/<name>_kernel_x<scale>.<format>` for each scale and format. */
export function kernelOutputs<Scale extends number | string>(
  folder: string,
  name: string,
  scales: readonly Scale[],
  formats: readonly KernelFormat[],
): KernelOutput<Scale>[] {
  return scales.flatMap((scale) =>
    formats.map((format) => ({ scale, format, path: join(folder, kernelFile(name, scale, format)) })),
  );
}

/** Files that are read: nothing may be written in their place. */
export class InputFiles {
  readonly #names = new Map<string, string>();
  readonly #identityOf: (path: string) => string | undefined;
  readonly #nameOf: (path: string) => string;

  /**
   * @param identityOf the same text for whatever leads to the same file; undefined if there is none
   * @param nameOf what messages call a file
   */
  constructor(
    paths: Iterable<string | undefined>,
    identityOf: (path: string) => string | undefined = fileIdentity,
    nameOf: (path: string) => string = (path) => path,
  ) {
    this.#identityOf = identityOf;
    this.#nameOf = nameOf;
    for (const path of paths) {
      const identity = path === undefined ? undefined : identityOf(path);
      if (path !== undefined && identity !== undefined) this.#names.set(identity, path);
    }
  }

  /**
   * @param path of an output
   * @throws KernelGanError `output` if it leads to one of the files
   */
  check(path: string): void {
    const identity = this.#identityOf(path);
    const input = identity === undefined ? undefined : this.#names.get(identity);
    if (input === undefined) return;
    const which = input === path ? "" : ` ${this.#nameOf(input)}`;
    const what = `would replace the file${which} that is read`;
    throw fileError("output", path, ` ${what}; give another "out"`, { before: "its output " });
  }
}

/**
 * Checks the outputs of one image after the other.
 *
 * @param inputs all files that are read, those of the images checked later included
 * @returns A function that throws KernelGanError `output` if one of the outputs exists (without `force`), belongs to
 *   an image checked before, or is one of the inputs.
 */
export function outputChecker(
  force: boolean,
  inputs: InputFiles,
): (image: string, paths: readonly string[]) => void {
  const owners = new Map<string, string>();
  return (image, paths) => {
    for (const path of paths) {
      inputs.check(path);
      // Some file systems do not distinguish upper and lower case.
      const key = resolve(path).toLowerCase();
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new KernelGanError(
          "output",
          `its output would replace that of ${owner} (${path}); give it a call of its own with another "out"`,
        );
      }
      owners.set(key, image);
      checkReplaceable(path, { force });
    }
  };
}
