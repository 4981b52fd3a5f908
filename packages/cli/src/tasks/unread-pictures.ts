/** Pictures below folders, or that match globs, whose formats are not read: they are named, not left out in silence. */
import { shownPath } from "../errors/shown-path.js";
import { speaksJson, writeEvent } from "../terminal/json-lines.js";
import { someOf, writeLines } from "../terminal/text.js";

/** `1 picture left out, of formats that are not read: photos/IMG_1.HEIC; convert to PNG or JPEG` */
export function unreadInWords(paths: readonly string[]): string {
  const files = `${paths.length} ${paths.length === 1 ? "picture" : "pictures"}`;
  return `${files} left out, of formats that are not read: ${someOf(paths)}; convert to PNG or JPEG`;
}

/** Prints it, where there are any. */
export function printUnread(paths: readonly string[], stderr: NodeJS.WriteStream): void {
  if (paths.length === 0) return;
  const message = unreadInWords(paths.map(shownPath));
  if (speaksJson(stderr)) writeEvent(stderr, { event: "notice", message });
  else writeLines(stderr, `kernelgan: ${message}`);
}
