/** Where results go: their names, and the checks before any long work. */
import { join, resolve } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import type { KernelFormat } from "@kernelgan/formats";
import { checkReplaceable } from "../files/atomic-write.js";
import { kernelFile } from "../files/output-names.js";

/** One kernel file to come. */
export interface KernelOutput<Scale extends number = number> {
  scale: Scale;
  format: KernelFormat;
  path: string;
}

/** `FOLDER/<name>_kernel_x<scale>.<format>` for each scale and format. */
export function kernelOutputs<Scale extends number>(
  folder: string,
  name: string,
  scales: readonly Scale[],
  formats: readonly KernelFormat[],
): KernelOutput<Scale>[] {
  return scales.flatMap((scale) =>
    formats.map((format) => ({ scale, format, path: join(folder, kernelFile(name, scale, format)) })),
  );
}

/**
 * Checks the outputs of one image after the other.
 *
 * @returns A function that throws KernelGanError `output` if one of the outputs exists (without `force`), belongs to
 *   an image checked before, or is the image itself.
 */
export function outputChecker(force: boolean): (image: string, paths: readonly string[]) => void {
  const owners = new Map<string, string>();
  return (image, paths) => {
    for (const path of paths) {
      // Some file systems do not distinguish upper and lower case.
      const key = resolve(path).toLowerCase();
      if (key === resolve(image).toLowerCase()) {
        throw new KernelGanError(
          "output",
          `its output ${path} would replace the image itself; give another --out`,
        );
      }
      const owner = owners.get(key);
      if (owner !== undefined) {
        throw new KernelGanError(
          "output",
          `its output would replace that of ${owner} (${path}); give it a call of its own with another --out`,
        );
      }
      owners.set(key, image);
      checkReplaceable(path, { force });
    }
  };
}
