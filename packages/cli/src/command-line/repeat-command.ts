/** What a run was done with: its settings, and the command that repeats it. */
import { applies, flagName } from "@kernelgan/core/internal";
import { shellWord } from "../errors/shell-word.js";
import type { Flag, FlagTable } from "./flags.js";

type Setting = readonly [name: string, flag: Flag, value: unknown];

/** The values that had an effect, those by default included, by the names of their flags without the dashes. */
export function settingsInEffect(
  table: FlagTable,
  values: object,
): Record<string, string | number | boolean> {
  return Object.fromEntries(
    inEffect(table, values).map(([name, , value]) => [
      flagName(name).slice(2),
      typeof value === "boolean" || typeof value === "number" ? value : text(value),
    ]),
  );
}

/**
 * `kernelgan upscale 'my photo.jpg' --scale 2 …` with every value that has an effect, quoted for a POSIX shell.
 *
 * @param args paths, or `-`
 * @param values resolved; switches are named where they are not as by default
 */
export function repeatCommand(
  command: string,
  args: readonly string[],
  table: FlagTable,
  values: object,
): string {
  const words = ["kernelgan", command, ...args.map(unlikeFlag).map(shellWord)];
  for (const [name, flag, value] of inEffect(table, values)) {
    if (flag.type === "boolean") {
      if (value !== flag.default) words.push(flagName(name, flag));
    } else if (text(value) !== "") {
      words.push(flagName(name, flag), shellWord(text(value)));
    }
  }
  return words.join(" ");
}

function inEffect(table: FlagTable, values: object): Setting[] {
  const all = values as Readonly<Record<string, unknown>>;
  return Object.entries(table).flatMap(([name, flag]): Setting[] => {
    const value = all[name];
    return value !== undefined && applies(flag, all) ? [[name, flag, value]] : [];
  });
}

function text(value: unknown): string {
  return Array.isArray(value) ? value.join(",") : String(value);
}

/** `./-a.png` of `-a.png`, which would be taken for a flag. */
function unlikeFlag(path: string): string {
  return path.startsWith("-") && path !== "-" ? `./${path}` : path;
}
