import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it, vi } from "vitest";
import type { EstimateRecord } from "../../src/commands/estimate.js";
import { readKernel } from "../../src/kernel-files/formats.js";
import { version } from "../../src/version.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { expectOneLine } from "../helpers/one-line.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { childrenOf, isAlive } from "../helpers/processes.js";
import { type Result, runCommand, startCommand } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const ITERATIONS = 60;
/** One short run. So short that it may well collapse: let it start again. */
const SHORT = [
  "--method",
  "kernelgan",
  "--iterations",
  `${ITERATIONS}`,
  "--threads",
  "1",
  "--restarts",
  "20",
];
const FEW = [...SHORT, "--runs", "1"];

/** Several runs, long enough to be stopped in the middle. */
const LONG = ["--method", "kernelgan", "--iterations", "400"];

const run = (...args: string[]): Promise<Result> => runCommand(folder, ...args);
const here = runHere(folder);

beforeAll(async () => {
  const boats = sharp(nagasakiBoats).extract({ left: 300, top: 300, width: 400, height: 300 });
  await boats.clone().png().toFile(join(folder, "sharp.png"));
  await boats.clone().resize(200, 150).png().toFile(join(folder, "photo.png"));
  mkdirSync(join(folder, "other"));
  copyFileSync(join(folder, "photo.png"), join(folder, "other", "photo.png"));

  const create = { width: 100, height: 100, channels: 3 as const, background: "#808080" };
  await sharp({ create }).png().toFile(join(folder, "flat.png"));
  await boats.clone().resize(20, 15).png().toFile(join(folder, "small.png"));
  writeFileSync(join(folder, "text.png"), "not an image");
  const photo = readFileSync(join(folder, "photo.png"));
  writeFileSync(join(folder, "cut.png"), photo.subarray(0, photo.length / 2));
});

