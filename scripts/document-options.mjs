/**
 * Gives the rows of option tables in a package's `dist/*.d.ts` what editors show of an option: its help and default, as
 * a comment. The types of options are mapped from these rows, and comments go with them; those of the sources the
 * compiler leaves out where it writes a merged table's type in full.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `readonly NAME: { readonly type: …; … readonly help: "…"; … };`, one field a line, with its comment, if it has one. */
const ROW = /^( *)(?:\/\*\* .* \*\/\n\1)?(readonly \w+: \{\n((?:\1 {4}readonly .*\n)+)\1\};)/gm;
const HELP = /^ *readonly help: (["`])(.*)\1;$/m;
/** What the compiler does not know of a text, with the brackets round it. */
const UNKNOWN = / \([^()]*\$\{string\}[^()]*\)/g;
const DEFAULT = /^ *readonly default: (.*);$/m;
const DEFAULT_TEXT = /^ *readonly defaultText: "(.*)";$/m;

/** @param folder of the package */
export function documentOptions(folder) {
  const dist = join(folder, "dist");
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!name.endsWith(".d.ts")) continue;
    const types = readFileSync(join(dist, name), "utf8");
    const documented = types.replace(ROW, (all, indent, row, fields) => {
      const help = HELP.exec(fields)?.[2]?.replace(UNKNOWN, "");
      return help ? `${indent}/** ${help}${defaultOf(fields)} */\n${indent}${row}` : all;
    });
    if (documented !== types) writeFileSync(join(dist, name), documented);
  }
}

function defaultOf(fields) {
  const value = DEFAULT_TEXT.exec(fields)?.[1] ?? DEFAULT.exec(fields)?.[1];
  return value === undefined ? "" : `; default: ${value}`;
}
