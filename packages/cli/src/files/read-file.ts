/**
 * The one place that opens what users name. Only regular files are opened: a pipe, a terminal or a device may have no
 * end, or never begin. Opening does not wait (`O_NONBLOCK`), what was opened is looked at again, and no more is read
 * than is allowed, whatever the file's size says.
 */
import { closeSync, constants, fstatSync, openSync, readSync, type Stats, statSync } from "node:fs";
import { type FileHandle, open, stat } from "node:fs/promises";
import { KernelGanError } from "@kernelgan/core";
import { shown, throwIfAborted } from "@kernelgan/core/internal";
import { fileError } from "../errors/file-error.js";
import { brokenOff, cannotRead } from "../errors/in-file.js";

/** How to read. */
export interface ReadOptions {
  /** The largest number of bytes to accept; default: any. */
  maxBytes?: number | undefined;
  /** Stops reading. */
  signal?: AbortSignal | undefined;
}

const FLAGS = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const PIECE = 1 << 20;

/**
 * Opens a regular file and hands it to `use`; closes it afterwards.
 *
 * @throws KernelGanError `invalid-input` if it cannot be read, is none, or is larger than `maxBytes`. The message
 *   starts with the path.
 */
export async function withFile<T>(
  path: string,
  { maxBytes = Number.POSITIVE_INFINITY }: ReadOptions,
  use: (file: FileHandle, stats: Stats) => Promise<T>,
): Promise<T> {
  let file: FileHandle | undefined;
  try {
    let stats: Stats;
    try {
      // Looked at before it is opened, too: opening a device can change it.
      checkRegular(path, await stat(path));
      file = await open(path, FLAGS);
      stats = await file.stat();
    } catch (error) {
      throw error instanceof KernelGanError ? error : cannotRead(path, error);
    }
    checkRegular(path, stats);
    checkBytes(path, stats.size, maxBytes);
    return await use(file, stats);
  } finally {
    await file?.close();
  }
}

/**
 * The pieces of a regular file, one after the other.
 *
 * @throws KernelGanError as {@link withFile}; `aborted`
 */
export function readPieces(
  path: string,
  options: ReadOptions,
  use: (piece: Uint8Array) => void,
): Promise<void> {
  return withFile(path, options, async (file) => {
    let bytes = 0;
    for (;;) {
      throwIfAborted(options.signal);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(PIECE), 0, PIECE).catch((error) => {
        throw cannotRead(path, error);
      });
      if (bytesRead === 0) return;
      bytes += bytesRead;
      checkBytes(path, bytes, options.maxBytes);
      use(buffer.subarray(0, bytesRead));
    }
  });
}

/**
 * The content of a regular file.
 *
 * @throws KernelGanError as {@link withFile}; `aborted`
 */
export async function readBytes(path: string, options: ReadOptions = {}): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  await readPieces(path, options, (piece) => pieces.push(piece));
  return Buffer.concat(pieces);
}

/**
 * The first bytes of a regular file, at most `length`.
 *
 * @throws KernelGanError as {@link withFile}
 */
export function readStart(path: string, length: number): Promise<Buffer> {
  return withFile(path, {}, async (file) => {
    const { bytesRead, buffer } = await file.read(Buffer.alloc(length), 0, length, 0).catch((error) => {
      throw cannotRead(path, error);
    });
    return buffer.subarray(0, bytesRead);
  });
}

/**
 * The content of a small regular file, at once. For where nothing may happen in between.
 *
 * @throws KernelGanError as {@link withFile}
 */
export function readTextSync(path: string, maxBytes: number): string {
  let file: number | undefined;
  try {
    checkRegular(path, statSync(path));
    file = openSync(path, FLAGS);
    checkRegular(path, fstatSync(file));
    const pieces: Uint8Array[] = [];
    let bytes = 0;
    for (;;) {
      const piece = Buffer.allocUnsafe(Math.min(PIECE, maxBytes + 1));
      const read = readSync(file, piece);
      if (read === 0) return Buffer.concat(pieces).toString("utf8");
      bytes += read;
      checkBytes(path, bytes, maxBytes);
      pieces.push(piece.subarray(0, read));
    }
  } catch (error) {
    throw error instanceof KernelGanError ? error : cannotRead(path, error);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * All that comes out of a stream such as standard input, which may be a pipe.
 *
 * @param name names it in messages
 * @throws KernelGanError `invalid-input` if it breaks off, gives something else than bytes, or more than `maxBytes` of
 *   them; `aborted`
 */
export async function readStream(
  stream: AsyncIterable<unknown>,
  name: string,
  { maxBytes, signal }: ReadOptions,
): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of stream) {
      throwIfAborted(signal);
      checkPiece(name, piece);
      bytes += piece.length;
      checkBytes(name, bytes, maxBytes);
      pieces.push(piece);
    }
  } catch (error) {
    throw error instanceof KernelGanError ? error : brokenOff(name, error);
  }
  return Buffer.concat(pieces);
}

function checkPiece(name: string, piece: unknown): asserts piece is Uint8Array {
  if (piece instanceof Uint8Array) return;
  const hint = typeof piece === "string" ? "; open it without an encoding" : "";
  throw fileError("invalid-input", name, `: gives ${shown(piece)} in place of bytes${hint}`);
}

/**
 * Checks that something is a regular file.
 *
 * @throws KernelGanError `invalid-input`
 */
export function checkRegular(path: string, stats: Stats): void {
  if (stats.isFile()) return;
  const what = stats.isDirectory() ? "this is a folder, not a file" : `this is ${kindOf(stats)}, not a file`;
  throw fileError("invalid-input", path, `: ${what}; check the path`);
}

function kindOf(stats: Stats): string {
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

function checkBytes(path: string, bytes: number, maxBytes = Number.POSITIVE_INFINITY): void {
  if (bytes <= maxBytes) return;
  const size = `${(maxBytes / 2 ** 20).toPrecision(3)} MiB`;
  throw fileError("invalid-input", path, `: more than ${size}, which is too large for what it should be`);
}
