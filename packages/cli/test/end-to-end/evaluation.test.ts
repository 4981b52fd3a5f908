/**
 * A whole evaluation as in docs/guides/researcher.md: test cases are made, estimated, upscaled, and compared in one
 * table.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { imageFolder } from "../helpers/folders.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { batchDocument, runBatch } from "../helpers/run-batch.js";
import { runCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);

beforeAll(async () => {
  await imageFolder(at("hr"), ["a.png", "sub/b.png", "sub/c.jpg"], 160, 128);
  const { code, stderr } = await runCommand(folder, "degrade", "hr", "--random", "--out", "lr");
  expect(code, stderr).toBe(0);
}, PROCESS_MS);

describe("an evaluation", { timeout: TRAINING_MS }, () => {
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
    expect(stderr).not.toContain("of the name of");
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
    expect(Number(row[names!.split(",").indexOf("psnr_y")])).toBeCloseTo(b.psnrY, 3);
    expect(Number(row[names!.split(",").indexOf("ssim_rgb")])).toBeCloseTo(b.ssimRgb, 4);
  });

  it("says which images have no counterpart", async () => {
    const folders = { out: at("kernels"), gt: at("lr", "sub") };
    const { code, stderr } = await runBatch([at("lr")], {
      ...folders,
      formats: ["mat" as const],
      summary: true,
    });
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: expect.stringContaining(
        `warning: ${at("lr", "sub")}: no kernel of the name of 3 of 3 images: a, sub/b, sub/c`,
      ),
    });
  });
});
