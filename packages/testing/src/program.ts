/** Programs that tests and benches need and that are not on npm. */
import { existsSync } from "node:fs";

/** A program, where it is installed. */
export interface Program {
  name: string;
  /** Undefined if it was not found. */
  path: string | undefined;
  /** How to make it available, in a sentence fragment. */
  hint: string;
}

/**
 * Looks for a program.
 *
 * @param variable of the environment, which overrides the places
 * @param places where it is usually installed
 * @param debianPackage for the hint
 */
export function findProgram(
  name: string,
  variable: string,
  places: readonly string[],
  debianPackage: string,
): Program {
  return {
    name,
    path: process.env[variable] ?? places.find((place) => existsSync(place)),
    hint: `set ${variable}, or install it (Debian: apt-get install ${debianPackage})`,
  };
}
