/** `kernelgan batch`: what it does once, what it does again, and what it does with what goes wrong. */
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import type { ManifestRecord } from "../../src/batch/manifest.js";
import { readKernel } from "../../src/kernel-files/formats.js";
import { contents, filesBelow, imageFolder } from "../helpers/folders.js";
import type { Flags } from "../helpers/given-flags.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { childrenOf } from "../helpers/processes.js";
import { batchDocument, runBatch } from "../helpers/run-batch.js";
import { runCommand, startCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const QUICK = { method: "spectral", formats: ["mat" as const], jobs: 2 };
const SHA256 = /^[0-9a-f]{64}$/;

function records(out: string): ManifestRecord[] {
  return readFileSync(at(out, "manifest.jsonl"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
}

beforeAll(() => imageFolder(at("images"), ["a.png", "sub/b.jpg", "sub/deep er/a.webp"]), PROCESS_MS);

describe("kernelgan batch", { timeout: TRAINING_MS }, () => {
  it("does every image, keeps the folders, and shows its progress", async () => {
    const args = ["--out", "once", "--method", "spectral", "--formats", "mat,npy", "--jobs", "2"];
    const { code, stdout, stderr } = await runCommand(folder, "batch", "images", ...args);
    expect({ code, stdout }, stderr).toEqual({ code: 0, stdout: "" });
    expect(filesBelow(at("once"))).toEqual([
      "a_kernel_x2.mat",
      "a_kernel_x2.npy",
      "manifest.jsonl",
      "sub/b_kernel_x2.mat",
      "sub/b_kernel_x2.npy",
      "sub/deep er/a_kernel_x2.mat",
      "sub/deep er/a_kernel_x2.npy",
    ]);
    expect(stderr).toMatch(/^3 images: 3 to do\n/);
    expect(stderr).toMatch(/\[2\/3\] \S.*: \d+\.\d s, confidence \d\.\d\d\n/);
    expect(stderr).toMatch(/estimate ×2 {2}100% {2}3\/3 {2}\S+ images\/min {2}0 s left\n/);
    expect(stderr).toMatch(/3 done in \d+ s\n$/);
    const record = records("once").find(({ id }) => id === "sub/deep er/a");
    const file = { bytes: expect.any(Number), sha256: expect.stringMatching(SHA256) };
    expect(record).toEqual({
      id: "sub/deep er/a",
      status: "done",
      task: "estimate",
      image: at("images", "sub/deep er/a.webp"),
      options: expect.stringMatching(SHA256),
      input: file,
      outputs: ["mat", "npy"].map((format) => ({ path: `sub/deep er/a_kernel_x2.${format}`, ...file })),
      confidence: expect.any(Number),
      warnings: expect.any(Array),
      seconds: { estimate: expect.any(Number), all: expect.any(Number) },
      finished: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    });
  });

  it("gives the files that estimate gives", async () => {
    const args = ["--method", "spectral", "--formats", "mat,npy"];
    await runCommand(folder, "estimate", "images/a.png", "--out", "single", ...args);
    for (const [name, content] of Object.entries(contents(at("single")))) {
      expect(readFileSync(at("once", name), "base64")).toBe(content);
    }
  });

  it("upscales, each image with its own kernel from a folder of them", async () => {
    const options = {
      task: "upscale",
      kernel: at("once"),
      pictureFormat: "jpg",
      quality: 80,
      jobs: 2,
    } as const;
    const document = await batchDocument([at("images"), at("nothing.png")], {
      out: at("larger"),
      ...options,
    });
    expect(document.code).toBe(1);
    expect(document.images.map(({ id, status }) => [id, status])).toEqual([
      ["a", "done"],
      ["sub/b", "done"],
      ["sub/deep er/a", "done"],
      ["nothing", "failed"],
    ]);
    for (const name of ["a", "sub/b"]) {
      expect(filesBelow(at("larger"))).toContain(`${name}_x2.jpg`);
      const [given, used] = await Promise.all(
        ["once", "larger"].map((out) => readKernel(at(out, `${name}_kernel_x2.mat`))),
      );
      given!.data.forEach((weight, i) => void expect(used!.data[i]).toBeCloseTo(weight, 6));
    }
  });

  it("does each image for each seed", async () => {
    const options = {
      method: "kernelgan",
      iterations: 5,
      restarts: 30,
      formats: ["mat" as const],
      seeds: [3, 40],
    };
    const document = await batchDocument([at("images/a.png")], { out: at("seeds"), ...options });
    expect(document.code).toBe(0);
    expect(document.images).toMatchObject([
      { id: "a_seed3", seed: expect.any(Number) },
      { id: "a_seed40", seed: expect.any(Number) },
    ]);
    expect(filesBelow(at("seeds"))).toEqual([
      "a_seed3_kernel_x2.mat",
      "a_seed40_kernel_x2.mat",
      "manifest.jsonl",
    ]);
    const again = await runBatch([at("images/a.png")], { out: at("seeds"), ...options });
    expect(again.stderr).toMatch(/^2 results of 1 image: 0 to do, 2 done before\n/);
  });

  it.each<[string[], Flags, string]>([
    [[], {}, "no images"],
    [["images"], { noise: 3 }, "--noise is an option of --task upscale, not of estimate"],
    [["images"], { task: "upscale", gray: true }, "--gray is an option of --task estimate, not of upscale"],
    [["images"], { scale: 5 }, '--scale must be one of 1, 2, 3, 4, 8, got "5"'],
    [["images"], { task: "upscale", scale: 9 }, '--scale must be a number from 1 to 8, got "9"'],
    [["images"], { method: "best" }, "--method must be one of auto, spectral, kernelgan"],
    [["images"], { task: "upscale", method: "auto" }, "--method must be one of fast, zssr"],
    [["images"], { method: "kernelgan", kernelSize: 12 }, "--kernel-size must be one of 9, 11, 13"],
    [["images"], { device: "abacus" }, "--device must be one of auto, cpu"],
    [["images"], { iterations: 5 }, "--iterations is an option of --method kernelgan, not of auto"],
    [["images"], { seed: 0 }, "--seed is an option of --method kernelgan, not of auto"],
    [["images"], { task: "upscale", iterations: 5 }, "--iterations is an option of --kernel kernelgan"],
    [["images"], { seeds: [0, 1] }, "nothing else is random"],
    [
      ["images"],
      { method: "kernelgan", seeds: ["0", "b"] },
      '--seeds must be an integer from 0 to 4294967295, got "b"',
    ],
    [["images"], { hr: "images" }, "give --summary"],
    [["images"], { summary: true, hr: "images" }, "--hr is for --task upscale"],
    [["images"], { root: "images" }, "--root is for --queue"],
    [["images"], { out: at("images") }, "is the folder of the images"],
    [
      ["images"],
      { task: "upscale", hr: at("images/sub"), out: at("images/../images/sub"), summary: true },
      "is the folder of the results",
    ],
    [["images"], { list: "none.txt" }, "--list none.txt: there is no such file; check the path"],
    [["images"], { summary: true, gt: at("nowhere") }, "nowhere: there is no such folder"],
    [
      ["images"],
      { summary: true, task: "upscale", hr: at("images/a.png") },
      "a.png: there is no such folder",
    ],
    [
      ["images"],
      { task: "upscale", kernel: "none.mat" },
      "--kernel none.mat: there is no such file; give auto",
    ],
    [["images"], { out: at("images/a.png") }, "has the name of a file; give a folder"],
  ])("wrong usage: %j with %j", async (inputs, flags, message) => {
    const result = await runBatch(
      inputs.map((input) => at(input)),
      { out: at("refused"), ...flags },
    );
    expect(result).toMatchObject({ code: 2, stdout: "" });
    expect(result.stderr).toContain(message);
    expect(result.stderr.split("\n").length).toBe(2);
  });

  it.each<[string[], Flags, string]>([
    [["images", "images/sub/deep er/a.webp"], {}, "the same names"],
    [["nowhere"], {}, "nowhere: there is no such file or folder"],
    [["images"], { task: "upscale", kernel: at("images/a.png") }, "images/a.png"],
    [["images"], { task: "upscale", out: at("once") }, "holds results of --task estimate"],
    [["images"], { out: at("images/a.png/deeper") }, "cannot write to the folder"],
  ])("refuses %j with %j before any work", async (inputs, flags, message) => {
    const paths = inputs.map((input) => at(input));
    const result = await runBatch(paths, { out: at("refused"), ...flags });
    expect(result).toMatchObject({ code: 1, stdout: "" });
    expect(result.stderr).toContain(message);
    expect(result.stderr.split("\n").length).toBe(2);
  });
});

describe("a second start", { timeout: TRAINING_MS }, () => {
  const counts = async (flags = {}) =>
    (await batchDocument([at("again")], { out: at("twice"), ...QUICK, ...flags })).counts;
  const none = { done: 0, failed: 0, doneBefore: 0, failedBefore: 0 };

  beforeAll(async () => {
    await imageFolder(at("again"), ["a.png", "b.png", "c.png"]);
    writeFileSync(at("again", "bad.png"), "no image");
    expect(await counts()).toEqual({ ...none, done: 3, failed: 1 });
  }, PROCESS_MS);

  it("passes over what is done and what failed", async () => {
    const before = contents(at("twice"));
    const { mtimeMs } = statSync(at("twice", "a_kernel_x2.mat"));
    const { code, stderr } = await runBatch([at("again")], { out: at("twice"), ...QUICK });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "4 images: 0 to do, 3 done before, 1 failed before (--retry-failed tries them again)\n",
    );
    const quiet = await runBatch([at("again")], { out: at("twice"), ...QUICK, quiet: true });
    expect(quiet).toMatchObject({
      code: 1,
      stderr: "kernelgan: 1 failed before (--retry-failed tries them again)\n",
    });
    expect(contents(at("twice"))).toEqual(before);
    expect(statSync(at("twice", "a_kernel_x2.mat")).mtimeMs).toBe(mtimeMs);
  });

  it("does again what lost an output, or whose output or image is not the same any more", async () => {
    const good = contents(at("twice"));
    rmSync(at("twice", "a_kernel_x2.mat"));
    const altered = readFileSync(at("twice", "b_kernel_x2.mat"));
    altered[altered.length - 1]! ^= 1;
    writeFileSync(at("twice", "b_kernel_x2.mat"), altered);
    expect(await counts()).toEqual({ ...none, done: 2, doneBefore: 1, failedBefore: 1 });
    for (const name of ["a_kernel_x2.mat", "b_kernel_x2.mat"])
      expect(contents(at("twice"))[name]).toBe(good[name]);
    copyFileSync(at("again", "a.png"), at("again", "c.png"));
    expect(await counts()).toEqual({ ...none, done: 1, doneBefore: 2, failedBefore: 1 });
  });

  it("does all again with other options, and nothing again with other --jobs", async () => {
    expect(await counts({ scale: 3 })).toEqual({ ...none, done: 3, failed: 1 });
    expect(await counts({ scale: 3, jobs: 1 })).toEqual({ ...none, doneBefore: 3, failedBefore: 1 });
  });

  it("tries failures again with --retry-failed, or if the image has changed", async () => {
    expect(await counts({ scale: 3, retryFailed: true })).toEqual({ ...none, failed: 1, doneBefore: 3 });
    copyFileSync(at("again", "a.png"), at("again", "bad.png"));
    expect(await counts({ scale: 3 })).toEqual({ ...none, done: 1, doneBefore: 3 });
  });
});

it("a batch whose words nobody reads goes on, and unlocks its folder", { timeout: TRAINING_MS }, async () => {
  const { child, result } = startCommand(
    folder,
    "batch",
    "images",
    "--out",
    "unread",
    "--method",
    "spectral",
  );
  child.stdout?.destroy();
  child.stderr?.destroy();
  expect((await result).code).toBe(0);
  expect(filesBelow(at("unread")).filter((name) => name.startsWith("."))).toEqual([]);
  expect(records("unread")).toHaveLength(3);
});

describe("what goes wrong with one image", { timeout: TRAINING_MS }, () => {
  it("is reported, and the others are done", async () => {
    await imageFolder(at("mixed"), ["good.png", "good2.png"]);
    await imageFolder(at("mixed"), ["small.png"], 20, 20);
    writeFileSync(at("mixed", "text.png"), "no image");
    const photo = readFileSync(at("mixed", "good.png"));
    writeFileSync(at("mixed", "cut.png"), photo.subarray(0, photo.length / 2));
    // Its results cannot take their place.
    mkdirSync(at("wrong", "good2_kernel_x2.mat", "in-the-way"), { recursive: true });
    const options = { out: at("wrong"), formats: ["mat" as const], jobs: 2 };
    const document = await batchDocument([at("mixed"), at("gone.png")], options);
    expect(document.code).toBe(1);
    const ends = document.images.map((record) => [
      record.id,
      record.status === "failed" ? record.error.code : "done",
    ]);
    expect(Object.fromEntries(ends)).toEqual({
      cut: "invalid-input",
      gone: "invalid-input",
      good: "done",
      good2: "output",
      small: "image-too-small",
      text: "invalid-input",
    });
    expect(records("wrong").length).toBe(6);
    expect(document.counts).toMatchObject({ done: 1, failed: 5 });
  });

  it("is said in flags and paths as users type them; the manifest keeps the library's words", async () => {
    await imageFolder(at("typed"), ["large.png"]);
    const args = ["batch", "typed", "--out", "said", "--max-pixels", "100", "--summary"];
    const { code, stdout, stderr } = await runCommand(folder, ...args, "--json");
    expect(code).toBe(1);
    const message = /^typed.large\.png: .* allow more with --max-pixels \d+$/;
    expect(JSON.parse(stdout).images[0].error.message).toMatch(message);
    expect(stderr).toMatch(/\nkernelgan: typed.large\.png: .*--max-pixels/);
    expect(stderr).toMatch(/\n {2}said.summary\.csv\n {2}said.summary\.html\n/);
    expect(stderr).not.toContain(folder);
    for (const file of ["summary.csv", "summary.html"])
      expect(readFileSync(at("said", file), "utf8")).toContain("allow more with --max-pixels");
    expect(records("said")[0]).toMatchObject({
      image: at("typed", "large.png"),
      error: { message: expect.stringContaining('allow more with "maxPixels"') },
    });
  });

  it("an input that cannot be used does not stop the others, and is not forgotten", async () => {
    const inputs = [at("images", "a.png"), at("no such folder"), at("none", "*.png"), "nul\0.png"];
    const document = await batchDocument(inputs, { ...QUICK, out: at("some") });
    expect(document.code).toBe(1);
    expect(document.counts).toMatchObject({ done: 1, failed: 0 });
    // Of a pattern it is the folder that is missing.
    const problems = [at("no such folder"), at("none"), "nul\0.png"];
    expect(document.problems.map(({ image, error }) => [image, error.code])).toEqual(
      problems.map((image) => [image, "invalid-input"]),
    );
  });

  it("is tried once more if its worker was killed, then recorded", async () => {
    const args = [
      "images/a.png",
      "--out",
      "crashed",
      "--method",
      "kernelgan",
      "--iterations",
      "50000",
      "--jobs",
      "1",
    ];
    const running = startCommand(folder, "batch", ...args);
    const killed = new Set<number>();
    await expect
      .poll(
        () => {
          for (const worker of childrenOf(running.child.pid as number)) {
            if (killed.size < 2 && !killed.has(worker) && process.kill(worker, "SIGKILL")) killed.add(worker);
          }
          return killed.size;
        },
        { timeout: PROCESS_MS },
      )
      .toBe(2);
    const { code, stderr } = await running.result;
    expect(code).toBe(1);
    expect(stderr).toContain("kernelgan: images/a.png: the worker process ended by SIGKILL");
    expect(records("crashed")).toMatchObject([
      { id: "a", status: "failed", error: { code: "worker-crashed" } },
    ]);
  });

  it.runIf(mountsWork())("is reported if the disk is full, and done once there is room", () => {
    const bin = fileURLToPath(new URL("../../bin/kernelgan.js", import.meta.url));
    const batch = `'${process.execPath}' '${bin}' batch images --out full --method spectral --formats png --quiet`;
    const script = `
      mkdir full && mount -t tmpfs -o size=128k tmpfs full || exit 9
      head -c 100k /dev/zero > full/filler
      ${batch}; echo "$? $(grep -c '"output".*the disk is full' full/manifest.jsonl)"
      rm full/filler
      ${batch} --retry-failed; echo "$? $(grep -c '"done"' full/manifest.jsonl)"`;
    const { stdout, stderr } = spawnSync("unshare", ["-Urm", "sh", "-c", script], {
      cwd: folder,
      encoding: "utf8",
    });
    expect(stdout, stderr).toBe("1 3\n0 3\n");
    expect(stderr.match(/^kernelgan: images\/.+: cannot write full\/.+: the disk is full$/gm)?.length).toBe(
      3,
    );
  });
});

/** Whether a user can have a small file system of their own: on Linux, where namespaces are allowed. */
function mountsWork(): boolean {
  try {
    execFileSync("unshare", ["-Urm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
