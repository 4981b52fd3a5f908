import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { countingKernel } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import type { EstimateRecord } from "../src/commands/estimate.js";
import { readImage } from "../src/image-files/read-image.js";
import { readKernel, writeKernel } from "../src/kernel-files/formats.js";
import { version } from "../src/version.js";
import { nagasakiBoats } from "./helpers/photographs.js";
import { type Result, runCommand, startCommand } from "./helpers/run-command.js";

const folder = temporaryFolder();
const ITERATIONS = 60;
/** A short run. So short that it may well collapse: let it start again. */
const FEW = ["--method", "kernelgan", "--iterations", `${ITERATIONS}`, "--threads", "1", "--restarts", "20"];

/** Long enough to be stopped in the middle. */
const LONG = ["--method", "kernelgan", "--iterations", "1000"];

const run = (...args: string[]): Promise<Result> => runCommand(folder, ...args);

/** One line on stderr that begins as told, nothing on stdout. */
function expectOneLine({ stdout, stderr }: Result, start: string): void {
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.startsWith(start), stderr).toBe(true);
  expect(stdout).toBe("");
}

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

describe("kernelgan", () => {
  it("prints its version and its help", async () => {
    expect(await run("--version")).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
    const help = await run("estimate", "--help");
    expect(help.code).toBe(0);
    expect(help.stdout).toContain("--kernel-size");
  });

  it("without a command shows its help, exit code 2", async () => {
    expect(await run()).toMatchObject({ code: 2, stdout: "" });
  });

  it.each([
    [["estimate"]],
    [["estimate", "photo.png", "--unknown"]],
    [["estimate", "photo.png", "--scale", "two"]],
    [["estimate", "photo.png", "--iterations", "1.5"]],
    [["estimate", "photo.png", "--formats", "mat,bmp"]],
    [["estimate", "photo.png", "--preset", "best"]],
    [["degrade", "sharp.png", "--random"]],
    [["degrade", "sharp.png", "--out", "low.png"]],
    [["degrade", "sharp.png", "--out", "low.png", "--random", "--kernel", "k.mat"]],
    [["degrade", "sharp.png", "--out", "low.png", "--random", "--jpeg", "101"]],
    [["compare-kernels", "a.mat"]],
    [["unknown"]],
  ])("wrong usage: %j", async (args) => {
    const result = await run(...args);
    expect(result.code).toBe(2);
    expectOneLine(result, "kernelgan: ");
  });
});

