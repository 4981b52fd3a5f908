/**
 * What `bench:accuracy --out DIR` leaves for judges of other programs:
 *
 *     DIR/SET/METHOD/NAME.npy    the kernels, in the set's own convention
 *     DIR/SET/results.json       { NAME: { interpolation, METHOD: { psnr, confidence, trace } } }, of the first seed
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { writeKernel } from "kernelgan";
import type { SetResults } from "./known-set-accuracy.js";

export async function writeResults(directory: string, results: SetResults): Promise<void> {
  const { set, images, names, interpolation } = results;
  const folder = join(directory, set.name);
  const document: Record<string, Record<string, unknown>> = {};
  for (const image of images) {
    const record: Record<string, unknown> = { interpolation: interpolation.get(image)?.inPlace };
    for (const name of names) {
      const [first] = results.of(image, name);
      if (!first) continue;
      const { found, psnr, comparison } = first;
      mkdirSync(join(folder, name), { recursive: true });
      const origin = { scale: set.scale, convention: set.convention };
      await writeKernel(join(folder, name, `${image}.npy`), found.kernel, origin, { force: true });
      record[name] = { psnr: psnr["own noise"], confidence: found.confidence, trace: comparison.traceRatio };
    }
    document[image] = record;
  }
  writeFileSync(join(folder, "results.json"), `${JSON.stringify(document, null, 2)}\n`);
}
