/** `kernelgan batch` with images and results in S3, by itself and over a queue. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { below, openStorage, parseS3, type Storage } from "@kernelgan/queue";
import { REDIS, type RedisServer, startRedis } from "@kernelgan/testing/redis";
import { type S3Server, startS3 } from "@kernelgan/testing/s3";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BatchJob } from "../../../src/batch/job.js";
import { JobError } from "../../../src/batch/job-error.js";
import type { WorkerPool } from "../../../src/batch/local/pool.js";
import { openS3Store } from "../../../src/batch/s3/s3-store.js";
import { manifestLines, saying, startWorker, timeless } from "../../helpers/cluster.js";
import { contents, imageFolder } from "../../helpers/folders.js";
import { PROCESS_MS, TRAINING_MS } from "../../helpers/limits.js";
import { runBatch } from "../../helpers/run-batch.js";
import { startCommand } from "../../helpers/run-command.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const NAMES = ["a.png", "sub/b.png", "sub/deep er/a.jpg"];
const IMAGES = "s3://photos/in";
const QUICK = { method: "spectral", formats: ["mat" as const, "json" as const], jobs: 2 };

let server: S3Server;
let storage: Storage;

/** Texts of all objects below a place, by their paths. */
async function objects(text: string): Promise<Record<string, string>> {
  const place = parseS3(text);
  const texts: Record<string, string> = {};
  for await (const { key } of storage.list(place)) {
    const path = key.slice(place.key.length + 1);
    await storage.download(below(place, path), at("downloaded"), { maxBytes: 1e6 });
    texts[path] = readFileSync(at("downloaded"), "base64");
    rmSync(at("downloaded"));
  }
  return texts;
}

/** The records of a manifest in S3 as a local batch would have them. */
async function records(text: string): Promise<Record<string, unknown>[]> {
  const manifest = (await storage.readText(below(parseS3(text), "manifest.jsonl"))) ?? "";
  const lines = manifest.trimEnd().split("\n");
  return timeless(lines.map((line) => JSON.parse(line)));
}

/** Records with the images' places in place of their paths, and without S3's tags. */
function elsewhere(lines: Record<string, unknown>[]): unknown {
  const text = JSON.stringify(lines, (name, value) => (name === "etag" ? undefined : value));
  return JSON.parse(text.replaceAll(`${at("images")}/`, `${IMAGES}/`));
}

beforeAll(async () => {
  server = await startS3(["photos", "results"]);
  for (const [name, value] of Object.entries(server.environment)) vi.stubEnv(name, value);
  storage = await openStorage();
  await imageFolder(at("images"), NAMES);
  for (const name of NAMES) await storage.upload(at("images", name), parseS3(`${IMAGES}/${name}`));
  await storage.writeText(parseS3("s3://photos/in-private/c.png"), "not for us");
  const { code, stderr } = await runBatch([at("images")], { out: at("local"), ...QUICK });
  expect(code, stderr).toBe(0);
}, PROCESS_MS);
afterAll(async () => {
  storage.close();
  await server.close();
  vi.unstubAllEnvs();
});

