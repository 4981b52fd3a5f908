import { join } from "node:path";
import { KernelGanError } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { withQueuePackage } from "../../src/batch/queue-package.js";
import { filesBelow, imageFolder } from "../helpers/folders.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { type Result, runCommand, withoutPackage } from "../helpers/run-command.js";

const folder = temporaryFolder();
const QUICK = ["--method", "spectral", "--formats", "mat"];

beforeAll(() => imageFolder(join(folder, "images"), ["a.png"]), PROCESS_MS);

/** Runs the command where the package is not installed. */
async function runWithout(...args: string[]): Promise<Result> {
  vi.stubEnv("NODE_OPTIONS", withoutPackage("@kernelgan/queue"));
  try {
    return await runCommand(folder, ...args);
  } finally {
    vi.unstubAllEnvs();
  }
}

describe("without @kernelgan/queue", { timeout: PROCESS_MS }, () => {
  it("a local batch works", async () => {
    const { code, stderr } = await runWithout("batch", "images", "--out", "results", ...QUICK);
    expect(code, stderr).toBe(0);
    expect(filesBelow(join(folder, "results"))).toContain("a_kernel_x2.mat");
  });

  it.each([
    ["worker", "--queue", "redis://localhost"],
    ["batch", "images", "--out", "queued", "--queue", "redis://localhost"],
    ["batch", "images", "--out", "s3://results/run"],
  ])("%s %s %s … says how to install it", async (...args) => {
    const { code, stderr } = await runWithout(...args);
    expect(code).toBe(1);
    expect(stderr).toContain("need a package that is not installed: npm install @kernelgan/queue\n");
  });
});

describe("withQueuePackage", { timeout: PROCESS_MS }, () => {
  it("throws the library's own error", async () => {
    const missing = Object.assign(new Error("Cannot find package '@kernelgan/queue' imported from x"), {
      code: "ERR_MODULE_NOT_FOUND",
    });
    const error = await withQueuePackage(() => Promise.reject(missing)).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(KernelGanError);
    expect(error).toMatchObject({ code: "not-installed", cause: missing });
  });

  it("leaves other errors as they are", async () => {
    const error = Object.assign(new Error("Cannot find package 'bullmq' imported from x"), {
      code: "ERR_MODULE_NOT_FOUND",
    });
    await expect(withQueuePackage(() => Promise.reject(error))).rejects.toBe(error);
  });
});
