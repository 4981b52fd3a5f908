/**
 * Writing files so that no reader ever sees half of one.
 *
 * The bytes go to a temporary file in the same folder, which then takes the final name in one step (rename). A set
 * of files is written as a whole: names change only once all the bytes are on the disk, and if one of them cannot be
 * changed, those changed before are changed back. Whatever stops the work in between, no temporary file stays: errors
 * remove them here, signals through `removeTemporaryFiles`.
 */
import { existsSync, linkSync, renameSync, rmSync, statSync } from "node:fs";
import { mkdir, mkdtemp, open, rmdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { fileReason } from "../errors/in-file.js";

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

/** A finished file, and the name that it is to get. */
export interface Move {
  from: string;
  to: string;
}

const temporaryFiles = new Set<string>();
let counter = 0;

/**
 * Writes all files or none.
 *
 * @example
 * await writeFiles([{ path: "out/a.txt", bytes: Buffer.from("a") }], { force: true });
 * @throws KernelGanError `output` if one exists (without `force`) or cannot be written.
 */
export async function writeFiles(files: readonly FileContent[], options: WriteOptions = {}): Promise<void> {
  for (const file of files) checkReplaceable(file.path, options);
  const moves: Move[] = [];
  try {
    for (const { path, bytes } of files) {
      const from = temporaryName(path);
      moves.push({ from, to: path });
      await writeNew(from, bytes).catch((error) => {
        throw cannotWrite(path, error);
      });
    }
    for (const { path } of files) checkReplaceable(path, options);
    moveFiles(moves);
  } finally {
    for (const { from } of moves) removeTemporary(from);
  }
}

/**
 * Gives all files their names, replacing what is there, or none: if one name cannot be taken, the earlier ones are given
 * back. Synchronous: a signal finds all the names changed, or none. The folders must exist.
 *
 * @throws KernelGanError `output`
 */
export function moveFiles(moves: readonly Move[]): void {
  const done: { to: string; replaced: string | undefined }[] = [];
  try {
    for (const { from, to } of moves) {
      try {
        const replaced = keepAside(to);
        done.push({ to, replaced });
        renameSync(from, to);
      } catch (error) {
        throw cannotWrite(to, error);
      }
    }
  } catch (error) {
    for (const { to, replaced } of done.reverse()) restore(to, replaced);
    throw error;
  } finally {
    for (const { replaced } of done) if (replaced !== undefined) removeTemporary(replaced);
  }
}

/** Removes the temporary files of every write under way. Synchronous, for signal handlers. */
export function removeTemporaryFiles(): void {
  for (const path of temporaryFiles) removeIfThere(path);
}

/**
 * Checks that a file may be put at `path`.
 *
 * @throws KernelGanError `output` if something is there and `force` is not set.
 */
export function checkReplaceable(path: string, { force = false }: WriteOptions): void {
  if (!force && existsSync(path)) {
    throw new KernelGanError(
      "output",
      `${path} exists already: give --force to replace it, or another --out`,
    );
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
  const reason = await notWritable(deepest);
  if (reason) {
    throw new KernelGanError("output", `cannot write to the folder ${folder}: ${reason}; give another --out`);
  }
}

async function notWritable(folder: string): Promise<string | undefined> {
  try {
    if (!(await stat(folder)).isDirectory()) return `${folder} is a file`;
    // Permissions do not say everything: file systems can be read-only, or make nothing at all.
    await rmdir(await mkdtemp(join(folder, ".kernelgan-")));
    return undefined;
  } catch (error) {
    return fileReason(error);
  }
}

/** A name for a temporary file beside `path`, which `removeTemporaryFiles` knows from now on. */
function temporaryName(path: string): string {
  const name = join(dirname(resolve(path)), `.${basename(path)}.${process.pid}-${counter++}.tmp`);
  temporaryFiles.add(name);
  return name;
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

/** Gives a file that is about to be replaced a second name; undefined if there is none. Folders are left to fail. */
function keepAside(path: string): string | undefined {
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return undefined;
  const aside = temporaryName(path);
  try {
    linkSync(path, aside);
  } catch {
    // Not every file system (exFAT) has links.
    renameSync(path, aside);
  }
  return aside;
}

/** Gives a name back to the file that had it; without one, to none. */
function restore(path: string, replaced: string | undefined): void {
  try {
    if (replaced !== undefined) renameSync(replaced, path);
    else if (statSync(path, { throwIfNoEntry: false })?.isFile()) rmSync(path);
  } catch {
    // Nothing more can be done, and the first error says why.
  }
}

function removeTemporary(path: string): void {
  removeIfThere(path);
  temporaryFiles.delete(path);
}

/** (`force` does not help where part of the path is a file.) */
function removeIfThere(path: string): void {
  if (existsSync(path)) rmSync(path, { force: true });
}

function cannotWrite(path: string, error: unknown): KernelGanError {
  return new KernelGanError("output", `cannot write ${path}: ${fileReason(error)}`, { cause: error });
}
