/**
 * The README's estimate, and whole trainings of the published method: the sample photograph's kernel against the true
 * one.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { expect, it } from "vitest";
import type { EstimateRecord } from "../../src/commands/estimate.js";
import { compareKernels } from "../../src/index.js";
import { readKernel } from "../../src/kernel-files/formats.js";
import { TRAINING_MS } from "../helpers/limits.js";
import { runCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();
const sample = (name: string): string =>
  fileURLToPath(new URL(`../../../../docs/sample/${name}`, import.meta.url));

it.each([
  ["auto", 0.97, 0.85, []],
  // One of the runs that there are by default, and a whole one: it reaches the same bars. A second thread would cost as
  // much again, and hardly help.
  ["kernelgan", 0.94, 0.7, ["--no-fallback", "--runs", "1", "--threads", "1"]],
])(
  "%s finds the sample's kernel",
  async (method, leastCorrelation, leastSize, flags) => {
    const args = ["--method", method, "--out", method, "--quiet", "--json", ...flags];
    const result = await runCommand(folder, "estimate", sample("photo.png"), ...args);
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const [record] = JSON.parse(result.stdout) as [EstimateRecord];
    expect(record).toMatchObject({ method, warnings: [] });
    const estimate = await readKernel(join(folder, method, "photo_kernel_x2.mat"));
    const truth = await readKernel(sample("photo_true_kernel_x2.mat"));
    // The bicubic kernel correlates 0.89 with the truth.
    const { correlation, traceRatio } = compareKernels(estimate, truth, 2);
    expect(correlation).toBeGreaterThan(leastCorrelation);
    expect(traceRatio).toBeGreaterThan(leastSize);
  },
  TRAINING_MS,
);
