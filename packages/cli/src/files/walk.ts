/**
 * The files below a folder whose paths match a pattern. Links to folders are followed; each folder is visited once,
 * whatever links lead to it. What cannot be looked at is reported, not left out in silence.
 */
import { type Dirent, statSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { matchesName, parsePattern, type Segment } from "./glob.js";
import { fileIdentity } from "./look.js";

/** What was found. */
export interface Walk {
  /** Paths relative to the root, with / between their names, in order. */
  files: string[];
  /** Folders that cannot be read. */
  failures: { path: string; error: unknown }[];
}

/** How to walk. */
export interface WalkOptions {
  /** Identities (look.ts) of folders not to enter. */
  except?: ReadonlySet<string> | undefined;
  /** Whether upper and lower case are the same; default: they differ. */
  ignoreCase?: boolean | undefined;
}

/** A place in one of the patterns: what the next name has to match. */
interface Place {
  readonly pattern: readonly Segment[];
  readonly at: number;
  /** The same for the same place. */
  readonly key: string;
}

interface Folder {
  readonly path: string;
  readonly places: readonly Place[];
}

/**
 * Walks.
 *
 * @throws KernelGanError `invalid-argument` for a pattern that stands for too many
 * @example
 * const { files } = await walk("photos", "**\/*.png");
 */
export async function walk(
  root: string,
  pattern: string,
  { except, ignoreCase = false }: WalkOptions = {},
): Promise<Walk> {
  const cased = (name: string): string => (ignoreCase ? name.toLowerCase() : name);
  const files: string[] = [];
  const failures: Walk["failures"] = [];
  const visited = new Set<string>();
  const places = parsePattern(cased(pattern)).flatMap((segments, i) => placesFrom(segments, 0, `${i}`));
  // The tree itself comes first; links may lead to what is in it.
  const folders: Folder[] = [{ path: "", places: distinct(places) }];
  const links: Folder[] = [];
  for (let next = folders.pop(); next; next = folders.pop() ?? links.shift()) await visit(next);
  return { files: files.sort(), failures };

  async function visit(folder: Folder): Promise<void> {
    const path = join(root, folder.path);
    const identity = fileIdentity(path);
    const key = `${identity} ${folder.places.map((place) => place.key).join()}`;
    if (identity !== undefined && (except?.has(identity) || visited.has(key))) return;
    visited.add(key);
    let entries: Dirent[];
    try {
      entries = await readdir(path, { withFileTypes: true });
    } catch (error) {
      failures.push({ path, error });
      return;
    }
    for (const entry of entries) take(folder, entry);
  }

  function take({ path, places }: Folder, entry: Dirent): void {
    const name = cased(entry.name);
    const below = path === "" ? entry.name : `${path}/${entry.name}`;
    const kind = kindOf(join(root, below), entry);
    if (kind === "file") {
      if (places.some((place) => endsWith(place, name))) files.push(below);
      return;
    }
    const next = distinct(places.flatMap((place) => after(place, name)));
    if (next.length > 0) (kind === "link" ? links : folders).push({ path: below, places: next });
  }
}

/** A folder, a link to one, or anything else. */
function kindOf(path: string, entry: Dirent): "folder" | "link" | "file" {
  if (entry.isDirectory()) return "folder";
  if (!entry.isSymbolicLink()) return "file";
  try {
    return statSync(path).isDirectory() ? "link" : "file";
  } catch {
    // A link that leads nowhere: whoever opens it will say so.
    return "file";
  }
}

/** The place at a segment, and those behind it if `**` stands for no folder. */
function placesFrom(pattern: readonly Segment[], at: number, alternative: string): Place[] {
  const place = { pattern, at, key: `${alternative}:${at}` };
  const ends = pattern[at] !== "**" || at + 1 === pattern.length;
  return [place, ...(ends ? [] : placesFrom(pattern, at + 1, alternative))];
}

function distinct(places: readonly Place[]): Place[] {
  return [...new Map(places.map((place) => [place.key, place])).values()];
}

/** Whether a file of that name ends the pattern. */
function endsWith({ pattern, at }: Place, name: string): boolean {
  const segment = pattern[at];
  if (at + 1 < pattern.length || segment === undefined) return false;
  return segment === "**" ? !name.startsWith(".") : matchesName(segment, name);
}

/** The places after a folder of that name. */
function after({ pattern, at, key }: Place, name: string): Place[] {
  const segment = pattern[at];
  const alternative = key.slice(0, key.indexOf(":"));
  if (segment === undefined) return [];
  if (segment === "**") return name.startsWith(".") ? [] : placesFrom(pattern, at, alternative);
  if (at + 1 === pattern.length || !matchesName(segment, name)) return [];
  return placesFrom(pattern, at + 1, alternative);
}
