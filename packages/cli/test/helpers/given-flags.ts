/** Flags as a command gets them. */
import type { GivenFlags } from "../../src/command-line/flags.js";

/** Flags by their camel-case names. */
export type Flags = Readonly<Record<string, boolean | number | string | readonly (number | string)[]>>;

/** The flags as they stand on the command line: as text, but for switches. */
export function givenFlags(flags: Flags): GivenFlags {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name,
      typeof value === "boolean" ? value : Array.isArray(value) ? value.join(",") : String(value),
    ]),
  );
}
