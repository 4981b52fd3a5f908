/** `kernelgan batch`, killed and stopped: nothing is lost, and the files come out the same. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { random } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { results, saying } from "../helpers/cluster.js";
import { imageFolder } from "../helpers/folders.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { childrenOf, isAlive, kill } from "../helpers/processes.js";
import { type Running, runCommand, startCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();
const NAMES = ["a.png", "b.png", "c.png", "sub/a.png", "sub/b.png", "sub/deep/a.png"];
/** So short that most of the time goes into writing. */
const SHORT = ["images", "--method", "spectral", "--jobs", "2"];
/** Long enough to be stopped in the middle, three times, however many processors there are. */
const SEEDS = [
  "images/sub",
  "--method",
  "kernelgan",
  "--iterations",
  "10",
  "--restarts",
  "20",
  "--seeds",
  "0,1,2",
  "--formats",
  "mat",
  "--jobs",
  "2",
];
/** Results of that: one for each of three pictures and each seed. */
const SEEDED = 9;
const ENDLESS = ["images", "--method", "kernelgan", "--iterations", "50000", "--jobs", "2"];
const ROUNDS = 5;
const WAIT = { timeout: PROCESS_MS };

const start = (out: string, args: readonly string[]): Running =>
  startCommand(folder, "batch", ...args, "--out", out);

/** Waits until its two workers are there. */
async function workersOf({ child }: Running): Promise<number[]> {
  await expect.poll(() => childrenOf(child.pid as number).length, WAIT).toBe(2);
  return childrenOf(child.pid as number);
}

const allGone = (pids: readonly number[]): Promise<void> =>
  expect.poll(() => pids.some(isAlive), WAIT).toBe(false);

let whole: Record<string, unknown>;
/** What the whole batch takes. */
let wholeMs: number;

beforeAll(async () => {
  await imageFolder(join(folder, "images"), NAMES);
  const started = performance.now();
  const { code, stderr } = await start("whole", SHORT).result;
  wholeMs = performance.now() - started;
  expect(code, stderr).toBe(0);
  whole = results(join(folder, "whole"));
  expect(Object.keys(whole).length).toBe(1 + 4 * NAMES.length);
}, PROCESS_MS);

describe("a batch that is killed", { timeout: TRAINING_MS }, () => {
  it("gives the same files, byte for byte, whenever it is and however often", async () => {
    const { uniform } = random(7);
    for (let round = 0; round < ROUNDS; round++) {
      const batch = start("killed", SHORT);
      await delay(wholeMs * uniform());
      batch.child.kill("SIGKILL");
      await batch.result;
    }
    const { code, stderr } = await start("killed", SHORT).result;
    expect(code, stderr).toBe(0);
    expect(results(join(folder, "killed"))).toEqual(whole);
  });

  it("continues when its workers are", async () => {
    const { uniform, integer } = random(8);
    const batch = start("workers", SHORT);
    const { pid } = batch.child as { pid: number };
    for (let round = 0; round < ROUNDS; round++) {
      await delay((wholeMs / ROUNDS) * 2 * uniform());
      const workers = batch.child.exitCode === null ? childrenOf(pid) : [];
      if (workers.length > 0) kill(workers[integer(workers.length)]!);
    }
    await batch.result;
    // An image may have lost its worker twice.
    const { code, stderr } = await start("workers", [...SHORT, "--retry-failed"]).result;
    expect(code, stderr).toBe(0);
    expect(results(join(folder, "workers"))).toEqual(whole);
  });

  it("takes its workers with it, and is not held up by what it left", async () => {
    const batch = start("left", ENDLESS);
    const workers = await workersOf(batch);
    batch.child.kill("SIGKILL");
    await allGone(workers);
    const out = join(folder, "left");
    expect(readdirSync(out)).toContain(".lock");
    writeFileSync(join(out, "manifest.jsonl"), '{"id":"sub/a","sta');
    const { code, stderr } = await start("left", SHORT).result;
    expect(code, stderr).toBe(0);
    expect(results(join(folder, "left"))).toEqual(whole);
    expect(readdirSync(out).filter((name) => name.startsWith("."))).toEqual([]);
  });
});

describe("a batch that is stopped", { timeout: TRAINING_MS }, () => {
  it("by each signal leaves nothing half done, and continues when it is started again", async () => {
    const out = join(folder, "stopped");
    let done = 0;
    for (const [signal, exitCode] of [
      ["SIGINT", 130],
      ["SIGTERM", 143],
      ["SIGHUP", 129],
    ] as const) {
      const batch = start("stopped", SEEDS);
      await saying(batch, /\[1\/\d\]/);
      batch.child.kill(signal);
      const { code, stderr } = await batch.result;
      expect(code).toBe(exitCode);
      expect(stderr).toContain("stopped; the same command continues from here");
      if (done > 0) expect(stderr).toContain(`, ${done} done before\n`);
      expect(existsSync(join(out, ".lock"))).toBe(false);
      expect(existsSync(join(out, ".unfinished"))).toBe(false);
      const { records, ...files } = results(out) as {
        records: { outputs: { path: string }[] }[];
      };
      expect(Object.keys(files).sort()).toEqual(
        records.flatMap(({ outputs }) => outputs.map(({ path }) => path)).sort(),
      );
      expect(records.length).toBeGreaterThan(done);
      done = records.length;
    }
    const again = await start("stopped", SEEDS).result;
    expect(again.code, again.stderr).toBe(0);
    expect(again.stderr).toContain(`, ${done} done before\n`);
    expect(Object.keys(results(out)).length).toBe(1 + SEEDED);
  });

  it("ends its workers, and locks its folder until then", async () => {
    const first = start("locked", ENDLESS);
    const workers = await workersOf(first);
    const second = await runCommand(folder, "batch", ...SHORT, "--out", "locked");
    expect(second).toMatchObject({ code: 1, stdout: "" });
    expect(second.stderr).toBe(
      `kernelgan: process ${first.child.pid} is at work in locked; wait for it, or give another --out\n`,
    );
    first.child.kill("SIGINT");
    expect((await first.result).code).toBe(130);
    await allGone(workers);
    expect(existsSync(join(folder, "locked", ".lock"))).toBe(false);
  });
});
