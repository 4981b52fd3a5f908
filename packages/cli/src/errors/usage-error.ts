/** Wrong usage of the command line, found before any work. */
import { errorRecord } from "./error-record.js";

/** The exit code of wrong usage. */
export const EXIT_USAGE = 2;

/**
 * Whether an error, whatever its class, is about an argument that makes no sense: for a command as a whole, wrong
 * usage.
 */
export function isInvalidArgument(error: unknown): boolean {
  return errorRecord(error).code === "invalid-argument";
}

/** Its message says what is wrong, in one line. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
