/**
 * Messages of the library in the words of the command line: it names options as programs write them, and files of a
 * batch by absolute paths. All that a command prints goes through here. What programs read again, as a batch's
 * manifest, keeps the library's words.
 */

import type { Warning } from "@kernelgan/core";
import { type ErrorRecord, errorRecord } from "./error-record.js";
import { withShownPaths } from "./shown-path.js";

/** Options that messages name. */
const OPTIONS: ReadonlySet<string> = new Set([
  "allowDamaged",
  "confidence",
  "conventionA",
  "conventionB",
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

/** A name as messages have it: a word of its own. After "got" stands what the user gave, after "{" a file's content. */
const NAME = /(?<=^|[ (])(?<!got |\{ )"([a-z]+(?:[A-Z][a-z]*)*)"(?=$|[ ,;:.)])/g;

/** `allow more with "maxPixels" 960` → `allow more with --max-pixels 960`. */
export function inFlagWords(message: string): string {
  return message.replace(NAME, (quoted, name: string) =>
    OPTIONS.has(name) ? `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}` : quoted,
  );
}

/** The same, and paths as users type them. */
export function inCommandWords(message: string): string {
  return withShownPaths(inFlagWords(message));
}

/** What a command says of an error. */
export function errorInCommandWords(error: unknown): ErrorRecord {
  const { code, message } = errorRecord(error);
  return { code, message: inCommandWords(message) };
}

/** What a command says of a warning. */
export function warningInCommandWords({ code, message }: Warning): Warning {
  return { code, message: inCommandWords(message) };
}
