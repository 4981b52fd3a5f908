/** Writes docs/options.md from the option tables of the command line: `npm run docs:options`. */
import { writeFileSync } from "node:fs";
import { optionsReference } from "../packages/cli/dist/command-line/reference.js";
import { COMMANDS } from "../packages/cli/dist/commands/index.js";

writeFileSync(new URL("../docs/options.md", import.meta.url), await optionsReference(COMMANDS));
