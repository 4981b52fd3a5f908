/**
 * Standard output that is a file. Node writes to one with a single call, which may take only a part of the bytes, as
 * where the disk is nearly full, and says nothing of it. Here the rest is written as well, or fails.
 */
import { fstatSync, writeSync } from "node:fs";
import { Writable } from "node:stream";

/** The stream itself, unless it is a file. */
export function wholeWrites(stream: NodeJS.WriteStream & { readonly fd: number }): NodeJS.WriteStream {
  return isFile(stream.fd) ? (fileStream(stream.fd) as unknown as NodeJS.WriteStream) : stream;
}

function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    // It is closed, which the stream says when it is written to.
    return false;
  }
}

function fileStream(fd: number): Writable {
  return new Writable({
    write(chunk: Buffer, _encoding, done) {
      try {
        for (let at = 0; at < chunk.length; ) at += writeSync(fd, chunk, at);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
  });
}
