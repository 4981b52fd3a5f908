/**
 * Suites and tests that need a program. Where it is missing they are skipped, and their titles say why; with CI set in
 * the environment they fail instead, so that a green run there has tested everything.
 */
import { describe, it } from "vitest";
import type { Program } from "./program.js";

/** What is done with tests that need the program. */
export function modeOf({ path }: Program, ci = process.env.CI): "run" | "skip" | "fail" {
  if (path !== undefined) return "run";
  return ci ? "fail" : "skip";
}

/**
 * `describe`, if the program is there.
 *
 * @param timeout of each test, in milliseconds; default vitest's
 */
export function describeWith(program: Program, title: string, tests: () => void, timeout?: number): void {
  const mode = modeOf(program);
  if (mode === "run") describe(title, timeout === undefined ? {} : { timeout }, tests);
  else if (mode === "fail") it(title, () => fail(program));
  else describe.skip(skippedTitle(title, program), tests);
}

/**
 * `it`, if the program is there.
 *
 * @param timeout in milliseconds; default vitest's
 */
export function itWith(program: Program, title: string, test: () => Promise<void>, timeout?: number): void {
  const mode = modeOf(program);
  if (mode === "run") it(title, test, timeout);
  else if (mode === "fail") it(title, () => fail(program));
  else it.skip(skippedTitle(title, program), test);
}

function fail({ name, hint }: Program): never {
  throw new Error(`${name} is missing, which these tests need: ${hint}`);
}

function skippedTitle(title: string, { name, hint }: Program): string {
  const reason = `skipped, ${name} is missing: ${hint}`;
  console.warn(`${title}: ${reason}`);
  return `${title} (${reason})`;
}
