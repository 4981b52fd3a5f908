/** Folders for copies of files that are elsewhere, in the system's temporary folder. */
import { mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownName, removeOrphans, removeQuietly } from "./process.js";
import { unfinished } from "./unfinished.js";

/** How the names of the folders begin. */
const BEGIN = "kernelgan-";

/** A folder that goes again. */
export interface TemporaryFolder {
  readonly path: string;
  /** Removes it with all that is in it; so does the end of the process by a signal. */
  remove(): void;
}

/** Makes a folder that only this user can read. */
export function temporaryFolder(): TemporaryFolder {
  const path = join(tmpdir(), `${BEGIN}${ownName()}`);
  const finished = unfinished(() => removeQuietly(path));
  mkdirSync(path, { mode: 0o700 });
  return {
    path,
    remove() {
      removeQuietly(path);
      finished();
    },
  };
}

/** Removes the folders of processes that were killed. */
export function removeOldTemporaryFolders(): void {
  removeOrphans(tmpdir(), BEGIN);
}
