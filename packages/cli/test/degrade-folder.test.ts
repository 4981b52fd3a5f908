/** `kernelgan degrade` of several images, and a whole evaluation from there: one table out. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { readKernel } from "../src/kernel-files/formats.js";
import { contents, filesBelow, imageFolder } from "./helpers/folders.js";
import { batchDocument, runBatch } from "./helpers/run-batch.js";
import { type Result, runCommand } from "./helpers/run-command.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const degrade = (...args: string[]): Promise<Result> => runCommand(folder, "degrade", ...args, "--quiet");

beforeAll(async () => {
  await imageFolder(at("hr"), ["a.png", "sub/b.png", "sub/c.jpg"], 160, 128);
  expect(await degrade("hr", "--random", "--out", "lr")).toEqual({ code: 0, stdout: "", stderr: "" });
}, 120_000);

describe("kernelgan degrade with a folder", () => {
  it("gives each image a kernel of its own", async () => {
    expect(filesBelow(at("lr"))).toEqual([
      "a.png",
      "a_kernel_x2.mat",
      "sub/b.png",
      "sub/b_kernel_x2.mat",
      "sub/c.png",
      "sub/c_kernel_x2.mat",
    ]);
    const kernels = ["a", "sub/b", "sub/c"].map((name) =>
      readFileSync(at("lr", `${name}_kernel_x2.mat`), "base64"),
    );
    expect(new Set(kernels).size).toBe(3);
  });

  it("makes the same of an image whatever others there are, and something else with another seed", async () => {
    const args = ["hr/sub", "hr/a.png", "--random", "--json"];
    const { stdout } = await degrade(...args, "--out", "some");
    const [b, c, a] = JSON.parse(stdout);
    expect([a, b, c].map(({ files }) => files[0])).toEqual(
      ["a", "b", "c"].map((name) => join("some", `${name}.png`)),
    );
    expect(contents(at("some"))["a.png"]).toBe(contents(at("lr"))["a.png"]);
    await degrade("hr/a.png", "--random", "--seed", String(a.seed), "--out", "alone.png");
    expect(readFileSync(at("alone.png"), "base64")).toBe(contents(at("lr"))["a.png"]);
    await degrade("hr/a.png", "--random", "--seed", "1", "--out", "other");
    expect(contents(at("other"))["a.png"]).not.toBe(contents(at("lr"))["a.png"]);
  });

  it("uses a given kernel for all", async () => {
    await degrade("hr", "--kernel", "lr/a_kernel_x2.mat", "--out", "same-kernel");
    const kernel = await readKernel(at("lr", "a_kernel_x2.mat"));
    for (const name of ["a", "sub/b", "sub/c"]) {
      expect(await readKernel(at("same-kernel", `${name}_kernel_x2.mat`))).toEqual(kernel);
    }
  });

  it("goes on after a bad image; existing files are errors", async () => {
    const { code, stderr } = await degrade("hr", "hr/missing.png", "--random", "--out", "lr");
    expect(code).toBe(1);
    expect(stderr.match(/exists already: give --force/g)?.length).toBe(3);
    expect(stderr).toContain("missing.png: there is no such file");
  });

  it("refuses one file for several images", async () => {
    const { code, stderr } = await degrade("hr/a.png", "hr/sub/b.png", "--random", "--out", "one.png");
    expect(code).toBe(1);
    expect(stderr).toContain("--out one.png is one file for 2 images; give a folder");
  });
});

describe("an evaluation", () => {
  it("compares the kernels that are estimated with the true ones", async () => {
    const flags = { out: at("kernels"), formats: ["mat" as const], summary: true, gt: at("lr"), jobs: 2 };
    const { code, mean } = await batchDocument([at("lr")], flags);
    expect(code).toBe(0);
    expect(mean).toMatchObject({
      kernelCorrelation: { count: 3 },
      kernelL1: { count: 3 },
      kernelTraceRatio: { count: 3 },
    });
    expect(mean?.kernelCorrelation?.mean).toBeGreaterThan(0.3);
    expect(mean?.kernelCorrelation?.mean).toBeLessThanOrEqual(1);
  });

  it("compares what is upscaled with the originals, in one table", async () => {
    const flags = { task: "upscale", kernel: at("kernels"), jobs: 2 } as const;
    const folders = { out: at("sr"), hr: at("hr"), gt: at("lr") };
    const { code, stdout, stderr } = await runBatch([at("lr")], { ...flags, ...folders, summary: true });
    expect(code, stderr).toBe(0);
    expect(stdout).toMatch(/PSNR-Y +\d\d\.\d\d +3\n/);
    expect(stdout).toMatch(/Correlation +0\.\d{3} +3\n/);
    const evaluated = await runCommand(
      folder,
      "evaluate",
      "--sr",
      "sr/sub",
      "--hr",
      "hr/sub",
      "--scale",
      "2",
      "--json",
    );
    const [b] = JSON.parse(evaluated.stdout).images;
    const [names, ...rows] = readFileSync(at("sr", "summary.csv"), "utf8").trimEnd().split("\r\n");
    const row = rows.find((line) => line.startsWith("sub/b,"))?.split(",") ?? [];
    expect(Number(row[names.split(",").indexOf("psnr_y")])).toBeCloseTo(b.psnrY, 3);
    expect(Number(row[names.split(",").indexOf("ssim_rgb")])).toBeCloseTo(b.ssimRgb, 4);
  });
});
