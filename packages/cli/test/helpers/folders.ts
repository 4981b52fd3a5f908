/** Whole folders: test images to fill them with, and what is in them. */
import { mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import sharp from "sharp";
import { nagasakiBoats } from "./photographs.js";

/** Makes `folder/<name>` for each name: different pieces of a photograph, of `width`×`height` pixels. */
export async function imageFolder(
  folder: string,
  names: readonly string[],
  width = 72,
  height = 64,
): Promise<void> {
  for (const [i, name] of names.entries()) {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    await sharp(nagasakiBoats)
      .extract({ left: 260 + 40 * i, top: 380, width, height })
      .toFile(path);
  }
}

/** Paths of all files below the folder, in order, with / between their names. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => statSync(join(folder, path)).isFile())
    .map((path) => path.replaceAll("\\", "/"))
    .sort();
}

/** Each file below the folder and what it holds. */
export function contents(folder: string): Record<string, string> {
  return Object.fromEntries(
    filesBelow(folder).map((path) => [path, readFileSync(join(folder, path), "base64")]),
  );
}
