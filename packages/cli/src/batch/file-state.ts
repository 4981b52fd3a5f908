/** What a file holds, told by its size and hash: whether it is still the same. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { KernelGanError } from "@kernelgan/core";
import { fileReason } from "../files/in-file.js";
import type { FileState } from "./job.js";

/**
 * The state of a file, which is read piece by piece.
 *
 * @throws KernelGanError `invalid-input` if it cannot be read. The message starts with the path.
 */
export async function fileState(path: string): Promise<FileState> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const piece of createReadStream(path, { highWaterMark: 1 << 20 })) {
      hash.update(piece as Buffer);
      bytes += (piece as Buffer).length;
    }
  } catch (error) {
    throw new KernelGanError("invalid-input", `${path}: ${fileReason(error)}; check the path`, {
      cause: error,
    });
  }
  return { bytes, sha256: hash.digest("hex") };
}

/** The state that a file with this content has. */
export function contentState(content: Uint8Array): FileState {
  return { bytes: content.length, sha256: createHash("sha256").update(content).digest("hex") };
}

/** The state of a file, or null if it cannot be read. */
export function stateNow(path: string): Promise<FileState | null> {
  return fileState(path).catch(() => null);
}
