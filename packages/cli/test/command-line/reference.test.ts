import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { optionsReference } from "../../src/command-line/reference.js";
import { COMMANDS } from "../../src/commands/index.js";

it("docs/options.md is up to date; if not: npm run docs:options", async () => {
  const page = readFileSync(new URL("../../../../docs/options.md", import.meta.url), "utf8");
  expect(page).toBe(await optionsReference(COMMANDS));
});