describe("kernelgan estimate", () => {
  it("writes every format, tells its progress, and draws the kernel", async () => {
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
      expect(await readKernel(join(folder, "all", `photo_kernel_x2.${format}`))).toEqual(kernel);
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
        iterations: ITERATIONS,
        msPerIteration: expect.any(Number),
        seed: expect.any(Number),
        restarts: expect.any(Number),
        warnings: expect.any(Array),
      },
    ]);
    const x4 = await readKernel(join(folder, files[1]));
    expect(x4.size).toBe(25);
    expect((records[1] as { kernel: number[][] }).kernel.flat()).toEqual(Array.from(x4.data));
    expect(readdirSync(join(folder, "json")).length).toBe(2);
  });

  it("estimates in other ways, tells how sure it is, and which options belong to which", async () => {
    const kernels = ["auto", "spectral"].map(async (method) => {
      const args = ["--method", method, "--out", method, "--formats", "json", "--json"];
      const result = await run("estimate", "photo.png", ...args);
      const [record]: EstimateRecord[] = JSON.parse(result.stdout);
      expect(record).toMatchObject({ method, confidence: expect.any(Number) });
      expect(record).not.toHaveProperty("seed");
      expect(result.stderr).toMatch(new RegExp(`×2 kernel in [\\d.]+ s, ${method}, confidence \\d\\.\\d\\d`));
      const document = JSON.parse(readFileSync(join(folder, method, "photo_kernel_x2.json"), "utf8"));
      expect(document).toMatchObject({ options: { method }, confidence: expect.any(Number) });
      return document.kernel;
    });
    const [auto, spectral] = await Promise.all(kernels);
    expect(auto).not.toEqual(spectral);
    const mixed = await run("estimate", "photo.png", "cut.png", "--iterations", "100");
    expect(mixed.code).toBe(1);
    expectOneLine(mixed, 'kernelgan: "iterations" is an option of "method" kernelgan, not of auto');
  });

  it("gives the same kernel for the same seed", async () => {
    for (const out of ["same1", "same2"]) {
      await run("estimate", "photo.png", "--out", out, "--seed", "3", "--formats", "mat", "--quiet", ...FEW);
    }
    const [one, two] = ["same1", "same2"].map((out) =>
      readFileSync(join(folder, out, "photo_kernel_x2.mat")),
    );
    expect(one.equals(two)).toBe(true);
  });

  it("refuses to replace files before it estimates, and replaces them with --force", async () => {
    mkdirSync(join(folder, "there"));
    const file = join(folder, "there", "photo_kernel_x2.mat");
    writeFileSync(file, "precious");
    const result = await run("estimate", "photo.png", "--out", "there", "--formats", "mat", ...LONG);
    expect(result.code).toBe(1);
    expectOneLine(result, `kernelgan: photo.png: ${join("there", "photo_kernel_x2.mat")} exists already`);
    expect(readFileSync(file, "utf8")).toBe("precious");
    await run("estimate", "photo.png", "--out", "there", "--formats", "mat", "--force", "--quiet", ...FEW);
    expect((await readKernel(file)).size).toBe(13);
  });

  it("refuses a second image of the same name", async () => {
    const args = ["--out", "twins", "--formats", "npy", "--json", "--quiet", ...FEW];
    const result = await run("estimate", "photo.png", join("other", "photo.png"), ...args);
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
    const result = await run("estimate", ...images, "--out", "none", "--json", ...FEW);
    expect(result.code).toBe(1);
    const lines = result.stderr.trimEnd().split("\n");
    expect(lines.length).toBe(bad.length);
    const records: EstimateRecord[] = JSON.parse(result.stdout);
    for (const [i, [image, code, message]] of bad.entries()) {
      expect(lines[i]).toMatch(message);
      expect(lines[i].startsWith(`kernelgan: ${image}: `)).toBe(true);
      expect(records[i]).toEqual({ image, error: { code, message: lines[i].slice("kernelgan: ".length) } });
    }
    expect(readdirSync(folder)).not.toContain("none");
  });

  it("too many pixels, an unknown scale, an unknown device: one line, exit code 1", async () => {
    const large = await run("estimate", "photo.png", "--max-pixels", "29999");
    expectOneLine(large, "kernelgan: photo.png: 200×150 is 0.0 megapixels");
    const scale = await run("estimate", "photo.png", "cut.png", "--scale", "5");
    expectOneLine(scale, "kernelgan: unknown scale 5; choose one of 2, 3, 4, 8");
    const device = await run("estimate", "photo.png", "--device", "abacus");
    expectOneLine(device, "kernelgan: unknown device abacus; choose one of auto, cpu");
    expect([large.code, scale.code, device.code]).toEqual([1, 1, 1]);
    expect(readdirSync(folder)).not.toContain("kernels");
  });

  it("an output folder that cannot be written: one line, exit code 1", async () => {
    const result = await run("estimate", "photo.png", "--out", join("text.png", "inside"));
    expect(result.code).toBe(1);
    expectOneLine(result, "kernelgan: cannot write to the folder ");
  });

  it.skipIf(process.platform === "win32").each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
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
});

