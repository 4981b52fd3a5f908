/** What there is at a path, and whether two paths lead to the same file. */
import { type Stats, statSync } from "node:fs";
import { cannotRead } from "../errors/in-file.js";

/**
 * What a path leads to, links followed; undefined if nothing is there.
 *
 * @throws KernelGanError `invalid-input` if that cannot be found out: no permission, links in a circle, a name too
 *   long.
 */
export function lookAt(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    // Part of the path is a file: nothing can be there.
    if ((error as NodeJS.ErrnoException).code === "ENOTDIR") return undefined;
    throw cannotRead(path, error);
  }
}

/** Whether a path leads to a folder; false if nothing is there. Errors as for {@link lookAt}. */
export function isFolder(path: string): boolean {
  return lookAt(path)?.isDirectory() ?? false;
}

/**
 * Names the file or folder itself, by device and inode: whatever links lead to it, the text is the same. Undefined if
 * nothing is there, or if it cannot be found out.
 */
export function fileIdentity(path: string): string | undefined {
  try {
    const found = statSync(path, { bigint: true, throwIfNoEntry: false });
    return found && `${found.dev}:${found.ino}`;
  } catch {
    return undefined;
  }
}

/** Whether two paths lead to the same file or folder, which exists. */
export function isSameFile(a: string, b: string): boolean {
  const identity = fileIdentity(a);
  return identity !== undefined && identity === fileIdentity(b);
}
