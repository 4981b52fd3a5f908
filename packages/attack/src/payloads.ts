/** Jobs that nobody would put into the queue, for a worker that must take them all without harm. */
import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Random, random } from "@kernelgan/core";
import { type NewJob, type Outcome, openJobQueue } from "@kernelgan/queue";
import { startRedis } from "@kernelgan/testing/redis";
import { Arena, type Figures, snapshot } from "./arena.js";
import type { Seeds } from "./attacks.js";
import { damaged, pick } from "./damage.js";
import { type Limits, watch } from "./watch.js";

const BIN = fileURLToPath(new URL("../../cli/bin/kernelgan.js", import.meta.url));

/** What each value of a payload may be instead. */
const VALUES: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1e308,
  "",
  "a",
  ".",
  "..",
  "../outside",
  "/etc/passwd",
  "a/../../outside",
  "images/../../outside",
  "C:\\x",
  "nul\0",
  "\u001b[2J",
  "n".repeat(300),
  `${"n/".repeat(2000)}n`,
  "pipe.png",
  "endless.png",
  "outside.png",
  ".lock/x",
  ".working/x",
  "manifest.jsonl/x",
  "summary.html/x",
  "s3://photos/a.png",
  "s3://../x",
  [],
  {},
  ["mat"],
  Array(100_000).fill("mat"),
  { toString: "x" },
  JSON.parse('{"__proto__":{"scale":2},"then":1}'),
];

/** Options that each fit, but for their values. */
const OPTIONS: readonly (readonly [string, readonly unknown[]])[] = [
  ["formats", [["mat", "mat"], Array(100_000).fill("json"), ["exe"], [], "mat"]],
  ["scale", [0, 8, 1e9, "2", [2]]],
  ["maxPixels", [1, 1e15, -1, 0.5]],
  ["maxKernelSize", [1, 1e9]],
  ["method", ["auto", "spectral", "toString", "__proto__", "constructor"]],
  ["allowDamaged", [true, "yes"]],
  ["gray", [true, 1]],
  ["kernel", ["auto", "bicubic", "/etc/passwd", "../k.mat"]],
  ["unknown", [1]],
  ["pictureFormat", ["png", "exe", "../../x"]],
];

function payload(numbers: Random, images: readonly string[]): unknown {
  const job: Record<string, unknown> = {
    version: 2,
    id: "id",
    task: pick(numbers, ["estimate", "upscale"]),
    stem: pick(numbers, ["a", "sub/b", "c"]),
    image: pick(numbers, images),
    out: pick(numbers, ["results", "results/deep"]),
    options: pick(numbers, [{}, { method: "spectral" }, { kernel: "bicubic", noise: 2 }]),
  };
  const kind = numbers.uniform();
  if (kind < 0.5) job[pick(numbers, [...Object.keys(job), "kernel", "more"])] = pick(numbers, VALUES);
  else if (kind < 0.8) {
    const [name, values] = pick(numbers, OPTIONS);
    job.options = { ...(job.options as object), [name]: pick(numbers, values) };
  } else if (kind < 0.85) return pick(numbers, VALUES);
  return job;
}

/** Puts the jobs into a queue, for one worker, and looks at what becomes of each. */
export async function attackWorker(
  count: number,
  seed: number,
  seeds: Seeds,
  limits: Limits,
): Promise<Figures> {
  const arena = new Arena(limits);
  try {
    await runJobs(arena, count, seed, seeds);
    return arena.figures;
  } finally {
    arena.remove();
  }
}

async function runJobs(arena: Arena, count: number, seed: number, seeds: Seeds): Promise<void> {
  const { figures, limits } = arena;
  const find = (what: string): void => {
    figures.findings.push({ run: "worker", what });
  };
  const numbers = random(seed, 1_000_001);
  mkdirSync(arena.at("in", "images"));
  const images = Array.from({ length: 20 }, (_, i) => {
    const { name, bytes, fields } = pick(numbers, seeds.images);
    const path = `images/${i}-${name}`;
    writeFileSync(arena.at("in", path), i < 5 ? bytes : damaged(numbers, bytes, fields));
    return path;
  });
  execFileSync("mkfifo", [arena.at("in", "pipe.png")]);
  symlinkSync("/dev/zero", arena.at("in", "endless.png"));
  symlinkSync("/etc/passwd", arena.at("in", "outside.png"));
  const before = snapshot(arena.at("in"));

  const redis = await startRedis();
  const queue = await openJobQueue({ url: redis.url, name: "kernelgan", attempts: 1 });
  const stop = new AbortController();
  let ended = false;
  const args = ["worker", "--queue", redis.url, "--root", ".", "--jobs", "2", "--grace", "0", "--quiet"];
  const worker = watch([process.execPath, BIN, ...args], {
    cwd: arena.at("in"),
    env: { TMPDIR: arena.at("tmp") },
    limits: { ...limits, seconds: 60 + count },
    until: stop.signal,
  }).then((watched) => {
    ended = true;
    return watched;
  });
  try {
    const jobs = Array.from(
      { length: count },
      (_, i): NewJob => ({ id: `job-${i}`, data: payload(numbers, [...images, "pipe.png", "missing.png"]) }),
    );
    const outcomes = new Map<string, Outcome>();
    const followed = queue.follow(jobs, {
      signal: AbortSignal.any([stop.signal, AbortSignal.timeout(1000 * (30 + count))]),
      onOutcome: (id, outcome) => void outcomes.set(id, outcome),
    });
    await Promise.race([followed, worker]);
    if (ended) find(`the worker ended: ${(await worker).stderr.slice(-300)}`);
    if (outcomes.size < count) find(`${count - outcomes.size} of ${count} jobs have no end`);
    for (const outcome of outcomes.values()) {
      if (outcome.done) continue;
      const { code, message } = outcome.failure;
      if (code === "internal" || /unexpected|\n {4}at /.test(message))
        find(`${code}: ${message.slice(0, 300)}`);
    }
  } finally {
    stop.abort();
    await queue.close();
    const { over, stopSeconds = 0, bytes } = await worker;
    for (const what of over) find(what);
    figures.largest = bytes;
    figures.stopped++;
    figures.slowestStop = stopSeconds;
    await redis.close();
  }
  const after = snapshot(arena.at("in"));
  for (const [path, state] of before) {
    if (after.get(path) !== state) find(`${path} was changed`);
  }
  for (const path of after.keys()) {
    if (
      !before.has(path) &&
      !/^(?:(?:results(?:\/deep)?|a)\/)?(?:sub\/)?[a-z.]+_(?:kernel_)?x\d\.\w+$/.test(path)
    ) {
      find(`${path.slice(0, 100)} was written`);
    }
  }
  figures.inputs = count;
  figures.runs = 1;
}
