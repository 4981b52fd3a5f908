/** A folder for the files of one test file, removed at the end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";

/** Makes the folder; call at the top of a test file. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "kernelgan-test-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
