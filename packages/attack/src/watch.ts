/**
 * A process under watch: how long it takes, how much memory it and its children have, and whether it heeds a signal.
 * Linux.
 */
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

/** What a process may take. */
export interface Limits {
  /** Seconds. */
  seconds: number;
  /** Seconds from a signal to the end. */
  stopSeconds: number;
  /** Bytes of memory, with its children. */
  bytes: number;
}

/** How a process ended. */
export interface Watched {
  /** As a shell shows it. */
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
  seconds: number;
  /** The most memory that was seen. */
  bytes: number;
  /** From the signal to the end; undefined if none was sent, or it ended before. */
  stopSeconds?: number | undefined;
  /** What was over a limit. */
  over: string[];
}

/** How to run. */
export interface WatchOptions {
  cwd: string;
  env?: NodeJS.ProcessEnv | undefined;
  limits: Limits;
  /** Send SIGINT after this time, in milliseconds. */
  stopAfter?: number | undefined;
  /** Send SIGINT when this fires. */
  until?: AbortSignal | undefined;
}

const POLL_MS = 25;
/** The longest text that is kept of a stream. */
const KEPT = 4 * 2 ** 20;

/** Runs a program to its end, or kills it when it is over a limit. */
export function watch(
  [program, ...args]: readonly [string, ...string[]],
  { cwd, env, limits, stopAfter, until }: WatchOptions,
): Promise<Watched> {
  return new Promise((resolve, reject) => {
    const started = performance.now();
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const text = { stdout: "", stderr: "" };
    child.stdout.on("data", (chunk) => {
      if (text.stdout.length < KEPT) text.stdout += chunk;
    });
    child.stderr.on("data", (chunk) => {
      if (text.stderr.length < KEPT) text.stderr += chunk;
    });
    const over: string[] = [];
    const seen = new Set<number>();
    let bytes = 0;
    let stopped: number | undefined;
    const interrupt = (): void => {
      stopped = performance.now();
      child.kill("SIGINT");
    };
    const stop = stopAfter === undefined ? undefined : setTimeout(interrupt, stopAfter);
    until?.addEventListener("abort", interrupt, { once: true });
    const exceed = (what: string): void => {
      if (over.includes(what)) return;
      over.push(what);
      for (const pid of [...seen]) kill(pid);
    };
    const poll = setInterval(() => {
      const family = child.pid === undefined ? [] : familyOf(child.pid);
      for (const pid of family) seen.add(pid);
      bytes = Math.max(
        bytes,
        family.reduce((sum, pid) => sum + memoryOf(pid), 0),
      );
      const now = performance.now();
      if (bytes > limits.bytes) exceed(`more than ${Math.round(limits.bytes / 2 ** 20)} MiB`);
      if (now - started > 1000 * limits.seconds) exceed(`longer than ${limits.seconds} s`);
      if (stopped !== undefined && now - stopped > 1000 * limits.stopSeconds) {
        exceed(`deaf to SIGINT for ${limits.stopSeconds} s`);
      }
    }, POLL_MS);
    child.on("error", reject);
    child.on("exit", () => {
      clearInterval(poll);
      clearTimeout(stop);
      until?.removeEventListener("abort", interrupt);
    });
    child.on("close", (code, signal) => {
      const ended = performance.now();
      resolve({
        code,
        signal,
        ...text,
        seconds: (ended - started) / 1000,
        bytes,
        stopSeconds: stopped === undefined ? undefined : (ended - stopped) / 1000,
        over,
      });
    });
  });
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // Gone already.
  }
}

/** The process and all below it. */
function familyOf(pid: number): number[] {
  const found = [pid];
  for (const parent of found) {
    try {
      const text = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").trim();
      if (text !== "") found.push(...text.split(" ").map(Number));
    } catch {
      // Gone already.
    }
  }
  return found;
}

/** Bytes in memory that are not shared with files. */
function memoryOf(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return 1024 * Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  } catch {
    return 0;
  }
}