describe("kernelgan batch with S3", { timeout: TRAINING_MS }, () => {
  it("gives the same files and the same manifest as in a folder", async () => {
    const { code, stderr } = await runBatch([IMAGES], { out: "s3://results/run", ...QUICK });
    expect(code, stderr).toBe(0);
    const { "manifest.jsonl": _, ...files } = contents(at("local"));
    const { "manifest.jsonl": __, ...found } = await objects("s3://results/run");
    expect(found).toEqual(files);
    expect(elsewhere(await records("s3://results/run"))).toEqual(
      elsewhere(timeless(manifestLines(at("local")))),
    );
  });

  it("knows what is done, what has changed, and what is gone, without a download", async () => {
    const run = () => runBatch([IMAGES], { out: "s3://results/again", ...QUICK });
    await run();
    const downloads = async () =>
      (await server.requests()).filter((request) => /^GET \/photos\/in\/.+/.test(request)).length;
    const before = await downloads();
    expect((await run()).stderr).toContain("3 images: 0 to do, 3 done before");
    expect(await downloads()).toBe(before);
    await storage.upload(at("images", "a.png"), parseS3(`${IMAGES}/sub/b.png`));
    await storage.remove("results", ["again/a_kernel_x2.mat"]);
    expect((await run()).stderr).toContain("3 images: 2 to do, 1 done before");
    await storage.upload(at("images", "sub/b.png"), parseS3(`${IMAGES}/sub/b.png`));
  });

  it("mixes folders and S3", async () => {
    const into = await runBatch([at("images/a.png"), `${IMAGES}/sub`], {
      out: "s3://results/mixed",
      ...QUICK,
    });
    expect(into.code, into.stderr).toBe(0);
    const from = await runBatch([`${IMAGES}/a.png`], { out: at("from"), ...QUICK });
    expect(from.code, from.stderr).toBe(0);
    expect(contents(at("from"))["a_kernel_x2.mat"]).toBe(contents(at("local"))["a_kernel_x2.mat"]);
    expect((await objects("s3://results/mixed"))["a_kernel_x2.mat"]).toBe(
      contents(at("local"))["a_kernel_x2.mat"],
    );
  });

  it("gives the last images the threads that the others leave", async () => {
    const store = await openS3Store("s3://results/threads");
    const threads: unknown[] = [];
    const run: WorkerPool["run"] = async (_job, _out, control) => {
      threads.push(control?.threads);
      throw new JobError("invalid-input", "not an image");
    };
    const pool = { run } as WorkerPool;
    const job: BatchJob = { id: "a", image: `${IMAGES}/a.png`, stem: "a", task: "upscale", options: {} };
    const { signal } = new AbortController();
    await store.localRunner(pool, 4)([job], { out: store.out, onEnd: async () => {}, signal });
    await store.close();
    expect(threads).toEqual([4]);
  });

  it("brings the summary there", async () => {
    const { code, stderr } = await runBatch([IMAGES], { out: "s3://results/shown", summary: true, ...QUICK });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("s3://results/shown/summary.html");
    const page = (await storage.readText(parseS3("s3://results/shown/summary.html"))) ?? "";
    expect(page.match(/data:image\/webp/g)).toHaveLength(NAMES.length);
    expect(await storage.readText(parseS3("s3://results/shown/summary.csv"))).toContain("sub/deep er/a");
  });

  it("fails the image that is none, and says what is missing", async () => {
    const { code, stderr } = await runBatch(["s3://photos/in-private"], {
      out: "s3://results/bad",
      ...QUICK,
    });
    expect(code).toBe(1);
    expect(stderr).toContain("s3://photos/in-private/c.png: not an image");
    expect(await records("s3://results/bad")).toMatchObject([
      { status: "failed", error: { code: "invalid-input" } },
    ]);
    const again = await runBatch(["s3://photos/in-private"], { out: "s3://results/bad", ...QUICK });
    expect(again.stderr).toContain("0 to do, 1 failed before");
    const nothing = await runBatch(["s3://photos/nothing"], { out: "s3://results/x", ...QUICK });
    expect(nothing.stderr).toContain("no images below s3://photos/nothing");
    const nowhere = await runBatch([IMAGES], { out: "s3://nowhere/x", ...QUICK });
    expect(nowhere.stderr).toContain("there is no bucket nowhere");
  });
});

describeWith(
  REDIS,
  "over a queue",
  () => {
    let redis: RedisServer;
    beforeAll(async () => {
      redis = await startRedis();
    }, PROCESS_MS);
    afterAll(() => redis.close());

    const batch = (out: string) =>
      startCommand(
        folder,
        "batch",
        IMAGES,
        "--out",
        out,
        "--queue",
        redis.url,
        "--method",
        "spectral",
        "--formats",
        "mat,json",
      );

    it("gives the same; killed in the middle it continues, and credentials appear nowhere", async () => {
      const out = "s3://results/queue";
      const first = batch(out);
      await saying(first, /no worker is connected/);
      const worker = await startWorker(folder, redis.url, "--root", IMAGES, "s3://results");
      await saying(first, /\[1\/3\]/);
      first.child.kill("SIGKILL");
      await first.result;
      expect(Object.keys(await objects(out)).some((path) => path.startsWith(".manifest/"))).toBe(true);
      const second = await batch(out).result;
      expect(second.code, second.stderr).toBe(0);
      const { "manifest.jsonl": manifest, ...found } = await objects(out);
      const { "manifest.jsonl": _, ...files } = contents(at("local"));
      expect(found).toEqual(files);
      expect(elsewhere(await records(out))).toEqual(elsewhere(timeless(manifestLines(at("local")))));
      worker.child.kill("SIGTERM");
      const keys = (await redis.command("KEYS", "kernelgan:jobs:estimate-*")) as string[];
      const jobs = await Promise.all(keys.map((key) => redis.command("HGETALL", key)));
      expect(jobs).toHaveLength(NAMES.length);
      const secret = server.environment.AWS_SECRET_ACCESS_KEY;
      for (const text of [(await worker.result).stderr, second.stderr, manifest, JSON.stringify(jobs)]) {
        expect(text).not.toContain(secret);
      }
    });

    it("a worker refuses what is not among its buckets", async () => {
      await startWorker(folder, redis.url, "--root", "s3://photos/other", "s3://results");
      const { code, stderr } = await batch("s3://results/refused").result;
      expect(code).toBe(1);
      expect(stderr).toContain("outside the worker's roots");
      expect(await objects("s3://results/refused")).toEqual({ "manifest.jsonl": expect.any(String) });
    });
  },
  TRAINING_MS,
);
