/**
 * A set of images with known kernels:
 *
 *     DIR/hr/NN.png              the high-resolution images
 *     DIR/SET/NN.png             what the kernels made of them, half as large
 *     DIR/SET/kernels.json       { NN: { kernel: rows } }
 *     DIR/SET/release.json       { NN: { kernel_x2: rows, seconds_shared_machine } }, estimates of the authors' release; may be missing
 */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, kernel, type PlanarImage } from "@kernelgan/core";
import { readImage } from "kernelgan";

type Rows = number[][];

export interface KnownSet {
  /** Names of the images, in order. */
  images: string[];
  truth(image: string): Kernel;
  /** What the authors' release estimated, and its time; undefined where that is not known. */
  release(image: string): { kernel: Kernel; seconds: number } | undefined;
  /** Whether it is known for any image. */
  hasRelease: boolean;
  low(image: string): Promise<PlanarImage>;
  high(image: string): Promise<PlanarImage>;
}

/** Reads a set. Where there is none it prints that, and ends the program. */
export function knownSet(directory: string | undefined, name: string): KnownSet {
  const folder = directory === undefined ? undefined : join(directory, name);
  if (directory === undefined || folder === undefined || !existsSync(folder)) {
    console.error(
      `${folder ?? "no folder of images with known kernels"}: name one with --data DIR; bench/src/known-set.ts has the layout`,
    );
    process.exit(2);
  }
  const json = <T>(file: string): T => JSON.parse(readFileSync(join(folder, file), "utf8")) as T;
  const kernelOf = (rows: Rows): Kernel => kernel(rows.length, rows.flat());
  const truths = json<Record<string, { kernel: Rows }>>("kernels.json");
  const releases = existsSync(join(folder, "release.json"))
    ? json<Record<string, { kernel_x2: Rows; seconds_shared_machine: number }>>("release.json")
    : {};
  return {
    images: Object.keys(truths).sort(),
    truth(image) {
      const truth = truths[image];
      if (!truth) throw new Error(`${folder} has no kernel of image ${image}`);
      return kernelOf(truth.kernel);
    },
    release(image) {
      const theirs = releases[image];
      return theirs && { kernel: kernelOf(theirs.kernel_x2), seconds: theirs.seconds_shared_machine };
    },
    hasRelease: Object.keys(releases).length > 0,
    low: (image) => readImage(join(folder, `${image}.png`)),
    high: (image) => readImage(join(directory, "hr", `${image}.png`)),
  };
}

export const mean = (numbers: readonly number[]): number =>
  numbers.reduce((a, b) => a + b, 0) / numbers.length;

/** Standard deviation of a sample. */
export const deviation = (numbers: readonly number[]): number => {
  const middle = mean(numbers);
  return Math.sqrt(numbers.reduce((sum, n) => sum + (n - middle) ** 2, 0) / (numbers.length - 1));
};