describe("kernelgan degrade", () => {
  let result: Result;
  beforeAll(async () => {
    result = await run("degrade", "sharp.png", "--random", "--seed", "4", "--out", "low.png");
  });

  it("writes the image, half as large, and its kernel", async () => {
    expect(result).toMatchObject({ code: 0, stdout: "" });
    const low = await readImage(join(folder, "low.png"));
    expect([low.width, low.height, low.channels]).toEqual([200, 150, 3]);
    const kernel = await readKernel(join(folder, "low_kernel_x2.mat"));
    expect(kernel.size).toBe(11);

    // The equation, for one pixel away from the border: y[i, j] = Σ k[u, v] x[2i + u − 5, 2j + v − 5].
    const sharpImage = await readImage(join(folder, "sharp.png"));
    let expected = 0;
    for (let u = 0; u < 11; u++) {
      for (let v = 0; v < 11; v++) {
        expected += kernel.data[u * 11 + v] * sharpImage.data[(2 * 70 + u - 5) * 400 + 2 * 90 + v - 5];
      }
    }
    expect(Math.abs(low.data[70 * 200 + 90] - expected)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
  });

  it("takes a kernel from a file: the same image again", async () => {
    const again = ["--kernel", "low_kernel_x2.mat", "--formats", "json,png", "--json"];
    const result = await run("degrade", "sharp.png", "--out", "again.png", "--quiet", ...again);
    expect(result.stderr).toBe("");
    const files = ["again.png", "again_kernel_x2.json", "again_kernel_x2.png"];
    expect(JSON.parse(result.stdout)).toMatchObject({
      scale: 2,
      files,
      width: 200,
      height: 150,
      noise: 0,
      jpeg: null,
    });
    expect(readFileSync(join(folder, "again.png")).equals(readFileSync(join(folder, "low.png")))).toBe(true);
    expect(await readKernel(join(folder, files[2]))).toEqual(
      await readKernel(join(folder, "low_kernel_x2.mat")),
    );
  });

  it("adds noise of the given strength, and cuts to a multiple of the scale", async () => {
    const args = ["degrade", "sharp.png", "--random", "--scale", "3", "--quiet"];
    await run(...args, "--out", "clean3.png");
    await run(...args, "--out", "noisy3.png", "--noise", "6");
    const [clean, noisy] = await Promise.all(
      ["clean3.png", "noisy3.png"].map((name) => readImage(join(folder, name))),
    );
    expect([noisy.width, noisy.height]).toEqual([133, 100]);
    const square = noisy.data.reduce((sum, value, i) => sum + (value - clean.data[i]) ** 2, 0);
    expect(Math.sqrt(square / noisy.data.length) * 255).toBeGreaterThan(5);
    expect(Math.sqrt(square / noisy.data.length) * 255).toBeLessThan(7);
  });

  it("compresses: the same pixels as JPEG and as PNG", async () => {
    const args = ["degrade", "sharp.png", "--kernel", "low_kernel_x2.mat", "--jpeg", "40", "--quiet"];
    await run(...args, "--out", "packed.png");
    await run(...args, "--out", "packed.jpg", "--force");
    expect(await readImage(join(folder, "packed.png"))).toEqual(await readImage(join(folder, "packed.jpg")));
  });

  it("fails in one line, before it writes anything", async () => {
    const unknown = await run("degrade", "sharp.png", "--random", "--out", "low.xyz");
    expectOneLine(unknown, "kernelgan: low.xyz: cannot write .xyz images");
    const there = await run("degrade", "sharp.png", "--random", "--out", "low.png");
    expectOneLine(there, "kernelgan: low.png exists already");
    const kernel = await run("degrade", "sharp.png", "--kernel", "sharp.png", "--out", "new.png");
    expectOneLine(kernel, "kernelgan: sharp.png: is a picture without a kernel's numbers");
    expect([unknown.code, there.code, kernel.code]).toEqual([1, 1, 1]);
    expect(readdirSync(folder)).not.toContain("new.png");
  });
});

describe("kernelgan compare-kernels", () => {
  beforeAll(async () => {
    for (const name of ["a_x2.mat", "b_x2.json", "b_x2.png", "c_x3.mat"]) {
      await writeKernel(join(folder, name), countingKernel(11));
    }
  });

  it("prints a table, or JSON", async () => {
    const result = await run("compare-kernels", "a_x2.mat", "b_x2.json");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    expect(result.stdout).toMatch(/size +11×11 +11×11/);
    expect(result.stdout).toMatch(/correlation +1\.0000/);
    const json = await run("compare-kernels", "a_x2.mat", "b_x2.png", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      a: "a_x2.mat",
      scale: 2,
      traceRatio: 1,
      psnr: null,
    });
  });

  it("asks for the scale where the kernels have different ones", async () => {
    const result = await run("compare-kernels", "a_x2.mat", "c_x3.mat");
    expect(result.code).toBe(1);
    expectOneLine(result, "kernelgan: a_x2.mat is a ×2 kernel and c_x3.mat a ×3 one");
    expect((await run("compare-kernels", "a_x2.mat", "c_x3.mat", "--scale", "2")).code).toBe(0);
  });

  it("names a file that is no kernel", async () => {
    const result = await run("compare-kernels", "a_x2.mat", "text.png");
    expect(result.code).toBe(1);
    expectOneLine(result, "kernelgan: text.png: is not a kernel file");
  });
});

/** Waits for the first line of a stream. */
function lines(stream: NodeJS.ReadableStream | null): Promise<string[]> {
  if (!stream) throw new Error("the process has no such stream");
  return new Promise((resolve) => createInterface(stream).once("line", (line) => resolve([line])));
}
