import fs, { appendFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { BatchJob } from "../../src/batch/job.js";
import { doneRecord, failedRecord, MANIFEST, openManifest } from "../../src/batch/manifest.js";

/** Lets the next writes to files fail as on a full disk, after some bytes. */
function failWrites(times: number): void {
  const write = fs.writeSync as (file: number, bytes: Buffer, from: number, length?: number) => number;
  const spy = vi.spyOn(fs, "writeSync");
  for (let i = 0; i < times; i++) {
    spy.mockImplementationOnce((file: number, bytes: unknown) => {
      write(file, bytes as Buffer, 0, 10);
      throw Object.assign(new Error("no space left on device"), { code: "ENOSPC" });
    });
  }
  syncBuiltinESMExports();
}

afterEach(() => {
  vi.restoreAllMocks();
  syncBuiltinESMExports();
});

const folder = temporaryFolder();
let counter = 0;

function outputFolder(): { out: string; path: string } {
  const out = join(folder, `${counter++}`);
  mkdirSync(out);
  return { out, path: join(out, MANIFEST) };
}

const job = (id: string): BatchJob => ({
  id,
  image: `/photos/${id}.png`,
  stem: id,
  task: "estimate",
  options: { scale: 2, seed: 0, formats: ["mat"] },
});
const state = { bytes: 3, sha256: "abc" };
const done = (id: string, options = "o1") =>
  doneRecord(job(id), options, {
    input: state,
    outputs: [{ path: `${id}_kernel_x2.mat`, ...state }],
    confidence: 0.5,
    warnings: [{ code: "small", message: "small" }],
    seconds: { all: 1.5, estimate: 1 },
  });
const failed = (id: string) => failedRecord(job(id), "o1", null, { code: "worker-crashed", message: "gone" });

describe("the manifest", () => {
  it("keeps a line for each image, and finds them again", async () => {
    const { out, path } = outputFolder();
    const manifest = await openManifest(out);
    expect(manifest.records.size).toBe(0);
    manifest.add(done("a"));
    manifest.add(failed("b"));
    manifest.close();
    expect(readFileSync(path, "utf8").split("\n").length).toBe(3);
    const again = await openManifest(out);
    again.close();
    expect([...again.records.values()]).toEqual([
      { ...done("a"), finished: expect.any(String) },
      { ...failed("b"), finished: expect.any(String) },
    ]);
  });

  it("goes by an image's last line, and drops the others when it is opened again", async () => {
    const { out, path } = outputFolder();
    const manifest = await openManifest(out);
    manifest.add(failed("a"));
    manifest.add(done("b"));
    manifest.add(done("a", "o2"));
    expect(manifest.records.get("a")).toMatchObject({ status: "done", options: "o2" });
    manifest.close();
    expect(readFileSync(path, "utf8").split("\n").length).toBe(4);
    const again = await openManifest(out);
    again.close();
    expect(again.records.get("a")).toMatchObject({ status: "done", options: "o2" });
    expect(readFileSync(path, "utf8").split("\n").length).toBe(3);
  });

  it.each([
    ['{"id":"c","status":"do'],
    ['{"id":"c"}\n'],
    ["not JSON\n"],
    [`${JSON.stringify({ ...done("c"), outputs: "none" })}\n`],
  ])("passes over what is no record: %j", async (text) => {
    const { out, path } = outputFolder();
    const manifest = await openManifest(out);
    manifest.add(done("a"));
    manifest.close();
    const tidy = readFileSync(path, "utf8");
    appendFileSync(path, text);
    const again = await openManifest(out);
    expect(readFileSync(path, "utf8")).toBe(tidy);
    again.add(done("b"));
    again.close();
    expect([...(await openManifest(out)).records.keys()]).toEqual(["a", "b"]);
  });

  it("keeps a line that did not fit until there is room", async () => {
    const { out, path } = outputFolder();
    const manifest = await openManifest(out);
    manifest.add(done("a"));
    const before = readFileSync(path, "utf8");
    failWrites(2);
    manifest.add(done("b"));
    manifest.add(failed("c"));
    expect(readFileSync(path, "utf8")).toBe(before);
    expect([...manifest.records.keys()]).toEqual(["a"]);
    manifest.add(done("d"));
    expect(manifest.settle()).toEqual([]);
    manifest.close();
    expect([...(await openManifest(out)).records.keys()]).toEqual(["a", "b", "c", "d"]);
  });

  it("says which lines never fitted", async () => {
    const { out, path } = outputFolder();
    const manifest = await openManifest(out);
    failWrites(3);
    manifest.add(done("a"));
    manifest.add(done("b"));
    const unwritten = manifest.settle();
    expect(unwritten.map(({ record, error }) => [record.id, error.code, error.message])).toEqual(
      ["a", "b"].map((id) => [id, "output", `cannot write ${path}: the disk is full`]),
    );
    expect(manifest.settle()).toEqual([]);
    manifest.close();
    expect(readFileSync(path, "utf8")).toBe("");
  });

  it("says so if there is something else in its place", async () => {
    const { out, path } = outputFolder();
    mkdirSync(path);
    await expect(openManifest(out)).rejects.toThrow(`${path}: this is a folder, not a file`);
  });

  it("is written again if it ends without a line break", async () => {
    const { out, path } = outputFolder();
    writeFileSync(path, JSON.stringify(done("a")));
    const manifest = await openManifest(out);
    manifest.add(done("b"));
    manifest.close();
    expect([...(await openManifest(out)).records.keys()]).toEqual(["a", "b"]);
  });
});
