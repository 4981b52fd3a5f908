/** Whether files are as they were, wherever they lie. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { stateNow } from "./file-state.js";
import type { FileState } from "./job.js";

/** Looks at files. */
export interface FileLookup {
  /** Size; undefined if the file cannot be read. */
  bytes(path: string): Promise<number | undefined>;
  /** What it holds; null if it cannot be read. */
  state(path: string): Promise<FileState | null>;
  /** Whether the file is in that state; null stands for one that cannot be read. */
  holds(path: string, state: FileState | null): Promise<boolean>;
}

/** Looks at files of this machine, below a folder if one is given. */
export function localFiles(folder = ""): FileLookup {
  const at = (path: string): string => join(folder, path);
  const bytes = (path: string): Promise<number | undefined> =>
    stat(at(path)).then(
      ({ size }) => size,
      () => undefined,
    );
  return {
    bytes,
    state: (path) => stateNow(at(path)),
    async holds(path, state) {
      // A file is read only if its size is right.
      if (state && (await bytes(path)) !== state.bytes) return false;
      return state?.sha256 === (await stateNow(at(path)))?.sha256;
    },
  };
}
