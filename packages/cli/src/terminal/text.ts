/** Text for people. Names of files and what files say come from anywhere: none of it may control the terminal. */

/** Control characters, what reverses the direction of text, separators of lines, halves of characters. */
const HOSTILE = /[\p{Cc}\u{200e}\u{200f}\u{2028}-\u{202e}\u{2066}-\u{2069}\p{Cs}]/gu;

/** The text with control characters in words: `\x1b`, `\u202e`. */
export function printable(text: string): string {
  return text.replace(HOSTILE, (character) => {
    const code = character.charCodeAt(0);
    return code < 256 ? `\\x${code.toString(16).padStart(2, "0")}` : `\\u${code.toString(16)}`;
  });
}

/** The longest line: nobody reads more of a message. */
const MAX_LINE = 2000;

/** The line, without its middle if it is very long: its end says what to do. */
function shortened(line: string): string {
  if (line.length <= MAX_LINE) return line;
  return `${line.slice(0, MAX_LINE / 2)} … ${line.slice(-MAX_LINE / 2)}`;
}

/** Writes lines, fit for a terminal. */
export function writeLines(stream: NodeJS.WritableStream, ...lines: readonly string[]): void {
  if (lines.length > 0) stream.write(`${lines.map((line) => printable(shortened(line))).join("\n")}\n`);
}

/** Of many names not all are said. */
const NAMED = 3;

/** The first of many names. */
export function someOf(names: readonly string[]): string {
  return [...names.slice(0, NAMED), ...(names.length > NAMED ? ["…"] : [])].join(", ");
}

/** A number with so many decimals. */
export function decimal(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : "∞";
}

/** A document as JSON on one line: whatever prints it, no control character is in it. */
export function jsonLine(document: unknown): string {
  return JSON.stringify(document).replace(
    /[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
