/**
 * Errors about a file. The message contains the file's path, and the error records where: a caller that knows the file
 * by another name (a machine that shares it over a queue) can replace the path without searching the message for it.
 */
import { type ErrorCode, KernelGanError } from "@kernelgan/core";

/** The file that a message is about. */
export interface NamedFile {
  path: string;
  /** Where in the message the path stands: the index of its first character, and that after its last. */
  start: number;
  end: number;
}

/** The file that a message begins with. */
export function atStart(path: string): NamedFile {
  return { path, start: 0, end: path.length };
}

/** An error about a file. */
export class FileError extends KernelGanError {
  constructor(
    code: ErrorCode,
    message: string,
    readonly file: NamedFile,
    options?: { cause?: unknown },
  ) {
    super(code, message, options);
  }
}

/**
 * An error of a file: its message is the path, with words before and after it.
 *
 * @example fileError("invalid-input", path, ": there is no such file")
 * @example fileError("output", path, ": the disk is full", { before: "cannot write " })
 */
export function fileError(
  code: ErrorCode,
  path: string,
  after: string,
  { before = "", ...options }: { before?: string; cause?: unknown } = {},
): FileError {
  const named = before + path;
  return new FileError(code, named + after, { path, start: before.length, end: named.length }, options);
}
