/** What a command talks to, and how it words what it says. */
import { KernelGanError } from "@kernelgan/core";

/** The outside world of a command. */
export interface CommandIo {
  /** Results. With `--json` exactly one document. */
  stdout: NodeJS.WriteStream;
  /** Everything else. */
  stderr: NodeJS.WriteStream;
  /** Fires when the user stops the program. */
  signal: AbortSignal;
  /** Says how long the work needs to unwind once the signal has fired, in milliseconds; else it gets half a second. */
  unwindWithin: (milliseconds: number) => void;
}

/** An error in JSON output: `code` is KernelGanError's, or "internal" for a defect of the program. */
export interface ErrorRecord {
  code: string;
  message: string;
}

/** An error as a program should see it. */
export function errorRecord(error: unknown): ErrorRecord {
  if (error instanceof KernelGanError) return { code: error.code, message: oneLine(error.message) };
  return { code: "internal", message: oneLine(`unexpected error: ${(error as Error)?.message ?? error}`) };
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

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ");
}
