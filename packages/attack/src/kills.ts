/**
 * `kill -9` at any moment, of batches on this machine, by way of a queue, and with images and results in S3. The same
 * command then finishes: every result is there, byte for byte as of a run without interruption, and nothing is left
 * behind.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { type Random, random } from "@kernelgan/core";
import { below, openStorage, parseS3, type Storage } from "@kernelgan/queue";
import { type RedisServer, startRedis } from "@kernelgan/testing/redis";
import { type S3Server, startS3 } from "@kernelgan/testing/s3";
import sharp from "sharp";
import { Arena, type Figures, snapshot } from "./arena.js";
import { makeSeeds } from "./attacks.js";
import { pick } from "./damage.js";
import type { Limits } from "./watch.js";

const BIN = fileURLToPath(new URL("../../cli/bin/kernelgan.js", import.meta.url));
const IMAGES = 8;
const OPTIONS = ["--method", "spectral", "--jobs", "2", "--quiet", "--formats", "mat,npy"];
const WORKER = ["--jobs", "2", "--silence", "1", "--grace", "0", "--quiet"];

/** How much of what a process printed is kept. */
const KEPT = 1000;

const KINDS = ["local", "queue", "s3", "queue and s3"] as const;
type Kind = (typeof KINDS)[number];

interface Place {
  arena: Arena;
  redis: RedisServer;
  s3: S3Server;
  storage: Storage;
  /** What an undisturbed run writes, and how long it takes, in milliseconds. */
  expected: ReadonlyMap<string, string>;
  wholeMs: number;
}

/** Runs the rounds, with the kinds in turns. */
export async function attackByKills(
  rounds: number,
  seed: number,
  limits: Limits,
  onProgress?: (done: number, of: number) => void,
): Promise<Figures> {
  const arena = new Arena(limits);
  const redis = await startRedis();
  const s3 = await startS3(["photos", "results"]);
  Object.assign(process.env, s3.environment);
  const storage = await openStorage();
  try {
    await putImages(arena, storage);
    const started = performance.now();
    await ended(start(arena, ["batch", "images", "--out", "whole", ...OPTIONS]));
    const wholeMs = performance.now() - started;
    const place: Place = { arena, redis, s3, storage, wholeMs, expected: results(arena.at("in", "whole")) };
    if (place.expected.size !== 2 * IMAGES) throw new Error("the undisturbed run failed");
    const numbers = random(seed, 3_000_001);
    for (let round = 0; round < rounds; round++) {
      const kind = KINDS[round % KINDS.length] ?? "local";
      await killAndFinish(place, kind, round, numbers);
      onProgress?.(round + 1, rounds);
    }
    for (const name of readdirSync(arena.at("tmp")))
      find(arena, "the end", `${name} was left in the temporary folder`);
    arena.figures.runs = rounds;
    return arena.figures;
  } finally {
    storage.close();
    await redis.close();
    await s3.close();
    arena.remove();
  }
}

async function putImages(arena: Arena, storage: Storage): Promise<void> {
  const [good] = (await makeSeeds()).images;
  if (!good) throw new Error("there is no image");
  for (let i = 0; i < IMAGES; i++) {
    const name = `${i % 2 ? "sub/" : ""}${i}.png`;
    mkdirSync(arena.at("in", "images", "sub"), { recursive: true });
    await sharp(good.bytes)
      .rotate(90 * (i % 4))
      .modulate({ brightness: 1 + i / 20 })
      .toFile(arena.at("in", "images", name));
    await storage.upload(arena.at("in", "images", name), below(parseS3("s3://photos/in"), name));
  }
}

