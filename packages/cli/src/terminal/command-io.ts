/** The streams and the signal that a command gets, and how it prints errors and JSON. */
import type { Warning } from "@kernelgan/core";
import { errorInCommandWords, warningInCommandWords } from "../errors/command-words.js";
import { speaksJson, writeEvent } from "./json-lines.js";
import { jsonLine, writeLines } from "./text.js";

/** The outside world of a command. */
export interface CommandIo {
  /** Results. With `--json` exactly one document. */
  stdout: NodeJS.WriteStream;
  /** Everything else. */
  stderr: NodeJS.WriteStream;
  /** Fires when the user stops the program; only for commands that have asked for time to end. */
  signal: AbortSignal;
  /**
   * Asks for time to end, in milliseconds, for a command that would leave something behind. Any other is ended at once,
   * by the system.
   */
  allowShutdown: (milliseconds: number) => void;
}

/** Prints an error as one line; with DEBUG in the environment, its stack too. */
export function printError(stderr: NodeJS.WritableStream, error: unknown): void {
  const record = errorInCommandWords(error);
  if (speaksJson(stderr)) {
    writeEvent(stderr, { event: "error", ...record });
    return;
  }
  writeLines(stderr, `kernelgan: ${record.message}`);
  if (process.env.DEBUG) writeLines(stderr, ...String((error as Error)?.stack).split("\n"));
}

/** Whether a warning is about the machine, and so the same for all images. */
export function isOfMachine({ code }: Warning): boolean {
  return code === "slow-engine";
}

const warnedOfMachine = new WeakSet<NodeJS.WritableStream>();

/**
 * Prints a warning about an image, or about the machine: that is said once.
 *
 * @param image as it was given: programs know it by that
 * @param shown what people are to read in its place
 */
export function printWarning(
  stderr: NodeJS.WritableStream,
  image: string,
  warning: Warning,
  shown: string = image,
): void {
  const ofMachine = isOfMachine(warning);
  if (ofMachine && warnedOfMachine.has(stderr)) return;
  if (ofMachine) warnedOfMachine.add(stderr);
  const { code, message } = warningInCommandWords(warning);
  if (speaksJson(stderr)) {
    writeEvent(stderr, { event: "warning", ...(ofMachine ? {} : { image }), code, message });
  } else {
    writeLines(stderr, `kernelgan: warning: ${ofMachine ? "" : `${shown}: `}${message}`);
  }
}

/** Prints bytes on standard output, and waits until they are out. */
export function printBytes(stdout: NodeJS.WritableStream, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => stdout.write(bytes, () => resolve()));
}

/** Prints one JSON document, and waits until it is out: the program may end right after. */
export function printJson(stdout: NodeJS.WritableStream, document: unknown): Promise<void> {
  return new Promise((resolve) => stdout.write(`${jsonLine(document)}\n`, () => resolve()));
}
