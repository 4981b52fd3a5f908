/**
 * Puts what every published package holds beside its package.json, for the time of packing, and comments into its
 * types: `prepack`, and `postpack` with --remove.
 */
import { copyFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { documentFunctions } from "./document-functions.mjs";
import { documentOptions } from "./document-options.mjs";

if (!process.argv.includes("--remove")) {
  documentOptions(".");
  documentFunctions(".");
}
for (const name of ["LICENSE", "CHANGELOG.md"]) {
  if (process.argv.includes("--remove")) rmSync(name, { force: true });
  else copyFileSync(fileURLToPath(new URL(`../${name}`, import.meta.url)), name);
}