async function killAndFinish(place: Place, kind: Kind, round: number, numbers: Random): Promise<void> {
  const { arena, redis, wholeMs } = place;
  const queue = kind.includes("queue") ? ["--queue", redis.url] : [];
  const inS3 = kind.includes("s3");
  const out = inS3 ? `s3://results/${round}` : `out${round}`;
  const batch = ["batch", inS3 ? "s3://photos/in" : "images", "--out", out, ...OPTIONS, ...queue];
  const worker = (): Started | undefined =>
    queue.length === 0
      ? undefined
      : start(arena, ["worker", ...queue, "--root", ".", "s3://photos", "s3://results", ...WORKER]);

  const first = { batch: start(arena, batch), worker: worker() };
  await delay(numbers.integer(1.3 * wholeMs + (queue.length > 0 ? 1500 : 0)));
  // A batch that only lost its worker would wait for another: it is killed as well, a moment later.
  const [killBatchFirst, killWorker] = pick(numbers, [
    [true, false],
    [true, true],
    [false, true],
  ] as const);
  if (killBatchFirst) await end(first.batch, "SIGKILL");
  if (killWorker && first.worker) await end(first.worker, "SIGKILL");
  if (!killBatchFirst) await end(first.batch, "SIGKILL");

  const second = killWorker ? worker() : first.worker;
  const again = start(arena, batch);
  const code = await ended(again);
  const run = `round ${round}, ${kind}`;
  if (code !== 0) find(arena, run, `the second run ended with code ${code}: ${again.said()}`);
  if (second) await end(second, "SIGTERM");
  await compare(place, run, out);
  for (const name of readdirSync(arena.at("tmp")))
    find(arena, run, `${name} was left in the temporary folder`);
  arena.figures.inputs++;
}

/** All results are there, as of the undisturbed run, and nothing else. */
async function compare({ arena, storage, expected }: Place, run: string, out: string): Promise<void> {
  const folder = out.startsWith("s3:") ? arena.at("out", "copy") : arena.at("in", out);
  if (out.startsWith("s3:")) {
    mkdirSync(folder, { recursive: true });
    for await (const { key } of storage.list(parseS3(out))) {
      const name = key.slice(key.indexOf("/") + 1);
      const file = `${folder}/${name}`;
      mkdirSync(file.slice(0, file.lastIndexOf("/")), { recursive: true });
      await storage.download({ bucket: "results", key }, file, { maxBytes: 2 ** 30 });
    }
  }
  const found = results(folder);
  for (const [path, state] of expected) {
    if (!found.has(path)) find(arena, run, `${path} is lost`);
    else if (found.get(path) !== state) find(arena, run, `${path} differs`);
  }
  for (const path of found.keys()) if (!expected.has(path)) find(arena, run, `${path} was left`);
  const lines = readFileSync(`${folder}/manifest.jsonl`, "utf8").trimEnd().split("\n");
  const done = new Set(
    lines.map((line) => JSON.parse(line)).flatMap(({ id, status }) => (status === "done" ? [id] : [])),
  );
  if (done.size !== IMAGES) find(arena, run, `the manifest has ${done.size} of ${IMAGES} images`);
  rmSync(folder, { recursive: true, force: true });
}

function results(folder: string): Map<string, string> {
  const found = snapshot(folder);
  found.delete("manifest.jsonl");
  return found;
}

/** A process of the program. */
interface Started {
  child: ChildProcess;
  /** The end of what it printed. */
  said: () => string;
}

function start(arena: Arena, args: readonly string[]): Started {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd: arena.at("in"),
    env: { ...process.env, TMPDIR: arena.at("tmp") },
    stdio: ["ignore", "ignore", "pipe"],
  });
  let said = "";
  child.stderr?.on("data", (chunk) => {
    said = (said + chunk).slice(-KEPT);
  });
  return { child, said: () => said };
}

async function ended({ child }: Started): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  return child.exitCode;
}

async function end(started: Started, signal: NodeJS.Signals): Promise<void> {
  started.child.kill(signal);
  await ended(started);
}

function find(arena: Arena, run: string, what: string): void {
  arena.figures.findings.push({ run, what });
}
