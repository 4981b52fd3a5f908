/**
 * Writing files so that no reader ever sees half of one.
 *
 * The bytes go to a temporary file in the same folder, which then takes the final name in one step (rename). A set of
 * files is written as a whole: names change only once all the bytes are on the disk, and if one of them cannot be
 * changed, those changed before are changed back. Whatever stops the work in between, no temporary file stays: errors
 * remove them here, signals by way of unfinished.ts, and what a killed process leaves has a name that shows it
 * (process.ts).
 */
import { existsSync, linkSync, lstatSync, renameSync, rmSync, type Stats } from "node:fs";
import { mkdir, open, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { Names } from "@kernelgan/core/internal";
import { fileError } from "../errors/file-error.js";
import { cannotWrite, fileReason } from "../errors/in-file.js";
import { ownName, removeOrphans, removeQuietly } from "./process.js";
import { unfinished } from "./unfinished.js";

/** One file of a set. */
export interface FileContent {
  /** Where it goes. Missing folders are made. */
  path: string;
  bytes: Uint8Array;
}

/** How `writeFiles` treats what is there already. */
export interface WriteOptions {
  /** Replace files that exist. Default false: they are an error. */
  force?: boolean | undefined;
}

export const WRITE_NAMES: Names<WriteOptions> = { force: "boolean" };

/** A finished file, and the name that it is to get. */
export interface Move {
  from: string;
  to: string;
}

/** How the names of temporary files and folders begin. */
export const TEMPORARY = ".kernelgan-";

/** The longest name of a file, in bytes, on the usual file systems. */
const MAX_NAME = 255;

/** A temporary file under way. */
interface Temporary {
  readonly path: string;
  /** Removes it, if it is there. */
  remove(): void;
}

/**
 * Writes all files or none.
 *
 * @example
 * await writeFiles([{ path: "out/a.txt", bytes: Buffer.from("a") }], { force: true });
 * @throws KernelGanError `output` if one exists (without `force`) or cannot be written.
 */
export async function writeFiles(files: readonly FileContent[], options: WriteOptions = {}): Promise<void> {
  for (const file of files) checkReplaceable(file.path, options);
  const written: Temporary[] = [];
  try {
    for (const { path, bytes } of files) {
      tidy(dirname(resolve(path)));
      const temporary = temporaryBeside(path);
      written.push(temporary);
      await writeNew(temporary.path, bytes).catch((error) => {
        throw cannotWrite(path, error);
      });
    }
    for (const { path } of files) checkReplaceable(path, options);
    moveFiles(files.map(({ path }, i) => ({ from: written[i]?.path ?? "", to: path })));
  } finally {
    for (const temporary of written) temporary.remove();
  }
}

/**
 * Gives all files their names, replacing what is there, or none: if one name cannot be taken, the earlier ones are
 * given back. Synchronous: a signal finds all the names changed, or none. The folders must exist.
 *
 * @param aside folder on the same disk for what is replaced, until all is done; default: beside each file
 * @throws KernelGanError `output`
 */
export function moveFiles(moves: readonly Move[], aside?: string): void {
  // Whatever can be known to fail fails before anything changes.
  for (const { to } of moves) checkReplaceable(to, { force: true });
  const done: { to: string; replaced: Temporary | undefined }[] = [];
  try {
    for (const { from, to } of moves) {
      try {
        done.push({ to, replaced: keepAside(to, aside) });
        renameSync(from, to);
      } catch (error) {
        throw cannotWrite(to, error);
      }
    }
  } catch (error) {
    for (const { to, replaced } of done.reverse()) restore(to, replaced);
    throw error;
  } finally {
    for (const { replaced } of done) replaced?.remove();
  }
}

/**
 * Checks that a file may be put at `path`.
 *
 * @throws KernelGanError `output` if a file is there and `force` is not set; if something is there that is no file; if
 *   no file can have this name.
 */
export function checkReplaceable(path: string, { force = false }: WriteOptions): void {
  const found = lookAtOutput(path);
  if (!found) return;
  if (!found.isFile() && !found.isSymbolicLink()) {
    const what = found.isDirectory() ? "a folder" : "something that is no file";
    throw fileError("output", path, `: ${what} is there; give another path`, { before: "cannot write " });
  }
  if (force) return;
  throw fileError("output", path, ' exists already; replace it with "force", or give another path');
}

/** What is at the path itself; a link is not followed, as it is what would be replaced. */
function lookAtOutput(path: string): Stats | undefined {
  if (Buffer.byteLength(basename(path)) > MAX_NAME) throw cannotWrite(path, { code: "ENAMETOOLONG" });
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

/**
 * Checks that files can be written to `folder`, which need not exist yet. Leaves nothing behind.
 *
 * @throws KernelGanError `output` if it, or the deepest folder of its path that exists, cannot be written.
 */
export async function checkFolderWritable(folder: string): Promise<void> {
  let deepest = resolve(folder);
  while (!existsSync(deepest) && dirname(deepest) !== deepest) deepest = dirname(deepest);
  const reason = await notWritable(deepest, resolve(folder));
  if (reason) {
    throw fileError("output", folder, `: ${reason}; give another one`, {
      before: "cannot write to the folder ",
    });
  }
}

async function notWritable(existing: string, folder: string): Promise<string | undefined> {
  const probe = temporaryBeside(join(existing, "probe"));
  try {
    if (!(await stat(existing)).isDirectory()) return `${existing} is a file`;
    if (folder.split(sep).some((name) => Buffer.byteLength(name) > MAX_NAME)) return "its name is too long";
    if (folder !== existing && lstatSync(folder, { throwIfNoEntry: false })) {
      return "it is a link that leads nowhere";
    }
    // Permissions do not say everything: file systems can be read-only, or make nothing at all.
    await mkdir(probe.path);
    await rmdir(probe.path);
    return undefined;
  } catch (error) {
    return fileReason(error);
  } finally {
    probe.remove();
  }
}

const tidied = new Set<string>();

/** Removes what processes that were killed have left in the folder. Once is enough: there may be many files. */
function tidy(folder: string): void {
  if (tidied.has(folder)) return;
  tidied.add(folder);
  removeOrphans(folder, TEMPORARY);
}

/** A temporary file, or folder, beside `path`; it is removed as well if the process is stopped. */
function temporaryBeside(path: string): Temporary {
  return temporaryIn(dirname(resolve(path)));
}

function temporaryIn(folder: string): Temporary {
  const path = join(folder, `${TEMPORARY}${ownName()}.tmp`);
  const remove = (): void => {
    if (existsSync(path)) removeQuietly(path);
  };
  const finished = unfinished(remove);
  return {
    path,
    remove() {
      remove();
      finished();
    },
  };
}

async function writeNew(path: string, bytes: Uint8Array): Promise<void> {
  await makeFolder(dirname(path));
  const handle = await open(path, "wx");
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes a folder and those it lies in. (Node's own recursive mkdir never returns where nothing can be made.) */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return;
  await makeFolder(dirname(folder));
  await mkdir(folder).catch((error: NodeJS.ErrnoException) => {
    // Another process may have made it meanwhile.
    if (error.code !== "EEXIST") throw error;
  });
}

/** Gives a file that is about to be replaced a second name; undefined if there is none. */
function keepAside(path: string, folder: string | undefined): Temporary | undefined {
  if (!lstatSync(path, { throwIfNoEntry: false })) return undefined;
  const aside = folder === undefined ? temporaryBeside(path) : temporaryIn(folder);
  try {
    linkSync(path, aside.path);
  } catch {
    // Not every file system (exFAT) has links.
    renameSync(path, aside.path);
  }
  return aside;
}

/** Gives a name back to the file that had it; without one, to none. */
function restore(path: string, replaced: Temporary | undefined): void {
  try {
    if (replaced) renameSync(replaced.path, path);
    else if (lstatSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
  } catch {
    // Nothing more can be done, and the first error says why.
  }
}
