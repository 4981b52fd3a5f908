import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder as testFolder } from "@kernelgan/testing/temporary-folder";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { nameOf } from "../../src/files/process.js";
import { removeOldTemporaryFolders, temporaryFolder } from "../../src/files/temporary-folder.js";
import { cleanUpAll } from "../../src/files/unfinished.js";

const system = testFolder();

beforeEach(() => vi.stubEnv("TMPDIR", system));
afterEach(() => {
  vi.unstubAllEnvs();
});

describe.skipIf(process.platform === "win32")("a temporary folder", () => {
  it("belongs to this user alone, and goes again", () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder.path, "copy.png"), "content");
    expect(statSync(folder.path).mode & 0o777).toBe(0o700);
    expect(readdirSync(system)).toHaveLength(1);
    folder.remove();
    expect(readdirSync(system)).toEqual([]);
  });

  it("goes when a signal ends the process", () => {
    const { path } = temporaryFolder();
    cleanUpAll();
    expect(existsSync(path)).toBe(false);
  });

  it("of a process that was killed goes when another looks", () => {
    const { pid } = spawnSync("true");
    const left = join(system, `kernelgan-${nameOf(pid)}`);
    mkdirSync(left);
    writeFileSync(join(left, "copy.png"), "content");
    mkdirSync(join(system, "kernelgan-of-somebody-else"));
    const own = temporaryFolder();
    removeOldTemporaryFolders();
    expect(existsSync(left)).toBe(false);
    expect(existsSync(own.path)).toBe(true);
    expect(existsSync(join(system, "kernelgan-of-somebody-else"))).toBe(true);
    own.remove();
  });
});
