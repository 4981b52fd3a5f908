/**
 * Writing files so that nobody ever sees half of one.
 *
 * The bytes go to a temporary file in the same folder, which then takes the final name in one step (rename). A set
 * of files is written as a whole: names change only once all the bytes are on the disk. Whatever stops the work in
 * between, no temporary file stays: errors remove them here, signals through `removeTemporaryFiles`.
 */
import { existsSync, renameSync, rmSync } from "node:fs";
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
  force?: boolean;
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
  const temporary = files.map(({ path }) =>
    join(dirname(resolve(path)), `.${basename(path)}.${process.pid}-${counter++}.tmp`),
  );
  try {
    for (const [i, { path, bytes }] of files.entries()) {
      temporaryFiles.add(temporary[i]);
      await writeNew(temporary[i], bytes).catch((error) => {
        throw cannotWrite(path, error);
      });
    }
    for (const { path } of files) checkReplaceable(path, options);
    // No await in here: a signal finds all the names changed, or none.
    for (const [i, { path }] of files.entries()) takeName(temporary[i], path);
  } finally {
    for (const path of temporary) {
      removeTemporary(path);
      temporaryFiles.delete(path);
    }
  }
}

/** Removes the temporary files of every write under way. Synchronous, for signal handlers. */
export function removeTemporaryFiles(): void {
  for (const path of temporaryFiles) removeTemporary(path);
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
    // Trying tells more than permissions do: file systems can be read-only, or make nothing at all.
    await rmdir(await mkdtemp(join(folder, ".kernelgan-")));
    return undefined;
  } catch (error) {
    return fileReason(error);
  }
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
    // Somebody else may have made it meanwhile.
    if (error.code !== "EEXIST") throw error;
  });
}

function removeTemporary(path: string): void {
  if (existsSync(path)) rmSync(path, { force: true });
}

function takeName(temporary: string, path: string): void {
  try {
    renameSync(temporary, path);
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): KernelGanError {
  return new KernelGanError("output", `cannot write ${path}: ${fileReason(error)}`, { cause: error });
}
