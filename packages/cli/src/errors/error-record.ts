/**
 * Errors as data. Everything that is thrown on purpose has a lower-case `code` such as "invalid-input": the library's
 * KernelGanError, QueueError of @kernelgan/queue (which this module must not load), and JobError of a batch. They are
 * recognised by that code, whatever their class. Errors of the file system and a lack of memory are put into words
 * here; any other error is a defect of the program.
 */
import { saysNoMemory } from "@kernelgan/core/internal";
import { atStart, type NamedFile } from "./file-error.js";
import { fileReason, isFileSystemError } from "./in-file.js";

/** An error in JSON output, in a manifest, or on its way between processes. */
export interface ErrorRecord {
  /** "internal" for a defect of the program. */
  code: string;
  /** One line. */
  message: string;
  /** The file that the error is about, if it is about one. */
  file?: NamedFile | undefined;
}

/** What an error says, as plain JSON. */
export function errorRecord(error: unknown): ErrorRecord {
  if (hasCode(error)) return inOneLine(error);
  if (isFileSystemError(error)) {
    const { path } = error;
    return inOneLine({
      code: "file-system",
      message: `${path}: ${fileReason(error)}`,
      file: atStart(path),
    });
  }
  if (saysNoMemory(String(error))) {
    return { code: "out-of-memory", message: "memory ran out; try a smaller image" };
  }
  return { code: "internal", message: oneLine(`unexpected error: ${(error as Error)?.message ?? error}`) };
}

/** The record with another name of its file; as it is if it is about none. */
export function withPath(record: ErrorRecord, nameOf: (path: string) => string): ErrorRecord {
  const { code, message, file } = record;
  if (file === undefined) return record;
  const path = nameOf(file.path);
  return inOneLine({
    code,
    message: message.slice(0, file.start) + path + message.slice(file.end),
    file: { path, start: file.start, end: file.start + path.length },
  });
}

/** Node's own codes are in capitals: ENOENT, ERR_MODULE_NOT_FOUND. */
function hasCode(error: unknown): error is Error & ErrorRecord {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return typeof error.code === "string" && /^[a-z]+(?:-[a-z]+)*$/.test(error.code);
}

function inOneLine({ code, message, file }: ErrorRecord): ErrorRecord {
  if (!file) return { code, message: oneLine(message) };
  const { path } = file;
  const before = oneLine(message.slice(0, file.start));
  const named = before + oneLine(message.slice(file.start, file.end));
  return {
    code,
    message: named + oneLine(message.slice(file.end)),
    file: { path, start: before.length, end: named.length },
  };
}

function oneLine(message: string): string {
  return message.replace(/\s*\n\s*/g, " ");
}
