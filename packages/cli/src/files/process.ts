/**
 * Which process something belongs to, and whether that is still at work.
 *
 * A process is known by its machine and its number and, as numbers are used again (in containers most of all), on Linux
 * by the time of its start. What a process leaves behind when it is killed carries its tag in the name, so that a later
 * one can clear it away:
 *
 *     .kernelgan-<machine>-<pid>-<start>-<random>.tmp
 */
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

const TAGGED = /^\.?(?:kernelgan-)?(.*)-(\d+)-([0-9a-f]{8})-[0-9a-f]{12}(?:\.tmp)?$/;

/** A name that no other process has, nor this one a second time. */
export function ownName(): string {
  return nameOf(process.pid);
}

/** `<machine>-<pid>-<start>-<random>`, for a process of this machine. */
export function nameOf(pid: number): string {
  return `${machine()}-${pid}-${startTag(pid)}-${randomBytes(6).toString("hex")}`;
}

/** Whether a name was made by `ownName`, by a process of this machine that is gone. */
export function isOrphan(name: string): boolean {
  const [, host, pid, start] = TAGGED.exec(name) ?? [];
  if (host !== machine()) return false;
  return !isProcess(Number(pid)) || startTag(Number(pid)) !== start;
}

/** Whether a name was made by `ownName` in this process. */
export function isOwn(name: string): boolean {
  const [, host, pid] = TAGGED.exec(name) ?? [];
  return host === machine() && Number(pid) === process.pid;
}

/**
 * Removes what processes that were killed have left in a folder. What cannot be removed stays: it is in nobody's way.
 *
 * @param begin how the names begin
 */
export function removeOrphans(folder: string, begin: string): void {
  for (const name of namesIn(folder)) {
    if (name.startsWith(begin) && isOrphan(name)) removeQuietly(join(folder, name));
  }
}

/** Removes a file, or a folder with all that is in it, if that is possible. */
export function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // It may not be there, or not be ours.
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
export function startOf(pid: number): string | undefined {
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

function startTag(pid: number): string {
  return createHash("sha256")
    .update(startOf(pid) ?? "")
    .digest("hex")
    .slice(0, 8);
}

function machine(): string {
  return hostname().replace(/[^\w.-]/g, "_");
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
