/**
 * One program at a time in an output folder. `OUT/.lock` names its process; the lock of a process that is
 * gone is taken over by the next.
 *
 * A process is known by its number and, as numbers are used again (in containers most of all), on Linux by the time of
 * its start. Of a process on another machine nothing can be known: its lock holds until it is deleted.
 */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { fileReason } from "../errors/in-file.js";

/** Its name in the output folder. */
export const LOCK = ".lock";

/** How often to try for a lock that others may release meanwhile. */
const ATTEMPTS = 10;

/**
 * Locks a folder, which must exist.
 *
 * @returns The function that unlocks it.
 * @throws KernelGanError `output` if another process works there.
 * @example
 * const unlock = lockFolder("results");
 * try { … } finally { unlock(); }
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, LOCK);
  const mine = JSON.stringify({ host: hostname(), pid: process.pid, started: startOf(process.pid) });
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (create(path, mine)) return () => unlock(path, mine);
    const holder = read(path);
    if (holder === undefined) continue;
    if (holder !== mine && isAlive(holder)) throw inUse(folder, holder);
    removeStale(path, holder);
  }
  throw new KernelGanError("output", `cannot lock ${folder}: other processes keep locking it; try again`);
}

function create(path: string, content: string): boolean {
  // Written elsewhere first, so that no process reads an empty lock.
  const temporary = `${path}.${process.pid}`;
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
    rmSync(temporary, { force: true });
  }
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}

/** Removes the lock found stale, and not one that another process has put there meanwhile. */
function removeStale(path: string, stale: string): void {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
    if (read(aside) !== stale) linkSync(aside, path);
  } catch {
    // Another process was faster; the next attempt will show.
  } finally {
    rmSync(aside, { force: true });
  }
}

function unlock(path: string, mine: string): void {
  if (read(path) === mine) rmSync(path, { force: true });
}

function isAlive(lock: string): boolean {
  const { host, pid, started } = parse(lock);
  if (host !== hostname()) return true;
  return isProcess(pid) && started === startOf(pid);
}

function parse(lock: string): { host?: string; pid: number; started?: string } {
  try {
    return JSON.parse(lock);
  } catch {
    throw new KernelGanError(
      "output",
      `a ${LOCK} file in the output folder is not one of this program; delete it`,
    );
  }
}

/** Whether a process with that number runs on this machine. */
export function isProcess(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It is there, but belongs to another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** When a process started: ticks since the machine did, and which start of the machine. Linux only. */
function startOf(pid: number): string | undefined {
  try {
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The second field, the program's name in parentheses, may hold anything; the start is the 22nd.
    const ticks = stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19];
    return `${boot} ${ticks}`;
  } catch {
    return undefined;
  }
}

function inUse(folder: string, lock: string): KernelGanError {
  const { host, pid } = parse(lock);
  const where =
    host === hostname() ? "" : ` on ${host} (if it is not running any more, delete ${join(folder, LOCK)})`;
  return new KernelGanError(
    "output",
    `process ${pid}${where} is at work in ${folder}; wait for it, or give another --out`,
  );
}
