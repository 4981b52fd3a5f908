/** Errors that name the file they are about. */
import { KernelGanError } from "@kernelgan/core";
import { shown } from "@kernelgan/core/internal";
import { atStart, FileError, fileError } from "./file-error.js";

/**
 * Runs `work` and puts the file's name in front of the message of any KernelGanError it throws:
 * `photo.png: the image is too small …`. Once is enough.
 */
export async function inFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KernelGanError) || error.code === "aborted") throw error;
    if (error instanceof FileError && error.file.path === path && error.file.start === 0) throw error;
    throw fileError(error.code, path, `: ${error.message}`, { cause: error });
  }
}

/** An error of a file system call. */
type FileSystemError = NodeJS.ErrnoException & { path?: string };

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "there is no such file",
  EISDIR: "this is a folder, not a file",
  ENOTDIR: "part of its path is a file, not a folder",
  EEXIST: "a file is in the way",
  ENOTEMPTY: "a folder is in the way",
  EACCES: "no permission",
  EPERM: "no permission",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  EFBIG: "the file system has no room for so large a file",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its links lead in a circle",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EBUSY: "another program uses it",
  EIO: "the disk does not work as it should",
  // Node's own, of names with a NUL.
  ERR_INVALID_ARG_VALUE: "no file can have this name",
};

/** The reason of a failed file system call, in words. */
export function fileReason(error: unknown): string {
  const { code, message, syscall } = error as FileSystemError;
  if (code === undefined) return message;
  if (code === "ENOENT" && syscall === "scandir") return "there is no such folder";
  return REASONS[code] ?? `the system refuses it (${code})`;
}

/** Whether an error comes from a call of the file system, with the path that it was about. */
export function isFileSystemError(error: unknown): error is FileSystemError & { path: string } {
  if (!(error instanceof Error)) return false;
  const { path, syscall }: FileSystemError = error;
  return typeof syscall === "string" && typeof path === "string";
}

/** A stream, or what else gives bytes, that ends with an error: that of a file names it. */
export function brokenOff(name: string, error: unknown): FileError {
  if (isFileSystemError(error)) return cannotRead(error.path, error);
  if (error instanceof Error && "syscall" in error) return cannotRead(name, error);
  const reason = error instanceof Error ? error.message : shown(error);
  return fileError("invalid-input", name, `: breaks off (${reason})`, { cause: error });
}

/** An address that was taken for a path, and may have been made absolute like one. */
const ADDRESS = /(?:^|[\\/])(?:https?|ftp):[\\/]|^(?:data|blob):/i;

/**
 * A file or folder that cannot be read. The message starts with the path.
 *
 * @param remedy what to do
 */
export function cannotRead(path: string, error: unknown, remedy = "check the path"): FileError {
  const [named, reason]: [string, string] = ADDRESS.test(path)
    ? [path.slice(0, SHOWN_ADDRESS), "this is an address, not a file; download it first"]
    : [path || "the path is empty", `${fileReason(error)}; ${remedy}`];
  const file = { ...atStart(named), path };
  return new FileError("invalid-input", `${named}: ${reason}`, file, { cause: error });
}

/** A file that cannot be written. */
export function cannotWrite(path: string, error: unknown): FileError {
  return fileError("output", path, `: ${fileReason(error)}`, { before: "cannot write ", cause: error });
}

/** Addresses that hold a file are as long as that. */
const SHOWN_ADDRESS = 200;
