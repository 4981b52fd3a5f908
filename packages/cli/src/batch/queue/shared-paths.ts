/**
 * Paths that mean the same on every machine, as they stand in the jobs of the queue:
 *
 *     photos/a.png         in the folder that all machines share, wherever each has it: relative to its `--root`
 *     s3://bucket/a.png    in S3-compatible storage
 *
 * A worker touches nothing outside its roots. Jobs come from the queue, and write access to it must not be enough
 * to read or write elsewhere: neither by `..`, nor by absolute paths, nor through symbolic links.
 */
import { existsSync } from "node:fs";
import { realpath, stat } from "node:fs/promises";
import { dirname, join, relative, resolve, sep } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { isS3, parseS3, pathBelow, type S3Location, s3Text } from "@kernelgan/queue";
import { fileReason } from "../../errors/in-file.js";
import { JobError } from "../job-error.js";

/** What a machine may read and write. */
export interface Roots {
  /** Absolute path without symbolic links. */
  folder?: string | undefined;
  /** "any": all that the credentials allow. */
  buckets: readonly S3Location[] | "any";
}

/** Where a shared path leads on this machine. */
export type Location = { path: string } | { s3: S3Location };

/** The largest number of characters of a shared path: S3's limit. */
const MAX_LENGTH = 1024;

/**
 * The roots that a user gives: at most one folder, any number of `s3://bucket/prefix`.
 *
 * @throws KernelGanError `invalid-argument` if they make no sense or the folder does not exist; QueueError.
 */
export async function openRoots(texts: readonly string[]): Promise<Roots> {
  const buckets = texts.filter(isS3).map(parseS3);
  const folders = texts.filter((text) => !isS3(text));
  if (folders.length > 1) {
    throw new KernelGanError(
      "invalid-argument",
      `"root" names ${folders.length} folders (${folders.join(", ")}); give one that holds them all`,
    );
  }
  const [folder] = folders;
  if (folder === undefined) return { buckets };
  try {
    if ((await stat(folder)).isDirectory()) return { folder: await realpath(folder), buckets };
  } catch (error) {
    throw new KernelGanError("invalid-argument", `"root" ${folder}: ${fileReason(error)}`, { cause: error });
  }
  throw new KernelGanError("invalid-argument", `"root" ${folder} is not a folder`);
}

/**
 * Where a shared path leads on this machine.
 *
 * @throws JobError "refused" if it lies outside the roots.
 */
export async function locate(roots: Roots, text: string): Promise<Location> {
  if (isS3(text)) return { s3: inBuckets(roots.buckets, text) };
  if (roots.folder === undefined) {
    throw refused(text, "this worker has no folder; start it with --root DIR");
  }
  const names = namesOf(text);
  if (names === undefined) throw refused(text, "not a path relative to a root");
  const path = join(roots.folder, ...names);
  if (!isInside(await realpath(deepestExisting(path)), roots.folder)) {
    throw refused(text, "a symbolic link leads out of the worker's root");
  }
  return { path };
}

/** Whether a text has the form of a shared path. Whether it lies inside the roots is for {@link locate}. */
export function isSharedPath(text: string): boolean {
  if (text.length > MAX_LENGTH) return false;
  if (!isS3(text)) return namesOf(text) !== undefined;
  try {
    parseS3(text);
    return true;
  } catch {
    return false;
  }
}

/**
 * The shared path of a local one.
 *
 * @throws KernelGanError `invalid-argument` if it lies outside the root.
 */
export function sharedPath(path: string, root: string): string {
  const way = relative(resolve(root), resolve(path)).split(sep).join("/");
  const text = way === "" ? "." : way;
  if (namesOf(text) !== undefined) return text;
  throw new KernelGanError(
    "invalid-argument",
    `${path} is not below ${root}; give a "root" that holds images and results, and give the workers the same folder`,
  );
}

function inBuckets(buckets: Roots["buckets"], text: string): S3Location {
  let location: S3Location;
  try {
    location = parseS3(text);
  } catch {
    throw refused(text, "not an address in S3");
  }
  const isAllowed = (root: S3Location): boolean =>
    pathBelow(root, location) !== undefined || s3Text(root) === s3Text(location);
  if (buckets === "any" || buckets.some(isAllowed)) return location;
  throw refused(text, "outside the worker's roots; start it with --root s3://bucket/prefix");
}

/** The names of a relative path; none for ".", the root itself. Undefined for what could lead elsewhere. */
function namesOf(text: string): string[] | undefined {
  if (text === ".") return [];
  const names = text.split("/");
  const plain = names.every((name) => !["", ".", ".."].includes(name));
  return plain && !/[\\\p{Cc}]|^[a-z]:/iu.test(text) ? names : undefined;
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

function deepestExisting(path: string): string {
  let deepest = path;
  while (!existsSync(deepest)) deepest = dirname(deepest);
  return deepest;
}

function refused(text: string, why: string): JobError {
  return new JobError("refused", `${JSON.stringify(text)} is refused: ${why}`);
}
