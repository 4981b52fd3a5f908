/** What there is in a folder: its layout is recognised. */
import { existsSync } from "node:fs";
import { wrongArgument } from "@kernelgan/testing/script-arguments";
import { div2krkSets } from "./div2krk-layout.js";
import { fkpSets } from "./fkp-layout.js";
import type { KnownSet } from "./known-set.js";
import { ownSets } from "./own-layout.js";
import { photographsIn } from "./photograph-layout.js";

/** Sets with known kernels, or photographs alone. */
export type Data = { readonly sets: readonly KnownSet[] } | { readonly photographs: readonly string[] };

/**
 * Looks what a folder holds. Where that is nothing it prints what it may be, and ends the program.
 *
 * @param names of the sets, comma-separated; default: all
 */
export async function openData(directory: string | undefined, names?: string): Promise<Data> {
  if (directory === undefined || !existsSync(directory)) {
    return stop(`${directory ?? "no images"}: name a folder with --data DIR`);
  }
  for (const find of [ownSets, fkpSets, div2krkSets]) {
    const sets = await find(directory);
    if (sets.length > 0) return { sets: chosen(sets, names, directory) };
  }
  const photographs = photographsIn(directory);
  return photographs.length > 0 ? { photographs } : stop(`${directory}: no images in any of the layouts`);
}

/** The same for those who need known kernels. */
export async function openSet(directory: string | undefined, name: string): Promise<KnownSet> {
  const data = await openData(directory, name);
  const set = "sets" in data ? data.sets[0] : undefined;
  return set ?? stop(`${directory}: photographs without known kernels`);
}

function chosen(
  sets: readonly KnownSet[],
  names: string | undefined,
  directory: string,
): readonly KnownSet[] {
  const wanted = names?.split(",");
  const unknown = wanted?.find((name) => !sets.some((set) => set.name === name));
  if (unknown !== undefined) {
    return stop(`${directory}: no set ${unknown}; there are ${sets.map(({ name }) => name).join(", ")}`);
  }
  return sets.filter(({ name }) => wanted?.includes(name) ?? true);
}

function stop(message: string): never {
  wrongArgument(`${message}; bench/src/layouts has the layouts that are recognised`);
}
