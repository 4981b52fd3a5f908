/** Wrong usage of the command line, found before any work. */

/** The exit code of wrong usage. */
export const EXIT_USAGE = 2;

/** Its message says what is wrong, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
