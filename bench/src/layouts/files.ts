/** What the layouts have in common: looking for files. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

export function readJson<T>(path: string): T {
  return JSON.parse(readFileSync(path, "utf8")) as T;
}

/** The first of these names that is there, as a path. */
export function firstExisting(folder: string, names: readonly string[]): string | undefined {
  return names.map((name) => join(folder, name)).find((path) => existsSync(path));
}

/** `baby` of baby.png, in order. */
export function imageNames(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".png"))
    .map((name) => basename(name, ".png"))
    .sort();
}
