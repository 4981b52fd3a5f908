/**
 * Messages of the library in the words of the command line: it names options as programs write them, and all that a
 * command prints goes through here.
 */
import { type ErrorRecord, errorRecord } from "./error-record.js";

/** Options that messages name. */
const OPTIONS: ReadonlySet<string> = new Set([
  "allowDamaged",
  "confidence",
  "exactKernel",
  "force",
  "gt",
  "hr",
  "jobs",
  "kernel",
  "kernelConvention",
  "list",
  "maxKernelSize",
  "maxPixels",
  "out",
  "pictureFormat",
  "prior",
  "quality",
  "root",
  "scale",
  "size",
  "sr",
  "task",
]);

/** `allow more with "maxPixels" 960` → `allow more with --max-pixels 960`. */
export function inFlagWords(message: string): string {
  return message.replace(/"([a-z]+(?:[A-Z][a-z]+)*)"/g, (quoted, name: string) =>
    OPTIONS.has(name) ? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` : quoted,
  );
}

/** What a command says of an error. */
export function errorInFlagWords(error: unknown): ErrorRecord {
  const { code, message } = errorRecord(error);
  return { code, message: inFlagWords(message) };
}
