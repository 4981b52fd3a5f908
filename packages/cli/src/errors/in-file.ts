/** Errors that name the file they are about. */
import { KernelGanError } from "@kernelgan/core";

/**
 * Runs `work` and puts the file's name in front of the message of any KernelGanError it throws:
 * `photo.png: the image is too small …`.
 */
export async function inFile<T>(path: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof KernelGanError) || error.code === "aborted") throw error;
    throw new KernelGanError(error.code, `${path}: ${error.message}`, { cause: error });
  }
}

/** The reason of a failed file system call, in words. */
export function fileReason(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  const words: Record<string, string> = {
    ENOENT: "there is no such file",
    EISDIR: "this is a folder, not a file",
    ENOTDIR: "part of its path is a file, not a folder",
    EEXIST: "a file is in the way",
    EACCES: "no permission",
    EPERM: "no permission",
    EROFS: "the file system is read-only",
    ENOSPC: "the disk is full",
    ENAMETOOLONG: "the name is too long",
  };
  return words[code] ?? (error as Error).message;
}
