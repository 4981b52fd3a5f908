/**
 * Suites and tests that need a program. Where it is missing they are skipped, and their titles say why; with CI set in the
 * environment they fail instead, so that a green run there has tested everything.
 */
import { describe, it } from "vitest";
import type { Program } from "./program.js";

/**
 * `describe`, if the program is there.
 *
 * @param timeout of each test, in milliseconds; default vitest's
 */
export function describeWith(program: Program, title: string, tests: () => void, timeout?: number): void {
  if (program.path !== undefined) describe(title, timeout === undefined ? {} : { timeout }, tests);
  else if (process.env.CI) it(title, () => fail(program));
  else describe.skip(skippedTitle(title, program), tests);
}

/**
 * `it`, if the program is there.
 *
 * @param timeout in milliseconds; default vitest's
 */
export function itWith(program: Program, title: string, test: () => Promise<void>, timeout?: number): void {
  if (program.path !== undefined) it(title, test, timeout);
  else if (process.env.CI) it(title, () => fail(program));
  else it.skip(skippedTitle(title, program), test);
}

function fail({ name, hint }: Program): never {
  throw new Error(`${name} is missing, which this needs: ${hint}`);
}

function skippedTitle(title: string, { name, hint }: Program): string {
  const reason = `skipped, ${name} is missing: ${hint}`;
  console.warn(`${title}: ${reason}`);
  return `${title} (${reason})`;
}
