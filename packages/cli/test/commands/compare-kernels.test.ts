import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { countingKernel } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { writeKernel } from "../../src/kernel-files/formats.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { expectOneLine } from "../helpers/one-line.js";
import { type Result, runCommand } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const here = runHere(folder);
const run = (...args: string[]): Promise<Result> => here("compare-kernels", ...args);

describe("kernelgan compare-kernels", { timeout: PROCESS_MS }, () => {
  beforeAll(async () => {
    for (const name of ["a_x2.mat", "b_x2.json", "b_x2.png", "c_x3.mat"]) {
      await writeKernel(join(folder, name), countingKernel(11));
    }
    writeFileSync(join(folder, "text.png"), "not a kernel");
  }, PROCESS_MS);

  it("prints a table, or JSON", async () => {
    const result = await runCommand(folder, "compare-kernels", "a_x2.mat", "b_x2.json");
    expect(result.code).toBe(0);
    // Its weights count up: the centre of mass is not where that of a kernel is.
    expect(result.stderr).toMatch(
      /^kernelgan: warning: a_x2\.mat: the kernel's centre .* --convention-a says whose$/m,
    );
    expect(result.stdout).toMatch(/size +11×11 +11×11/);
    expect(result.stdout).toMatch(/correlation +1\.0000/);
    const json = await run("a_x2.mat", "b_x2.png", "--json");
    expect(JSON.parse(json.stdout)).toMatchObject({
      a: "a_x2.mat",
      scale: 2,
      traceRatio: 1,
      psnr: null,
    });
  });

  it("says what is unusual about a kernel", async () => {
    const { size, data } = countingKernel(11);
    writeFileSync(
      join(folder, "unscaled.json"),
      JSON.stringify(
        Array.from({ length: size }, (_, y) => [...data.slice(size * y, size * (y + 1))].map((v) => 255 * v)),
      ),
    );
    const result = await run("unscaled.json", "b_x2.png");
    expect(result.code).toBe(0);
    expect(result.stderr).toContain(
      "kernelgan: warning: unscaled.json: the kernel's weights sum to 255, not 1",
    );
    const json = JSON.parse((await run("unscaled.json", "b_x2.png", "--json")).stdout);
    expect(json.warnings).toContainEqual({
      code: "kernel-sum",
      message: expect.stringContaining("the kernel's weights sum to 255"),
    });
  });

  it("asks for the scale where the kernels have different ones", async () => {
    const result = await run("a_x2.mat", "c_x3.mat");
    expect(result.code).toBe(2);
    expectOneLine(result, "kernelgan: a_x2.mat is a ×2 kernel and c_x3.mat a ×3 one");
    expect((await run("a_x2.mat", "c_x3.mat", "--scale", "2")).code).toBe(0);
  });

  it("names a file that is no kernel", async () => {
    const result = await run("a_x2.mat", "text.png");
    expect(result.code).toBe(1);
    expectOneLine(result, "kernelgan: text.png: is not a kernel file");
  });
});
