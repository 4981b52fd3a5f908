/** The program as a process: what it prints without work to do, and how it ends. */
import { execFileSync, spawn } from "node:child_process";
import { closeSync, existsSync, openSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { countingKernel } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterEach, describe, expect, it, vi } from "vitest";
import { writeKernel } from "../src/kernel-files/formats.js";
import { version } from "../src/version.js";
import { PROCESS_MS } from "./helpers/limits.js";
import { expectOneLine } from "./helpers/one-line.js";
import { BIN, runCommand, withoutPackage } from "./helpers/run-command.js";
import { runHere } from "./helpers/run-here.js";

const folder = temporaryFolder();
const here = runHere(folder);

describe("kernelgan", { timeout: PROCESS_MS }, () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    [["--version"], `${version}\n`],
    [["-v"], `${version}\n`],
    [["--help"], "compare-kernels"],
    [["estimate", "--help"], "--kernel-size"],
    [["help", "batch"], "--zssr-iterations"],
  ])("%j: does not load sharp, which takes a third of a second", async (args, text) => {
    vi.stubEnv("NODE_OPTIONS", withoutPackage("sharp"));
    const { code, stdout, stderr } = await runCommand(folder, ...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(text);
  });

  it("without a command shows its help, exit code 2", async () => {
    const { code, stdout, stderr } = await runCommand(folder);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain("Usage: kernelgan");
  });

  it("wrong usage: one line that names the help, exit code 2", async () => {
    const wrong = await runCommand(folder, "estimate", "photo.png", "--scale", "5");
    expect(wrong.code).toBe(2);
    expectOneLine(
      wrong,
      'kernelgan: --scale must be one of 1, 2, 3, 4, 8, got "5" (see kernelgan help estimate)',
    );
    const unknown = await runCommand(folder, "enlarge");
    expect(unknown.code).toBe(2);
    expectOneLine(unknown, "kernelgan: unknown command 'enlarge' (see kernelgan --help)");
  });

  it("what fails: one line, exit code 1", async () => {
    const { code, ...output } = await runCommand(folder, "compare-kernels", "a.mat", "b.mat");
    expect(code).toBe(1);
    expectOneLine({ code, ...output }, "kernelgan: a.mat: there is no such file");
  });

  it.runIf(existsSync("/dev/full"))("results that cannot be printed are a failure", async () => {
    await writeKernel(join(folder, "k.mat"), countingKernel(9));
    const full = openSync("/dev/full", "w");
    const [status, stderr] = await new Promise<[number | null, string]>((resolve) => {
      const child = spawn(process.execPath, [BIN, "compare-kernels", "k.mat", "k.mat"], {
        cwd: folder,
        stdio: ["ignore", full, "pipe"],
      });
      let said = "";
      child.stderr?.on("data", (chunk) => {
        said += chunk;
      });
      child.on("close", (code) => resolve([code, said]));
    });
    closeSync(full);
    expect([status, stderr]).toEqual([1, "kernelgan: cannot write to standard output: the disk is full\n"]);
  });

  it("names from outside do not reach the terminal as they are", async () => {
    const { stderr } = await runCommand(folder, "compare-kernels", "\u001b[31mred.mat", "b.mat");
    expect(stderr).toBe("kernelgan: \\x1b[31mred.mat: there is no such file; check the path\n");
  });

  it.each([
    ["a pipe", (path: string) => execFileSync("mkfifo", [path]), "this is a pipe, not a file"],
    ["a device", (path: string) => symlinkSync("/dev/zero", path), "this is a device, not a file"],
    ["a link to itself", (path: string) => symlinkSync(path, path), "its links lead in a circle"],
  ])("%s is no file to any command", async (what, make, reason) => {
    const name = `${what}.mat`;
    make(join(folder, name));
    const commands = [
      ["estimate", name],
      ["upscale", name],
      ["upscale", "b.png", "--kernel", name],
      ["degrade", name, "--random", "--out", "low"],
      ["degrade", "b.png", "--kernel", name, "--out", "low"],
      ["compare-kernels", name, name],
      ["evaluate", "--sr", name, "--hr", name],
      ["batch", "--list", name, "--out", "many"],
    ];
    for (const args of commands) {
      const result = await here(...args);
      expect(result.code, args.join(" ")).toBe(1);
      expectOneLine(result, "kernelgan: ");
      expect(result.stderr).toContain(`${name}: ${reason}`);
    }
  });
});
