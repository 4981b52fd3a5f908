import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { isOrphan, isOwn, nameOf, ownName, removeOrphans } from "../../src/files/process.js";

const folder = temporaryFolder();
const dead = spawnSync(process.execPath, ["-p", "1"]).pid;

describe("names that say whose a thing is", () => {
  it("are never the same", () => {
    expect(new Set(Array.from({ length: 100 }, ownName)).size).toBe(100);
  });

  it.each([
    ["this process", ownName(), false],
    ["another that runs", nameOf(process.ppid), false],
    ["one that has ended", nameOf(dead), true],
    ["one that has ended, with another begin", `.kernelgan-${nameOf(dead)}.tmp`, true],
    [
      "one whose number another one has now",
      nameOf(process.ppid).replace(/-[0-9a-f]{8}-/, "-00000000-"),
      true,
    ],
    ["another machine", nameOf(dead).replace(hostname(), "elsewhere"), false],
    ["nobody", "photo-1-2.png", false],
  ])("%s", (_, name, orphan) => {
    expect(isOrphan(name)).toBe(orphan);
  });

  it("tell this process from others", () => {
    expect(isOwn(ownName())).toBe(true);
    expect(isOwn(nameOf(process.ppid))).toBe(false);
  });
});

it("removeOrphans removes what the dead have left, files and folders, and nothing else", () => {
  const names = [`kernelgan-${nameOf(dead)}`, `kernelgan-${ownName()}`, `other-${nameOf(dead)}`];
  for (const name of names) mkdirSync(join(folder, name, "deep"), { recursive: true });
  writeFileSync(join(folder, `kernelgan-${nameOf(dead)}.tmp`), "");
  removeOrphans(folder, "kernelgan-");
  expect(readdirSync(folder).sort()).toEqual([names[1], names[2]].sort());
  removeOrphans(join(folder, "missing"), "kernelgan-");
});