describe("kernelgan estimate", { timeout: TRAINING_MS }, () => {
  it("writes every format, shows its progress, and draws the kernel", async () => {
    const result = await run("estimate", "photo.png", "--out", "all", ...FEW);
    expect(result).toMatchObject({ code: 0, stdout: "" });
    expect(result.stderr).toMatch(/photo\.png ×2 {2}\d+%/);
    expect(result.stderr).toContain("█");
    expect(readdirSync(join(folder, "all")).sort()).toEqual(
      ["json", "mat", "npy", "png"].map((format) => `photo_kernel_x2.${format}`),
    );
    const kernel = await readKernel(join(folder, "all", "photo_kernel_x2.mat"));
    expect(kernel.size).toBe(13);
    for (const format of ["npy", "json", "png"]) {
      const read = await readKernel(join(folder, "all", `photo_kernel_x2.${format}`));
      // A .npy file holds the numbers alone.
      expect(read).toEqual(
        format === "npy"
          ? { ...kernel, confidence: undefined, fellBack: undefined, light: undefined }
          : kernel,
      );
    }
    const document = JSON.parse(readFileSync(join(folder, "all", "photo_kernel_x2.json"), "utf8"));
    expect(document).toMatchObject({
      scale: 2,
      seed: expect.any(Number),
      image: "photo.png",
      version,
      options: { method: "kernelgan", seed: 0, iterations: ITERATIONS },
    });
    expect(document.losses.history.generator.length).toBe(ITERATIONS);
  });

  it("--json prints one document with a record for each image, and does not stop at a bad one", async () => {
    const args = [
      "--json",
      "--quiet",
      "--out",
      "json",
      "--formats",
      "npy",
      "--scale",
      "4",
      "--seed",
      "5",
      ...FEW,
    ];
    const result = await run("estimate", "text.png", "photo.png", ...args);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^kernelgan: text\.png: not an image[^\n]+\n/);
    const records: EstimateRecord[] = JSON.parse(result.stdout);
    const files = [join("json", "photo_kernel_x2.npy"), join("json", "photo_kernel_x4.npy")];
    expect(records).toEqual([
      {
        image: "text.png",
        error: { code: "invalid-input", message: expect.stringContaining("not an image") },
      },
      {
        image: "photo.png",
        scale: 4,
        kernel: expect.any(Array),
        files,
        seconds: expect.any(Number),
        method: "kernelgan",
        confidence: expect.any(Number),
        fellBack: expect.any(Boolean),
        light: "encoded",
        iterations: ITERATIONS,
        msPerIteration: expect.any(Number),
        seed: expect.any(Number),
        restarts: expect.any(Number),
        warnings: expect.arrayContaining([
          { code: "too-few-iterations", message: expect.stringMatching(/^\d+ iterations are too few/) },
        ]),
      },
    ]);
    const x4 = await readKernel(join(folder, files[1]!));
    expect(x4.size).toBe(25);
    expect((records[1] as { kernel: number[][] }).kernel.flat()).toEqual(Array.from(x4.data));
    expect(readdirSync(join(folder, "json")).length).toBe(2);
  });

  it("estimates by the other methods, and says how sure it is", async () => {
    const kernels = ["auto", "spectral"].map(async (method) => {
      const args = ["--method", method, "--out", method, "--formats", "json", "--json", "--no-fallback"];
      const result = await here("estimate", "photo.png", ...args);
      const [record]: EstimateRecord[] = JSON.parse(result.stdout);
      expect(record).toMatchObject({ method, confidence: expect.any(Number), fellBack: expect.any(Boolean) });
      expect(record).toHaveProperty("blur.kind", expect.stringMatching(/^(motion|shake|soft)$/));
      expect(record).not.toHaveProperty("seed");
      expect(result.stderr).toMatch(
        new RegExp(
          `×2 kernel in [\\d.]+ s, ${method}, confidence \\d\\.\\d\\d, (motion|camera shake|softness) `,
        ),
      );
      const document = JSON.parse(readFileSync(join(folder, method, "photo_kernel_x2.json"), "utf8"));
      expect(document).toMatchObject({ options: { method }, confidence: expect.any(Number) });
      return document.kernel;
    });
    const [auto, spectral] = await Promise.all(kernels);
    expect(auto).not.toEqual(spectral);
  });

  it("refuses to replace files before it estimates, and replaces them with --force", async () => {
    mkdirSync(join(folder, "there"));
    const file = join(folder, "there", "photo_kernel_x2.mat");
    writeFileSync(file, "precious");
    const result = await run("estimate", "photo.png", "--out", "there", "--formats", "mat", ...LONG);
    expect(result.code).toBe(1);
    expectOneLine(result, `kernelgan: photo.png: ${join("there", "photo_kernel_x2.mat")} exists already`);
    expect(readFileSync(file, "utf8")).toBe("precious");
    await here("estimate", "photo.png", "--out", "there", "--formats", "mat", "--force", "--quiet", ...FEW);
    expect((await readKernel(file)).size).toBe(13);
  });

  it("refuses a second image of the same name", async () => {
    const args = ["--out", "twins", "--formats", "npy", "--json", "--quiet", ...FEW];
    const result = await here("estimate", "photo.png", join("other", "photo.png"), ...args);
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(
      /^kernelgan: other.photo\.png: its output would replace that of photo\.png/,
    );
    const records: EstimateRecord[] = JSON.parse(result.stdout);
    expect(records.map((record) => "error" in record)).toEqual([false, true]);
  });

  it("says in one line what is wrong with an image, and writes no file", async () => {
    const bad: [image: string, code: string, message: RegExp][] = [
      ["text.png", "invalid-input", /not an image/],
      ["cut.png", "invalid-input", /cut off/],
      ["missing.png", "invalid-input", /no such file/],
      ["small.png", "image-too-small", /20×15/],
      ["flat.png", "image-flat", /flat/],
    ];
    const images = bad.map(([image]) => image);
    const result = await here("estimate", ...images, "--out", "none", "--json", ...FEW);
    expect(result.code).toBe(1);
    const lines = result.stderr.trimEnd().split("\n");
    expect(lines.length).toBe(bad.length);
    const records: EstimateRecord[] = JSON.parse(result.stdout);
    // What is not there is found before all work.
    expect(lines[0]).toContain("missing.png");
    for (const [i, [image, code, message]] of bad.entries()) {
      const line = lines.find((line) => line.startsWith(`kernelgan: ${image}: `)) ?? "";
      expect(line).toMatch(message);
      expect(records[i]).toEqual({ image, error: { code, message: line.slice("kernelgan: ".length) } });
    }
    expect(readdirSync(folder)).not.toContain("none");
  });

  it("too many pixels: one line, exit code 1", async () => {
    const large = await here("estimate", "photo.png", "--max-pixels", "29999");
    expect(large.code).toBe(1);
    expectOneLine(large, "kernelgan: photo.png: 200×150 is 0.03 megapixels, more than the 0.029999 allowed");
    expect(readdirSync(folder)).not.toContain("kernels");
  });

  it("an output folder that cannot be written: one line, exit code 1", async () => {
    const result = await here("estimate", "photo.png", "--out", join("text.png", "inside"));
    expect(result.code).toBe(1);
    expectOneLine(result, "kernelgan: cannot write to the folder ");
  });

  it.skipIf(process.platform === "win32").each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ] as const)("%s stops it at once and leaves nothing", async (signal, code) => {
    const { child, result } = startCommand(
      folder,
      "estimate",
      "photo.png",
      "--out",
      "stopped",
      "--json",
      ...LONG,
    );
    const [firstLine] = await Promise.race([lines(child.stderr), result.then(() => ["ended early"])]);
    expect(firstLine).toMatch(/photo\.png ×2 {2}10%/);
    child.kill(signal);
    expect(await result).toMatchObject({ code, stdout: "" });
    expect(readdirSync(folder)).not.toContain("stopped");
  });

  it.skipIf(process.platform === "win32")("takes its processes with it when it is killed", async () => {
    const { child, result } = startCommand(folder, "estimate", "photo.png", "--out", "killed", ...LONG);
    await Promise.race([lines(child.stderr), result.then(() => ["ended early"])]);
    const task = childrenOf(child.pid!);
    const trainers = task.flatMap(childrenOf);
    expect(task).toHaveLength(1);
    expect(trainers).toHaveLength(availableParallelism() > 1 ? Math.min(availableParallelism(), 4) : 0);
    child.kill("SIGKILL");
    await result;
    await vi.waitFor(() => expect([...task, ...trainers].filter(isAlive)).toEqual([]), {
      timeout: PROCESS_MS,
    });
  });

  it("writes the same kernel for the same seed, whatever the number of threads", async () => {
    const options = [
      "--method",
      "kernelgan",
      "--iterations",
      "40",
      "--runs",
      "2",
      "--seed",
      "3",
      "--no-fallback",
    ];
    const kernels: Buffer[] = [];
    for (const threads of ["1", "2"]) {
      const out = `threads${threads}`;
      const files = ["--out", out, "--formats", "npy", "--threads", threads];
      const { code, stderr } = await here("estimate", "photo.png", ...files, ...options);
      expect(code, stderr).toBe(0);
      kernels.push(readFileSync(join(folder, out, "photo_kernel_x2.npy")));
    }
    expect(kernels[0]!.equals(kernels[1]!)).toBe(true);
  });
});

/** Waits for the first line of a stream. */
function lines(stream: NodeJS.ReadableStream | null): Promise<string[]> {
  if (!stream) throw new Error("the process has no such stream");
  return new Promise((resolve) => createInterface(stream).once("line", (line) => resolve([line])));
}
