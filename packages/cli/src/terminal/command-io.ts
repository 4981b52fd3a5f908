/** The streams and the signal that a command gets, and how it prints errors and JSON. */
import { errorRecord } from "../errors/error-record.js";

/** The outside world of a command. */
export interface CommandIo {
  /** Results. With `--json` exactly one document. */
  stdout: NodeJS.WriteStream;
  /** Everything else. */
  stderr: NodeJS.WriteStream;
  /** Fires when the user stops the program. */
  signal: AbortSignal;
  /** Sets how long the command may take to end after the signal, in milliseconds; default half a second. */
  allowShutdown: (milliseconds: number) => void;
}

/** Prints an error as one line; with DEBUG in the environment, its stack too. */
export function printError(stderr: NodeJS.WritableStream, error: unknown): void {
  stderr.write(`kernelgan: ${errorRecord(error).message}\n`);
  if (process.env.DEBUG) stderr.write(`${(error as Error)?.stack}\n`);
}

/** Prints one JSON document, and waits until it is out: the program may end right after. */
export function printJson(stdout: NodeJS.WritableStream, document: unknown): Promise<void> {
  return new Promise((resolve) => stdout.write(`${JSON.stringify(document)}\n`, () => resolve()));
}
