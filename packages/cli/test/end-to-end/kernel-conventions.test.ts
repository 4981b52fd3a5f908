/** Kernel files of KAIR and FKP, from the command that writes them to those that read them. */
import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Kernel, type PlanarImage, toConvention } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { readKernel } from "../../src/kernel-files/formats.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { runHere } from "../helpers/run-here.js";

const SCALE = 3;
const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const run = runHere(folder);

async function runQuietly(...args: string[]): Promise<void> {
  const { code, stderr } = await run(...args, "--scale", `${SCALE}`, "--quiet");
  expect(code, stderr).toBe(0);
}

beforeAll(async () => {
  await sharp(nagasakiBoats)
    .extract({ left: 300, top: 300, width: 240, height: 180 })
    .png()
    .toFile(at("sharp.png"));
  for (const convention of ["aligned", "kair", "fkp"]) {
    const args = ["sharp.png", "--random", "--kernel-convention", convention];
    await runQuietly("degrade", ...args, "--formats", "mat,json", "--out", `${convention}.png`);
  }
}, PROCESS_MS);

/** `scipy.ndimage.convolve(x, k)[i·s, j·s]` of one channel: the sum over k[u, v] · x[s·i − (u − c), s·j − (v − c)]. */
function convolvedAt({ data, width }: PlanarImage, kernel: Kernel, i: number, j: number): number {
  const centre = (kernel.size - 1) / 2;
  let sum = 0;
  for (let u = 0; u < kernel.size; u++) {
    for (let v = 0; v < kernel.size; v++) {
      const [y, x] = [SCALE * i - (u - centre), SCALE * j - (v - centre)];
      sum += kernel.data[u * kernel.size + v]! * data[y * width + x]!;
    }
  }
  return sum;
}

describe("kernel files of other conventions", { timeout: PROCESS_MS }, () => {
  it("of KAIR, applied as KAIR does, give the low-resolution image", async () => {
    const [high, low] = [await readImage(at("sharp.png")), await readImage(at("kair.png"))];
    const theirs = await readKernel(at("kair_kernel_x3.mat"));
    for (const [i, j] of [
      [10, 12],
      [30, 41],
      [47, 66],
    ] as const) {
      const difference = low.data[i * low.width + j]! - convolvedAt(high, theirs, i, j);
      expect(Math.abs(difference)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
    }
  });

  it("make the same low-resolution image, and hold the same kernel", async () => {
    const aligned = await readKernel(at("aligned_kernel_x3.mat"));
    for (const convention of ["kair", "fkp"] as const) {
      expect(readFileSync(at(`${convention}.png`)).equals(readFileSync(at("aligned.png")))).toBe(true);
      const stored = await readKernel(at(`${convention}_kernel_x3.mat`));
      expect(stored).toEqual(toConvention(aligned, convention, SCALE));

      const args = [
        "sharp.png",
        "--kernel",
        `${convention}_kernel_x3.mat`,
        "--kernel-convention",
        convention,
      ];
      await runQuietly("degrade", ...args, "--out", `again-${convention}.png`);
      expect(readFileSync(at(`again-${convention}.png`)).equals(readFileSync(at("aligned.png")))).toBe(true);
      // A .json file names its convention itself.
      const ofJson = ["sharp.png", "--kernel", `${convention}_kernel_x3.json`];
      await runQuietly("degrade", ...ofJson, "--out", `json-${convention}.png`);
      expect(readFileSync(at(`json-${convention}.png`)).equals(readFileSync(at("aligned.png")))).toBe(true);
    }
  });

  it("are what upscale restores for", async () => {
    const upscale = (convention: string, out: string): Promise<void> =>
      runQuietly(
        "upscale",
        "aligned.png",
        "--kernel",
        `${convention}_kernel_x3.mat`,
        "--kernel-convention",
        convention,
        "--out",
        out,
      );
    await upscale("aligned", "sr-aligned.png");
    await upscale("kair", "sr-kair.png");
    expect(readFileSync(at("sr-kair.png")).equals(readFileSync(at("sr-aligned.png")))).toBe(true);
  });

  it("are what estimate writes", async () => {
    const formats = ["--method", "spectral", "--formats", "mat"];
    await runQuietly("estimate", "aligned.png", ...formats, "--out", "ours");
    for (const convention of ["kair", "fkp"] as const) {
      const args = [...formats, "--out", convention, "--kernel-convention", convention];
      await runQuietly("estimate", "aligned.png", ...args);
      const [ours, theirs] = await Promise.all(
        ["ours", convention].map((name) => readKernel(at(name, "aligned_kernel_x3.mat"))),
      );
      expect(theirs).toEqual(toConvention(ours!, convention, SCALE));
    }
  });

  it("are what a batch writes, and what its summary compares with", async () => {
    const correlation = async (convention: string): Promise<number> => {
      const truths = at(`truths-${convention}`);
      mkdirSync(truths);
      copyFileSync(at(`${convention}_kernel_x3.mat`), join(truths, "aligned_kernel_x3.mat"));
      const task = ["--scale", `${SCALE}`, "--method", "spectral", "--formats", "mat", "--jobs", "1"];
      const files = ["--kernel-convention", convention, "--out", `batch-${convention}`, "--gt", truths];
      const { code, stdout, stderr } = await run(
        "batch",
        "aligned.png",
        ...task,
        ...files,
        "--summary",
        "--json",
      );
      expect(code, stderr).toBe(0);
      return JSON.parse(stdout).mean.kernelCorrelation.mean;
    };
    const aligned = await correlation("aligned");
    expect(await correlation("kair")).toBeCloseTo(aligned, 6);
    const [ours, theirs] = await Promise.all(
      ["aligned", "kair"].map((name) => readKernel(at(`batch-${name}`, "aligned_kernel_x3.mat"))),
    );
    expect(theirs).toEqual(toConvention(ours!, "kair"));
  });

  it("are compared as they are meant", async () => {
    const compare = async (...args: string[]): Promise<number> => {
      const { stdout } = await run("compare-kernels", "aligned_kernel_x3.mat", ...args, "--json");
      return JSON.parse(stdout).correlation;
    };
    expect(await compare("kair_kernel_x3.mat", "--convention-b", "kair")).toBeCloseTo(1, 6);
    expect(await compare("kair_kernel_x3.mat")).toBeLessThan(0.999);
    expect(await compare("fkp_kernel_x3.mat", "--convention-b", "fkp")).toBeCloseTo(1, 6);
  });
});
