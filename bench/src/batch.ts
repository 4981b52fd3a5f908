/**
 * `npm run bench:batch [-- --only throughput,memory]`: the throughput of `kernelgan batch` on two cores, and its memory
 * over a thousand images. Each batch is a process of its own, on pieces of the sample.
 */
import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { namesAmong, scriptArguments } from "@kernelgan/testing/script-arguments";
import { crop, random, readImage, writeImage } from "kernelgan";
import { printTable } from "./table.js";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/photo.png", import.meta.url));
const PROGRAM = fileURLToPath(new URL("../../packages/cli/bin/kernelgan.js", import.meta.url));

/** Two jobs against one. */
const THROUGHPUT = { images: 8, side: 160, iterations: 1000, target: 1.8 };
const MEMORY = { images: 1000, side: 64, jobs: 2, rows: 10 };
const SAMPLE_MS = 500;

/** Writes `count` square pieces of the sample to `folder/<i>.png`. */
async function pieces(folder: string, count: number, side: number): Promise<void> {
  const sample = await readImage(SAMPLE);
  const { integer } = random(0);
  mkdirSync(folder, { recursive: true });
  for (let i = 0; i < count; i++) {
    const piece = {
      x: integer(sample.width - side),
      y: integer(sample.height - side),
      width: side,
      height: side,
    };
    await writeImage(join(folder, `${i}.png`), crop(sample, piece));
  }
}

function batch(folder: string, out: string, ...options: string[]) {
  const args = [
    PROGRAM,
    "batch",
    folder,
    "--out",
    out,
    "--method",
    "kernelgan",
    "--runs",
    "1",
    "--formats",
    "mat",
    ...options,
  ];
  return spawn(process.execPath, [...args, "--quiet", "--json"], { stdio: ["ignore", "pipe", "ignore"] });
}

/** Seconds of a batch, its processes' start included. */
async function secondsOf(folder: string, out: string, jobs: number): Promise<number> {
  const started = performance.now();
  const running = batch(folder, out, "--jobs", String(jobs), "--iterations", `${THROUGHPUT.iterations}`);
  running.stdout.resume();
  const [code] = await once(running, "close");
  if (code !== 0) throw new Error(`the batch ended with exit code ${code}`);
  return (performance.now() - started) / 1000;
}

async function throughput(folder: string): Promise<void> {
  const { images, side, iterations, target } = THROUGHPUT;
  console.log(
    `${images} images of ${side}×${side}, ${iterations} iterations of KernelGAN each, one thread an image.\n`,
  );
  await pieces(join(folder, "images"), images, side);
  const seconds: number[] = [];
  for (const jobs of [1, 2]) {
    seconds.push(await secondsOf(join(folder, "images"), join(folder, `out-${jobs}`), jobs));
  }
  const rows = seconds.map((taken, i) => [
    `${i + 1} job${i > 0 ? "s" : ""}`,
    taken.toFixed(1),
    ((60 * images) / taken).toFixed(1),
  ]);
  printTable(["", "seconds", "images/min"], rows);
  const [one = 0, two = 1] = seconds;
  console.log(`\n${(one / two).toFixed(2)} times the throughput; the target is ${target}.`);
}

/** Resident memory in MiB of a process and of its children, by their numbers. */
function memoryOf(pid: number): { parent: number; workers: Map<number, number> } {
  const processes = execFileSync("ps", ["-A", "-o", "pid=,ppid=,rss="], { encoding: "utf8" })
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number));
  const workers = processes
    .filter(([, parent]) => parent === pid)
    .map(([child = 0, , kib = 0]) => [child, kib / 1024] as const);
  const parent = (processes.find(([number]) => number === pid)?.[2] ?? 0) / 1024;
  return { parent, workers: new Map(workers) };
}

interface MemorySample {
  images: number;
  parent: number;
  /** The largest of the workers. */
  worker: number;
}

async function memory(folder: string): Promise<void> {
  const { images, side, jobs, rows } = MEMORY;
  console.log(
    `Memory over ${images} images of ${side}×${side}, ${jobs} jobs, 5 iterations of KernelGAN each.\n`,
  );
  await pieces(join(folder, "many"), images, side);
  const out = join(folder, "many-out");
  const running = batch(
    join(folder, "many"),
    out,
    "--jobs",
    String(jobs),
    "--iterations",
    "5",
    "--restarts",
    "50",
  );
  running.stdout.resume();
  const ended = once(running, "close");
  const manifest = join(out, "manifest.jsonl");
  const samples: MemorySample[] = [];
  const lives = new Set<number>();
  while (running.exitCode === null) {
    const { parent, workers } = memoryOf(running.pid ?? 0);
    const done = existsSync(manifest) ? readFileSync(manifest, "utf8").split("\n").length - 1 : 0;
    for (const worker of workers.keys()) lives.add(worker);
    if (workers.size === jobs && done > 0)
      samples.push({ images: done, parent, worker: Math.max(...workers.values()) });
    await delay(SAMPLE_MS);
  }
  await ended;
  const step = images / rows;
  const table = Array.from({ length: rows }, (_, i) => {
    const within = samples.filter(({ images: n }) => n > i * step && n <= (i + 1) * step);
    const most = (key: "parent" | "worker"): string =>
      Math.max(...within.map((sample) => sample[key])).toFixed(0);
    return [`${i * step + 1} to ${(i + 1) * step}`, most("parent"), most("worker")];
  });
  printTable(["images", "parent, MiB", "largest worker, MiB"], table);
  const peak = (from: number, to: number, key: "parent" | "worker"): number =>
    Math.max(
      ...samples
        .filter(({ images: n }) => n > from * images && n <= to * images)
        .map((sample) => sample[key]),
    );
  for (const key of ["parent", "worker"] as const) {
    const [before, after] = [peak(0.1, 0.5, key), peak(0.5, 1, key)];
    console.log(
      `${key}: peak ${before.toFixed(0)} MiB up to half of the images, ${after.toFixed(0)} MiB after`,
    );
  }
  console.log(`${lives.size} worker processes in all`);
}

const PARTS = ["throughput", "memory"];
const { values } = scriptArguments({ options: { only: { type: "string", default: PARTS.join(",") } } });
const parts = namesAmong(values.only, "part", PARTS);
const folder = mkdtempSync(join(tmpdir(), "kernelgan-bench-"));
try {
  if (parts.includes("throughput")) await throughput(folder);
  if (parts.length > 1) console.log();
  if (parts.includes("memory")) await memory(folder);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
