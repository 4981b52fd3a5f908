/** `npm run bench:accuracy` as a process. */
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { reframe, toConvention } from "@kernelgan/core";
import { readKernel } from "kernelgan";
import { beforeAll, describe, expect, it } from "vitest";
import { fkpData, KERNEL, photographData, temporaryFolder } from "./data.js";

const PROCESS_MS = 120_000;
const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const PROGRAM = fileURLToPath(new URL("../dist/accuracy.js", import.meta.url));

/** What it prints. */
async function run(...args: string[]): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], { cwd: folder });
  // Where it is no terminal, progress is plain lines.
  expect(stderr).not.toContain("\r");
  expect(stderr).not.toContain("\x1b");
  return stdout;
}

beforeAll(async () => {
  await fkpData(at("fkp"));
  await photographData(at("photographs"));
});

describe("bench:accuracy", { timeout: PROCESS_MS }, () => {
  it("on FKP's test prints two tables of PSNR and one of kernels, and keeps all for other judges", async () => {
    const text = await run("--data", "fkp", "--methods", "spectral", "--images", "a", "--out", "kept");
    expect(text).toMatch(/## Set5_x2, ×2, 1 images, as they are/);
    const titles = text.split("\n").filter((line) => line.startsWith("image "));
    expect(titles.map((line) => line.split(/ +/))).toEqual(
      Array.from({ length: 2 }, () => ["image", "interpolation", "moved", "bicubic", "spectral", "true"]),
    );
    expect(text).toMatch(/trace of the covariance \/ truth's +-?\d+\.\d\d +\d+\.\d\d\n/);

    const results = JSON.parse(readFileSync(at("kept", "Set5_x2", "results.json"), "utf8"));
    expect(Object.keys(results)).toEqual(["a"]);
    const { interpolation, spectral, ...others } = results.a;
    expect(others.true.trace).toBeCloseTo(1, 6);
    expect(others.true.psnr).toBeGreaterThan(interpolation + 1);
    expect(text).toContain(spectral.psnr.toFixed(2));
    // As FKP holds it.
    const kept = await readKernel(at("kept", "Set5_x2", "true", "a.npy"));
    expect(reframe(kept, 9)).toEqual(reframe(toConvention(KERNEL, "fkp", 2), 9));
  });

  it("on photographs prints a table for each kind", async () => {
    const text = await run("--data", "photographs", "--kinds", "box,doubled");
    expect(text).toMatch(/## box, 2 photographs: bicubic kernel \d+\.\d\d dB, interpolation \d+\.\d\d\n/);
    expect(text).toMatch(/\nauto +\d+\.\d\d +[+−]\d+\.\d\d +[+−]\d+\.\d\d +(one|two) +[012] +[+−]\d+\.\d\d/);
    expect(text).toContain("## doubled, 2 photographs");
  });

  it("says in one line what it does not find", async () => {
    const fails = (...args: string[]) => expect(run(...args)).rejects;
    await fails("--data", "gone").toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^gone: name a folder/),
    });
    await fails("--data", "fkp", "--sets", "Set6_x2").toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^fkp: no set Set6_x2; there are Set5_x2; [^\n]*\n$/),
    });
    await fails("--data", "photographs", "--kinds", "foo").toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^unknown kind "foo"; choose among bicubic, [^\n]*\n$/),
    });
    await fails("--data", "fkp", "--images", "z").toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^no images of the names z; there are [^\n]*\n$/),
    });
    await fails().toMatchObject({ code: 2, stderr: expect.stringContaining("--data DIR") });
    await fails("--date", "fkp").toMatchObject({ code: 2, stderr: "Unknown option '--date' (see --help)\n" });
  });

  it("prints the comment at its head as help", async () => {
    const text = await run("--help");
    expect(text).toMatch(
      /^`npm run bench:accuracy -- --data DIR \[[^/]*\n\n[^/]+\(layouts\/\):\n\n- sets of images/,
    );
  });
});
