/**
 * Patterns of file names.
 *
 *     *  any characters but /      ?  one      [a-z] [!a-z]  one of them, or none of them
 *     **  any folders              {a,b} {1..9}  either
 *     \  takes the next character as it is
 *
 * Hidden names match only where the pattern has their dot. Matching takes time in proportion to the lengths of name and
 * pattern, whatever the pattern: regular expressions, into which libraries translate patterns, can take for ever.
 */
import { KernelGanError } from "@kernelgan/core";

/** How many patterns the braces of one may stand for. */
const MAX_ALTERNATIVES = 1000;

/** A pattern of one name; `**` for any number of folders. */
export type Segment = "**" | readonly Token[];

/** What one character of a name may be; "*" for any number of any characters. */
type Token = "*" | ((character: string) => boolean);

/** Whether a text is more than a plain path. */
export function isPattern(text: string): boolean {
  const plain = text.replace(/\\./gs, "");
  const set = plain.indexOf("[");
  return /[*?]/.test(plain) || (set >= 0 && plain.indexOf("]", set) > set) || firstBraces(text) !== undefined;
}

/**
 * The patterns that one with braces stands for, each name by name.
 *
 * @throws KernelGanError `invalid-argument` if they are too many
 * @example
 * parsePattern("photos/*.{png,jpg}"); // [[photos, *.png], [photos, *.jpg]]
 */
export function parsePattern(pattern: string): Segment[][] {
  return alternatives(pattern).map((plain) =>
    splitPath(plain).map((name) => (name === "**" ? "**" : tokens(name))),
  );
}

/** Whether a name matches. */
export function matchesName(segment: readonly Token[], name: string): boolean {
  const characters = Array.from(name);
  // Where to go on if what follows the last star does not match: one character further.
  let star = -1;
  let resume = 0;
  let at = 0;
  let i = 0;
  // A leading wildcard does not match a hidden name.
  if (characters[0] === "." && !startsWithDot(segment)) return false;
  while (i < characters.length) {
    const token = segment[at];
    if (token === "*") {
      star = at++;
      resume = i;
    } else if (token?.(characters[i] ?? "")) {
      at++;
      i++;
    } else if (star >= 0) {
      at = star + 1;
      i = ++resume;
    } else {
      return false;
    }
  }
  return segment.slice(at).every((token) => token === "*");
}

const dot: Token = (character) => character === ".";
const any: Token = () => true;

function startsWithDot([first]: readonly Token[]): boolean {
  return first === dot;
}

function literal(wanted: string): Token {
  return wanted === "." ? dot : (character) => character === wanted;
}

function tokens(name: string): Token[] {
  const found: Token[] = [];
  const characters = Array.from(name);
  for (let i = 0; i < characters.length; i++) {
    const character = characters[i] ?? "";
    const set = character === "[" ? parseSet(characters, i) : undefined;
    if (set) {
      found.push(set.token);
      i = set.end;
    } else if (character === "*") {
      if (found.at(-1) !== "*") found.push("*");
    } else if (character === "?") {
      found.push(any);
    } else if (character === "\\" && i + 1 < characters.length) {
      found.push(literal(characters[++i] ?? ""));
    } else {
      found.push(literal(character));
    }
  }
  return found;
}

/** `[a-z]` from its bracket on; undefined if it does not end. */
function parseSet(characters: readonly string[], start: number): { token: Token; end: number } | undefined {
  let i = start + 1;
  const negated = characters[i] === "!" || characters[i] === "^";
  if (negated) i++;
  const ranges: [from: string, to: string][] = [];
  for (let first = true; i < characters.length; i++, first = false) {
    const from = characters[i] ?? "";
    if (from === "]" && !first) {
      const isIn = (c: string): boolean => ranges.some(([low, high]) => low <= c && c <= high);
      return { token: (c) => isIn(c) !== negated, end: i };
    }
    const to = characters[i + 2];
    if (characters[i + 1] === "-" && to !== undefined && to !== "]") {
      ranges.push([from, to]);
      i += 2;
    } else {
      ranges.push([from, from]);
    }
  }
  return undefined;
}

/** The names of a path; a slash in a set, or after a backslash, is none that divides. */
function splitPath(pattern: string): string[] {
  return pattern.split("/").filter((name) => name !== "" && name !== ".");
}

/** `a{b,c}` → `ab`, `ac`; braces without a comma or two dots stay as they are. */
function alternatives(pattern: string): string[] {
  const open = [pattern];
  const plain: string[] = [];
  for (let text = open.pop(); text !== undefined; text = open.pop()) {
    const braces = firstBraces(text);
    if (!braces) {
      plain.push(text);
    } else {
      const { start, end, parts } = braces;
      for (const part of parts) open.push(text.slice(0, start) + part + text.slice(end));
    }
    if (open.length + plain.length > MAX_ALTERNATIVES) {
      throw new KernelGanError(
        "invalid-argument",
        `the braces of ${pattern} stand for more than ${MAX_ALTERNATIVES} patterns; give simpler ones`,
      );
    }
  }
  return plain;
}

/** The first braces that stand for several texts, these, and where the braces are. */
function firstBraces(text: string): { start: number; end: number; parts: string[] } | undefined {
  const starts: { at: number; commas: number[] }[] = [];
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "\\") {
      i++;
    } else if (text[i] === "{") {
      starts.push({ at: i, commas: [] });
    } else if (text[i] === ",") {
      starts.at(-1)?.commas.push(i);
    } else if (text[i] === "}") {
      const braces = starts.pop();
      const parts = braces && partsOf(text, braces, i);
      // The inner ones come first, so those around them are found in the next pass.
      if (parts) return { start: braces.at, end: i + 1, parts };
    }
  }
  return undefined;
}

function partsOf(
  text: string,
  { at, commas }: { at: number; commas: readonly number[] },
  end: number,
): string[] | undefined {
  if (commas.length > 0) {
    const bounds = [at, ...commas, end];
    return bounds.slice(1).map((bound, i) => text.slice((bounds[i] ?? 0) + 1, bound));
  }
  const [, from, to] = /^(\d{1,6})\.\.(\d{1,6})$/.exec(text.slice(at + 1, end)) ?? [];
  if (from === undefined || to === undefined) return undefined;
  const length = Math.min(Number(to) - Number(from) + 1, MAX_ALTERNATIVES + 1);
  return length > 0 ? Array.from({ length }, (_, i) => String(Number(from) + i)) : undefined;
}
