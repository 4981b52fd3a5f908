/**
 * One program at a time in an output folder. `OUT/.lock` names its process (files/process.ts); the lock of a process
 * that is gone is taken over by the next. Of a process on another machine nothing can be known: its lock holds until it
 * is deleted.
 */
import { linkSync, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { dirname, join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import * as v from "valibot";
import { fileReason } from "../errors/in-file.js";
import { TEMPORARY } from "../files/atomic-write.js";
import { isProcess, ownName, removeQuietly, startOf } from "../files/process.js";
import { readTextSync } from "../files/read-file.js";
import { unfinished } from "../files/unfinished.js";

/** Its name in the output folder. */
export const LOCK = ".lock";

/** How often to try for a lock that others may release meanwhile. */
const ATTEMPTS = 10;

/** A lock has some 100 bytes. */
const MAX_BYTES = 4096;

const holder = v.object({ host: v.string(), pid: v.number(), started: v.optional(v.string()) });
type Holder = v.InferOutput<typeof holder>;

/** The folders that this process has locked, by their real paths: all its locks have the same text. */
const held = new Set<string>();

/**
 * Locks a folder, which must exist.
 *
 * @returns The function that unlocks it.
 * @throws KernelGanError `output` if another process, or another call of this one, works there.
 * @example
 * const unlock = lockFolder("results");
 * try { … } finally { unlock(); }
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK);
  const own: Holder = { host: hostname(), pid: process.pid, started: startOf(process.pid) };
  const mine = JSON.stringify(own);
  const real = realpathSync.native(folder);
  if (held.has(real)) throw inUse(folder, own);
  const unlock = (): void => {
    if (held.delete(real) && read(path) === mine) rmSync(path, { force: true });
  };
  const finished = unfinished(unlock);
  try {
    takeLock(folder, path, mine);
    held.add(real);
  } catch (error) {
    finished();
    throw error;
  }
  return () => {
    unlock();
    finished();
  };
}

function takeLock(folder: string, path: string, mine: string): void {
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(path, mine)) return;
    const text = read(path);
    if (text === undefined) {
      if (lstatSync(path, { throwIfNoEntry: false })) throw notOurs(path);
      continue;
    }
    const found = parse(path, text);
    // One of this process that it does not hold is that of an earlier process with its number.
    if (text !== mine && isAlive(found)) throw inUse(folder, found);
    removeStale(path, text);
  }
  throw new KernelGanError("output", `cannot lock ${folder}: other processes keep locking it; try again`);
}

function create(path: string, content: string): boolean {
  // Written elsewhere first, so that no process reads an empty lock.
  const temporary = join(dirname(path), `${TEMPORARY}${ownName()}.tmp`);
  try {
    writeFileSync(temporary, content);
    try {
      linkSync(temporary, path);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      // Not every file system (exFAT) has links.
      writeFileSync(path, content, { flag: "wx" });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw new KernelGanError("output", `cannot lock ${path}: ${fileReason(error)}`, { cause: error });
  } finally {
    removeQuietly(temporary);
  }
}

/** The text of a lock; undefined if there is none, or something else. */
function read(path: string): string | undefined {
  try {
    return readTextSync(path, MAX_BYTES);
  } catch {
    return undefined;
  }
}

/** Removes the lock found stale, and not one that another process has put there meanwhile. */
function removeStale(path: string, stale: string): void {
  const aside = join(dirname(path), `${TEMPORARY}${ownName()}.tmp`);
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch {
    // Another process was faster; the next attempt will show.
  } finally {
    removeQuietly(aside);
  }
}

function isAlive({ host, pid, started }: Holder): boolean {
  return host !== hostname() || (isProcess(pid) && started === startOf(pid));
}

function parse(path: string, text: string): Holder {
  try {
    return v.parse(holder, JSON.parse(text));
  } catch {
    throw notOurs(path);
  }
}

function notOurs(path: string): KernelGanError {
  return new KernelGanError(
    "output",
    `${path} is not a lock of this program; delete it, or give another "out"`,
  );
}

function inUse(folder: string, { host, pid }: Holder): KernelGanError {
  const where =
    host === hostname() ? "" : ` on ${host} (if it is not running any more, delete ${join(folder, LOCK)})`;
  return new KernelGanError(
    "output",
    `process ${pid}${where} is at work in ${folder}; wait for it, or give another "out"`,
  );
}
