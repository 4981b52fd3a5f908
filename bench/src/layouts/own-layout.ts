/**
 * The layout of this project's own sets, for ×2:
 *
 *     DIR/hr/NN.png              the high-resolution images
 *     DIR/SET/NN.png             what the kernels made of them, half as large
 *     DIR/SET/kernels.json       { NN: { kernel: rows } }
 *     DIR/SET/release.json       { NN: { kernel_x2: rows, seconds_shared_machine } }, estimates of the authors' release;
 *                                may be missing
 */
import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, kernel } from "@kernelgan/core";
import { readImage } from "kernelgan";
import { readJson } from "./files.js";
import type { KnownSet } from "./known-set.js";

type Rows = number[][];

export function ownSets(directory: string): KnownSet[] {
  return readdirSync(directory)
    .sort()
    .filter((name) => existsSync(join(directory, name, "kernels.json")))
    .map((name) => ownSet(directory, name));
}

function ownSet(directory: string, name: string): KnownSet {
  const folder = join(directory, name);
  const kernelOf = (rows: Rows): Kernel => kernel(rows.length, rows.flat());
  const truths = readJson<Record<string, { kernel: Rows }>>(join(folder, "kernels.json"));
  const releaseFile = join(folder, "release.json");
  const releases = existsSync(releaseFile)
    ? readJson<Record<string, { kernel_x2: Rows; seconds_shared_machine: number }>>(releaseFile)
    : undefined;
  return {
    name,
    scale: 2,
    convention: "aligned",
    border: 8,
    images: Object.keys(truths).sort(),
    truth: async (image) => kernelOf((truths[image] as { kernel: Rows }).kernel),
    ...(releases && {
      release(image) {
        const theirs = releases[image];
        return theirs && { kernel: kernelOf(theirs.kernel_x2), seconds: theirs.seconds_shared_machine };
      },
    }),
    low: (image) => readImage(join(folder, `${image}.png`)),
    high: (image) => readImage(join(directory, "hr", `${image}.png`)),
  };
}
