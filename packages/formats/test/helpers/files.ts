/** Kernel files of other programs, and these programs. */
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Kernel } from "@kernelgan/core";
import { decodeKernel } from "../../src/formats.js";

/** A file of test/data, which SciPy and NumPy wrote (make-fixtures.py). */
export function fixture(name: string): Uint8Array {
  return readFileSync(new URL(`../data/${name}`, import.meta.url));
}

/** The kernel in a file. */
export async function decoded(bytes: Uint8Array): Promise<Kernel> {
  return (await decodeKernel(bytes)).kernel;
}

function python(script: string, ...args: string[]): string {
  return execFileSync("python3", ["-c", script, ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
  });
}

/** Whether Python with SciPy and NumPy is installed. */
export const hasScipy: boolean = (() => {
  try {
    python("import scipy.io, numpy");
    return true;
  } catch {
    return false;
  }
})();

/**
 * The type and the rows of an array that Python reads.
 *
 * @param load an expression for the array in the file `f`
 */
export function readInPython(load: string, bytes: Uint8Array): [type: string, rows: number[][]] {
  const script = [
    "import sys, json, io, numpy, scipy.io",
    "f = io.BytesIO(bytes.fromhex(sys.argv[1]))",
    `a = ${load}`,
    "print(json.dumps([str(a.dtype), a.tolist()]))",
  ].join("\n");
  return JSON.parse(python(script, Buffer.from(bytes).toString("hex")));
}

/** Enough to start Python with SciPy on a busy machine. */
export const PYTHON_MS = 120_000;
