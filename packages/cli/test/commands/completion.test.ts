import { execFileSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { describe, expect, it } from "vitest";
import { completions } from "../../src/command-line/completion.js";
import { COMMANDS } from "../../src/commands/index.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { expectOneLine } from "../helpers/one-line.js";
import { BIN, runCommand } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const here = runHere(folder);

const words = async (...line: string[]): Promise<string[]> =>
  (await completions(COMMANDS, line)).map(({ word }) => word);

describe("what a word could become", () => {
  it("commands, also after help", async () => {
    expect(await words("")).toEqual(expect.arrayContaining(["upscale", "doctor", "help", "--help"]));
    expect(await words("up")).toEqual(["upscale"]);
    expect(await words("help", "es")).toEqual(["estimate"]);
  });

  it("options of the command, as it spells them", async () => {
    expect(await words("upscale", "photo.png", "--no")).toEqual([
      "--noise",
      "--noise-scale",
      "--no-fallback",
    ]);
    expect(await words("evaluate", "--no")).toEqual([]);
  });

  it("values of an option or an argument that has few", async () => {
    expect(await words("upscale", "--method", "")).toEqual(["fast", "zssr"]);
    expect(await words("estimate", "--formats", "m")).toEqual(["mat"]);
    expect(await words("completion", "z")).toEqual(["zsh"]);
  });

  it("nothing where shells know better, or nobody does", async () => {
    expect(await words("upscale", "pho")).toEqual([]);
    expect(await words("upscale", "--out", "--")).toEqual([]);
    expect(await words("upscale", "--seed", "")).toEqual([]);
    expect(await words("enlarge", "--")).toEqual([]);
  });
});

describe("kernelgan completion", { timeout: PROCESS_MS }, () => {
  it.runIf(existsSync("/bin/bash"))("completes in bash", async () => {
    const script = `
      kernelgan() { "${process.execPath}" "${BIN}" "$@"; }
      source <(kernelgan completion bash)
      COMP_WORDS=(kernelgan upscale --method ""); COMP_CWORD=3
      _kernelgan
      printf '%s\\n' "\${COMPREPLY[@]}"`;
    expect(execFileSync("/bin/bash", ["-c", script], { cwd: folder, encoding: "utf8" })).toBe("fast\nzssr\n");
  });

  const find = (shell: string): boolean =>
    (process.env.PATH ?? "").split(delimiter).some((path) => existsSync(`${path}/${shell}`));

  it.each(["bash", "zsh", "fish"])("%s: prints a script that the shell reads", async (shell) => {
    const { code, stdout, stderr } = await here("completion", shell);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toContain(`kernelgan completion ${shell} -- `);
    const file = join(folder, shell);
    writeFileSync(file, stdout);
    if (find(shell)) execFileSync(shell, ["-n", file]);
  });

  it("says what a candidate means, as the shell wants it", async () => {
    const fish = await here("completion", "fish", "--", "upscale", "--report");
    expect(fish.stdout).toMatch(/^--report\twrite DIR\/NAME_xSCALE.html/);
    const zsh = await here("completion", "zsh", "--", "upscale", "--report");
    expect(zsh.stdout).toMatch(/^--report:write DIR\/NAME_xSCALE.html/);
  });

  it("refuses another shell", async () => {
    const result = await runCommand(folder, "completion", "cmd");
    expect(result.code).toBe(2);
    expectOneLine(result, 'kernelgan: the shell must be one of bash, zsh, fish, got "cmd"');
  });
});
