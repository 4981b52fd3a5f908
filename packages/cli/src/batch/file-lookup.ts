/** What a file holds, by its size and hash, and whether it is still the same: wherever the file lies. */
import { createHash } from "node:crypto";
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { readPieces } from "../files/read-file.js";
import type { FileState } from "./job-result.js";

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
  const state = (path: string): Promise<FileState | null> => fileState(at(path)).catch(() => null);
  return {
    bytes,
    state,
    async holds(path, expected) {
      // A file is read only if its size is right.
      if (expected && (await bytes(path)) !== expected.bytes) return false;
      return expected?.sha256 === (await state(path))?.sha256;
    },
  };
}

/** The state that a file with this content has. */
export function contentState(content: Uint8Array): FileState {
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}

/**
 * The state of a file, which is read piece by piece.
 *
 * @throws KernelGanError `invalid-input` if it cannot be read. The message starts with the path.
 */
export async function fileState(path: string): Promise<FileState> {
  const hash = createHash("sha256");
  let bytes = 0;
  await readPieces(path, {}, (piece) => {
    hash.update(piece);
    bytes += piece.length;
  });
  return { bytes, sha256: hash.digest("hex") };
}
