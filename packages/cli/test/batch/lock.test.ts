import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { LOCK, lockFolder } from "../../src/batch/lock.js";
import { PROCESS_MS } from "../helpers/limits.js";

const folder = temporaryFolder();
const fresh = (): string => mkdtempSync(join(folder, "out-"));
/** The number of a process that has ended. */
const endedPid = (): number =>
  Number(execFileSync(process.execPath, ["-p", "process.pid"], { encoding: "utf8" }));

describe("lockFolder", { timeout: PROCESS_MS }, () => {
  it("locks until it is unlocked, and leaves nothing", () => {
    const out = fresh();
    const unlock = lockFolder(out);
    expect(JSON.parse(readFileSync(join(out, LOCK), "utf8"))).toMatchObject({
      pid: process.pid,
      host: hostname(),
    });
    unlock();
    expect(readdirSync(out)).toEqual([]);
    lockFolder(out)();
  });

  it("is refused while another process works there", async () => {
    const out = fresh();
    const module = new URL("../../dist/batch/lock.js", import.meta.url).href;
    const script = `const { lockFolder } = await import(${JSON.stringify(module)}); lockFolder(${JSON.stringify(out)}); console.log("locked"); setInterval(() => {}, 1e6)`;
    const holder = spawn(process.execPath, ["--input-type=module", "-e", script]);
    await once(holder.stdout, "data");
    expect(() => lockFolder(out)).toThrow(`process ${holder.pid} is at work in ${out}`);
    holder.kill("SIGKILL");
    await once(holder, "close");
    lockFolder(out)();
  });

  it("is refused while this process works there, by whatever path, and stays locked", () => {
    const out = fresh();
    const link = `${out}-link`;
    symlinkSync(out, link);
    const unlock = lockFolder(out);
    for (const path of [out, link]) {
      expect(() => lockFolder(path)).toThrow(`process ${process.pid} is at work in ${path}`);
    }
    expect(readdirSync(out)).toEqual([LOCK]);
    unlock();
    expect(readdirSync(out)).toEqual([]);
    lockFolder(link)();
  });

  it.each([
    ["that has ended", () => ({ host: hostname(), pid: endedPid() })],
    ["whose number another one has now", () => ({ host: hostname(), pid: process.ppid, started: "before" })],
  ])("takes over the lock of a process %s", (_, lock) => {
    const out = fresh();
    writeFileSync(join(out, LOCK), JSON.stringify(lock()));
    const unlock = lockFolder(out);
    expect(JSON.parse(readFileSync(join(out, LOCK), "utf8"))).toMatchObject({ pid: process.pid });
    unlock();
    expect(readdirSync(out)).toEqual([]);
  });

  it("respects the lock of another machine, and a file that is no lock", () => {
    const out = fresh();
    writeFileSync(join(out, LOCK), JSON.stringify({ host: "elsewhere", pid: 1 }));
    expect(() => lockFolder(out)).toThrow(
      `process 1 on elsewhere (if it is not running any more, delete ${join(out, LOCK)})`,
    );
  });

  it.each([
    ["text", (path: string) => writeFileSync(path, "mine")],
    ["null", (path: string) => writeFileSync(path, "null")],
    ["another's JSON", (path: string) => writeFileSync(path, '{"pid":"1"}')],
    ["no end", (path: string) => symlinkSync("/dev/zero", path)],
    ["a folder", (path: string) => mkdirSync(path)],
    ["a link to nothing", (path: string) => symlinkSync("nowhere", path)],
  ])("respects a file that is no lock: %s", (_, make) => {
    const out = fresh();
    make(join(out, LOCK));
    expect(() => lockFolder(out)).toThrow("is not a lock of this program; delete it");
    expect(readdirSync(out)).toEqual([LOCK]);
  });
});
