/** Runs the built command as a process of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { constants } from "node:os";
import { fileURLToPath } from "node:url";

/** The built command. */
export const BIN = fileURLToPath(new URL("../../bin/kernelgan.js", import.meta.url));

/** How the process ended and what it said. */
export interface Result {
  /** As a shell shows it: 128 + the number of the signal that ended it. */
  code: number | null;
  stdout: string;
  stderr: string;
}

/** A process that is running. */
export interface Running {
  child: ChildProcess;
  result: Promise<Result>;
}

/** Starts `kernelgan ARGS…` in `folder`. */
export function startCommand(folder: string, ...args: string[]): Running {
  const child = spawn(process.execPath, [BIN, ...args], { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const result = new Promise<Result>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code, signal) =>
      resolve({ code: signal ? 128 + constants.signals[signal] : code, stdout, stderr }),
    );
  });
  return { child, result };
}

/** Runs `kernelgan ARGS…` in `folder` to its end. */
export function runCommand(folder: string, ...args: string[]): Promise<Result> {
  return startCommand(folder, ...args).result;
}

/** NODE_OPTIONS for a command that runs as if the package were not installed. */
export function withoutPackage(name: string): string {
  const module = new URL("without-package.mjs", import.meta.url);
  module.searchParams.set("name", name);
  return `--import ${module.href}`;
}
