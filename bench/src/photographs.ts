/** The photographs that a script fits constants on. */
import { existsSync, statSync } from "node:fs";
import { crop, type PlanarImage } from "@kernelgan/core";
import { wrongArgument } from "@kernelgan/testing/script-arguments";
import { readImage } from "kernelgan";
import { photographsIn } from "./layouts/photograph-layout.js";

/**
 * The photographs' paths: those named, and those in the folders named; of many, `count` that are taken evenly, by
 * default all. Where none is named, or one is not there, it prints that, and ends the program.
 *
 * @param script its name in package.json.
 */
export function photographPaths(
  named: readonly string[],
  script: string,
  count: number = Number.POSITIVE_INFINITY,
): string[] {
  if (named.length === 0) {
    wrongArgument(`Name photographs, or folders of them: npm run ${script} -- PATH…`);
  }
  const missing = named.find((path) => !existsSync(path));
  if (missing !== undefined) wrongArgument(`${missing}: there is no such file or folder`);
  const found = named.flatMap((path) => (statSync(path).isDirectory() ? photographsIn(path) : [path]));
  const wanted = Math.min(found.length, count);
  return Array.from({ length: wanted }, (_, i) => found[Math.floor((i * found.length) / wanted)] ?? "");
}

/** The central part of a photograph, at most `side` pixels wide and high, both multiples of `factor`. */
export async function readCentre(path: string, side: number, factor: number): Promise<PlanarImage> {
  const image = await readImage(path);
  const fit = (length: number): number => factor * Math.floor(Math.min(length, side) / factor);
  const [width, height] = [fit(image.width), fit(image.height)];
  return crop(image, {
    x: Math.floor((image.width - width) / 2),
    y: Math.floor((image.height - height) / 2),
    width,
    height,
  });
}

/** Multiples of the value in use, for a trial of others. */
export const around = (value: number, factors: readonly number[]): number[] =>
  factors.map((factor) => factor * value);
