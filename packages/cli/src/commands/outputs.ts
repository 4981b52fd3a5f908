/** Where kernels go: their names, and the checks before any long work. */
import { basename, extname, join, resolve } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { checkReplaceable } from "../files/atomic-write.js";
import type { KernelFormat } from "../kernel-files/format-names.js";

/** One kernel file to come. */
export interface KernelOutput {
  scale: number;
  format: KernelFormat;
  path: string;
}

/** `photo` of `folder/photo.jpg`. */
export function imageName(image: string): string {
  return basename(image, extname(image));
}

/** `FOLDER/<name>_kernel_x<scale>.<format>` for each scale and format. */
export function kernelOutputs(
  folder: string,
  name: string,
  scales: readonly number[],
  formats: readonly KernelFormat[],
): KernelOutput[] {
  return scales.flatMap((scale) =>
    formats.map((format) => ({ scale, format, path: join(folder, `${name}_kernel_x${scale}.${format}`) })),
  );
}

/**
 * Checks the outputs of one image after the other.
 *
 * @returns A function that throws KernelGanError `output` if one of the outputs exists (without `force`) or belongs to
 *   an image checked before.
 */
export function outputChecker(force: boolean): (image: string, outputs: readonly KernelOutput[]) => void {
  const owners = new Map<string, string>();
  return (image, outputs) => {
    for (const { path } of outputs) {
      // Some file systems do not tell upper from lower case.
      const key = resolve(path).toLowerCase();
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new KernelGanError(
          "output",
          `its kernel would replace that of ${owner} (${path}); estimate it in a call of its own with another --out`,
        );
      }
      owners.set(key, image);
      checkReplaceable(path, { force });
    }
  };
}
