/** Runtimes that have the globals of browsers' workers everywhere, as Bun does. (Bun itself is no dependency.) */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { afterEach, describe, expect, it, vi } from "vitest";
import { PROCESS_MS } from "../helpers/limits.js";
import { runCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();

const LIKE_BUN = `--import data:text/javascript,${encodeURIComponent(
  "Object.assign(globalThis, { self: globalThis, postMessage() {}, addEventListener() {} })",
)}`;

describe("as under Bun", { timeout: PROCESS_MS }, () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    ["a thread", ["upscale", "a.png", "--kernel", "bicubic", "--out", "thread"], "thread/a_x2.png"],
    [
      "a process",
      [
        "upscale",
        "a.png",
        "--kernel",
        "bicubic",
        "--method",
        "zssr",
        "--zssr-iterations",
        "2",
        "--out",
        "process",
      ],
      "process/a_x2.png",
    ],
    [
      "a pool",
      ["batch", "a.png", "--task", "upscale", "--kernel", "bicubic", "--out", "pool"],
      "pool/a_x2.png",
    ],
  ])("the answer of %s arrives", async (_, args, file) => {
    const create = {
      width: 48,
      height: 40,
      channels: 3,
      noise: { type: "gaussian", mean: 128, sigma: 30 },
    } as const;
    await sharp({ create: { ...create, background: "gray" } })
      .png()
      .toFile(join(folder, "a.png"));
    vi.stubEnv("NODE_OPTIONS", LIKE_BUN);
    expect(await runCommand(folder, ...args)).toMatchObject({ code: 0 });
    expect(existsSync(join(folder, file))).toBe(true);
  });
});
