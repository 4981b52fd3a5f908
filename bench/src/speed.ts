/** `npm run bench`: speed and memory, each figure measured in a process of its own. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { printTable } from "./table.js";

const MEASURE = fileURLToPath(new URL("measure.js", import.meta.url));
const run = promisify(execFile);

async function measure(...args: (string | number)[]): Promise<Record<string, number>> {
  const { stdout } = await run(process.execPath, [MEASURE, ...args.map(String)]);
  return JSON.parse(stdout) as Record<string, number>;
}

const fixed = (value: number | undefined, digits: number): string => (value ?? Number.NaN).toFixed(digits);

console.log("One training iteration (×2, 13×13, colour), native and WebAssembly.");
console.log(
  "Arithmetic: GFLOP/s of the iteration's products and convolutions, and its share of a 1024³ product's.\n",
);
const rows: string[][] = [];
for (const device of ["cpu", "wasm"]) {
  for (const threads of [1, 2]) {
    const { best, median, flops } = await measure("iterations", device, threads);
    const { gflops } = await measure("matmul", device, threads);
    const reached = (flops ?? 0) / (median ?? 1) / 1e6;
    rows.push([
      `${device === "cpu" ? "native" : "WebAssembly"}, ${threads} thread${threads > 1 ? "s" : ""}`,
      fixed(best, 2),
      fixed(median, 2),
      fixed(reached, 0),
      fixed(gflops, 0),
      `${fixed((100 * reached) / (gflops ?? 1), 0)}%`,
    ]);
  }
}
printTable(["", "ms, best", "ms, median", "GFLOP/s", "of", "share"], rows);

console.log("\nA whole ×2 estimate of the sample, 3000 iterations.\n");
const whole: string[][] = [];
for (const device of ["cpu", "wasm"]) {
  const { first, seconds, peak } = await measure("estimate", device, 2);
  whole.push([
    `${device === "cpu" ? "native" : "WebAssembly"}, 2 threads`,
    fixed(first, 2),
    fixed(seconds, 1),
    fixed(peak, 0),
  ]);
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
