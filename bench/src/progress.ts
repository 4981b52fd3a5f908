/** Where a long script stands, on stderr: on a terminal one line that is redrawn, elsewhere a line each. */

const { stderr } = process;

export function showProgress(text: string): void {
  stderr.write(stderr.isTTY ? `\r\x1b[K${text}` : `${text}\n`);
}

/** Removes the line. */
export function clearProgress(): void {
  if (stderr.isTTY) stderr.write("\r\x1b[K");
}
