/** Paths of files that are written in one folder, and then belong to another. */
import { sep } from "node:path";

/** The same path below another folder, which may be a shared path; undefined for one that is not below the first. */
export function movedPath(path: string, from: string, to: string): string | undefined {
  const folder = from.endsWith(sep) ? from : from + sep;
  return path.startsWith(folder) ? `${to}/${path.slice(folder.length)}` : undefined;
}
