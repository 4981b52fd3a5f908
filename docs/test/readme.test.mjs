/** The README. What it says is followed by `npm run smoke`, which installs the packages, as the guides are. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { blocksOf, REPOSITORY } from "../build/blocks.mjs";

it("the README is short, and leaves nothing out that is not run without saying why", () => {
  expect(
    readFileSync(join(REPOSITORY, "README.md"), "utf8").trimEnd().split("\n").length,
  ).toBeLessThanOrEqual(130);
  expect(blocksOf("README.md").filter(({ notRun }) => notRun !== undefined)).toEqual([]);
});
