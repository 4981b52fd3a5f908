/** Paths as users type them: from the working directory on, where they lead into it. */
import { sep } from "node:path";

/** The path from the working directory on; as it is if it leads elsewhere. */
export function shownPath(path: string): string {
  const folder = here();
  return folder !== undefined && path.startsWith(folder) ? path.slice(folder.length) : path;
}

/** A message with the paths in it as {@link shownPath} gives them. */
export function withShownPaths(message: string): string {
  const folder = here();
  if (folder === undefined) return message;
  return message
    .split(folder)
    .reduce((before, after) => before + (BEGINS.test(before) ? "" : folder) + after);
}

/** What stands before a path in a message. */
const BEGINS = /(?:^|[\s"'(])$/;

/** The working directory with the separator that follows it; undefined if it is the root, or is no longer there. */
function here(): string | undefined {
  try {
    const folder = process.cwd();
    return folder.endsWith(sep) ? undefined : `${folder}${sep}`;
  } catch {
    return undefined;
  }
}
