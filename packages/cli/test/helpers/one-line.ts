/** What a command says when it fails. */
import { expect } from "vitest";
import type { Result } from "./run-command.js";

/** One line on stderr that begins like this, nothing on stdout. */
export function expectOneLine({ stdout, stderr }: Result, start: string): void {
  expect(stderr).toMatch(/^[^\n]+\n$/);
  expect(stderr.startsWith(start), stderr).toBe(true);
  expect(stdout).toBe("");
}
