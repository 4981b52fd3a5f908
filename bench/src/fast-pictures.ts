/** Pictures for `bench:fast`: the sample photograph, repeated in mirror images until they are large enough. */
import { join } from "node:path";
import { type PlanarImage, planarImage } from "@kernelgan/core";
import { readImage, writeImage } from "kernelgan";
import { HERE } from "./baseline.js";

const SAMPLE = join(HERE, "docs/sample/photo.png");

/** A size of pictures. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Writes a picture of this size. */
export async function writePhotograph(path: string, size: Size): Promise<string> {
  await writeImage(path, await photograph(size));
  return path;
}

/** A picture of this size. */
export async function photograph({ width, height }: Size): Promise<PlanarImage> {
  const sample = await readImage(SAMPLE);
  const result = planarImage(width, height, sample.channels);
  const mirrored = (i: number, length: number): number => {
    const at = i % (2 * length);
    return at < length ? at : 2 * length - 1 - at;
  };
  const columns = Int32Array.from({ length: width }, (_, x) => mirrored(x, sample.width));
  for (let c = 0, to = 0; c < sample.channels; c++) {
    for (let y = 0; y < height; y++) {
      const row = (c * sample.height + mirrored(y, sample.height)) * sample.width;
      for (let x = 0; x < width; x++, to++) result.data[to] = sample.data[row + (columns[x] ?? 0)] ?? 0;
    }
  }
  return result;
}
