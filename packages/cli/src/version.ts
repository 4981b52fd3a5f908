/** The version of this package, for `--version` and for the files it writes. */
import { readFileSync } from "node:fs";

/** E.g. "0.1.0". */
export const version: string = JSON.parse(
  readFileSync(new URL("../package.json", import.meta.url), "utf8"),
).version;
