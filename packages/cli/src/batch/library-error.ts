/** Errors of a batch as a whole, as the library throws them: those of queues and storage are of another class. */
import { type ErrorCode, KernelGanError } from "@kernelgan/core";
import { errorRecord } from "../errors/error-record.js";
import { FileError } from "../errors/file-error.js";

/** The codes of QueueError in the library's words. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  "invalid-argument": "invalid-argument",
  unreachable: "unreachable",
  denied: "denied",
  "not-found": "invalid-input",
  full: "output",
  "too-large": "invalid-input",
};

/** The error as a KernelGanError; as it is if it is none of a queue's or storage's. */
export function libraryError(error: unknown): unknown {
  if (error instanceof KernelGanError) return error;
  const { code, message, file } = errorRecord(error);
  const known = Object.hasOwn(CODES, code) ? CODES[code] : undefined;
  if (known === undefined) return error;
  const cause = { cause: error };
  return file ? new FileError(known, message, file, cause) : new KernelGanError(known, message, cause);
}
