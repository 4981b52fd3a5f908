/** The README's lines, as pasted, in order, twice. The guides' are run by `npm run smoke`, which installs the packages. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { expect, it } from "vitest";
import { blocksOf, follow, makeClone, REPOSITORY } from "../build/blocks.mjs";

const folder = temporaryFolder();

it("what the README says works, twice", () => {
  const clone = makeClone(folder);
  const said = follow("README.md", clone, 2);
  for (const file of [
    "upscaled/photo_x2.html",
    "kernels/photo_kernel_x2.mat",
    "results/summary.html",
    "enlarged.webp",
  ])
    expect(existsSync(join(clone, file)), file).toBe(true);
  // Bicubic interpolation, then the result.
  const [before, after] = [...said.matchAll(/_x2\.png +(\d+\.\d+)/g)].map(([, decibels]) => Number(decibels));
  expect(after).toBeGreaterThan(before + 2);
}, 600_000);

it("the README is short, and leaves nothing out that is not run without saying why", () => {
  expect(
    readFileSync(join(REPOSITORY, "README.md"), "utf8").trimEnd().split("\n").length,
  ).toBeLessThanOrEqual(130);
  expect(blocksOf("README.md").filter(({ notRun }) => notRun !== undefined)).toEqual([]);
});
