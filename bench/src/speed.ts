/**
 * `npm run bench [-- --python PYTHON]`: speed and memory, each figure measured in a process of its own. With a Python
 * that has PyTorch, the same training iteration is timed there, too (pytorch/training.py).
 */

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { ESTIMATE_OPTIONS } from "@kernelgan/core";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { printTable } from "./table.js";

const MEASURE = fileURLToPath(new URL("measure.js", import.meta.url));
const PYTORCH = fileURLToPath(new URL("../pytorch/training.py", import.meta.url));
const DEVICES = ["cpu", "wasm"] as const;
const NAMES = { cpu: "native", wasm: "WebAssembly" };
const THREADS = [1, 2];
const run = promisify(execFile);

async function measure(...args: (string | number)[]): Promise<Record<string, number>> {
  const { stdout } = await run(process.execPath, [MEASURE, ...args.map(String)]);
  return JSON.parse(stdout) as Record<string, number>;
}

const { python } = scriptArguments({ options: { python: { type: "string" } } }).values;

const threadsOf = (threads: number): string => `${threads} thread${threads > 1 ? "s" : ""}`;
const fixed = (value: number | undefined, digits: number): string => (value ?? Number.NaN).toFixed(digits);

console.log("One training iteration (×2, 13×13, colour), native and WebAssembly.");
console.log(
  "Arithmetic: GFLOP/s of the iteration's products and convolutions, and its share of a 1024³ product's.\n",
);
/** By the number of threads: milliseconds of an iteration in PyTorch. */
const pytorch = new Map<number, number>();
const rows: string[][] = [];
if (python !== undefined) {
  for (const threads of THREADS) {
    const { stdout } = await run(python, [PYTORCH, "--threads", String(threads)]);
    const { best, median, version } = JSON.parse(stdout) as { best: number; median: number; version: string };
    pytorch.set(threads, median);
    rows.push([
      `PyTorch ${version}, ${threadsOf(threads)}`,
      fixed(best, 2),
      fixed(median, 2),
      "1.0",
      "",
      "",
      "",
    ]);
  }
}
for (const device of DEVICES) {
  for (const threads of THREADS) {
    const { best, median, flops } = await measure("iterations", device, threads);
    const { gflops } = await measure("matmul", device, threads);
    const reached = (flops ?? 0) / (median ?? 1) / 1e6;
    rows.push([
      `${NAMES[device]}, ${threadsOf(threads)}`,
      fixed(best, 2),
      fixed(median, 2),
      pytorch.has(threads) ? fixed((pytorch.get(threads) ?? 0) / (median ?? 1), 1) : "",
      fixed(reached, 0),
      fixed(gflops, 0),
      `${fixed((100 * reached) / (gflops ?? 1), 0)}%`,
    ]);
  }
}
printTable(["", "ms, best", "ms, median", "times PyTorch", "GFLOP/s", "of", "share"], rows);

console.log(
  "\nA whole ×2 estimate of the sample by runs of 3000 iterations: one, as in the paper, and as many as usual.\n",
);
const whole: string[][] = [];
for (const device of DEVICES) {
  for (const runs of [1, ESTIMATE_OPTIONS.runs.default]) {
    const { first, seconds, peak } = await measure("estimate", device, 2, runs);
    const name = `${NAMES[device]}, 2 threads, ${runs} run${runs > 1 ? "s" : ""}`;
    whole.push([name, fixed(first, 2), fixed(seconds, 1), fixed(peak, 0)]);
  }
}
printTable(["", "first iteration after, s", "in all, s", "peak memory, MiB"], whole);

console.log("\nPeak memory of an estimate beyond the image itself.\n");
const memory: string[][] = [];
for (const [width, height] of [
  [1500, 1000],
  [6000, 4000],
] as const) {
  const { peak } = await measure("memory", width, height);
  memory.push([`${(width * height) / 1e6} megapixels`, fixed(peak, 0)]);
}
printTable(["", "MiB"], memory);
