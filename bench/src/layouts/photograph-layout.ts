/** A folder of sharp photographs, DIR/NAME.png, .jpg and so on: what the harm test (harm.ts) starts from. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { isImageName } from "../../../packages/cli/dist/image-files/formats.js";

/** Their paths, in the order of their names. */
export function photographsIn(directory: string): string[] {
  return readdirSync(directory)
    .filter(isImageName)
    .sort()
    .map((name) => join(directory, name));
}
