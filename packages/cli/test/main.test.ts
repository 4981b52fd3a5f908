/** The program as a process: what it prints without work to do, and how it ends. */
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { afterEach, describe, expect, it, vi } from "vitest";
import { version } from "../src/version.js";
import { PROCESS_MS } from "./helpers/limits.js";
import { expectOneLine } from "./helpers/one-line.js";
import { runCommand, withoutPackage } from "./helpers/run-command.js";

const folder = temporaryFolder();

describe("kernelgan", { timeout: PROCESS_MS }, () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it.each([
    [["--version"], `${version}\n`],
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
      'kernelgan: --scale must be one of 2, 3, 4, 8, got "5" (see kernelgan help estimate)',
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
});
