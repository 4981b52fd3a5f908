/**
 * What becomes of the program when what it prints cannot be written: the reader has seen enough, as in
 * `kernelgan … | head`, or the disk is full. Standard error is for people, so its loss changes nothing; results that
 * are lost are a failure.
 */
import { fileReason } from "../errors/in-file.js";
import { writeLines } from "./text.js";

/** Standard output and standard error of the program. */
export interface OutputStreams {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** Waits until all is written. Says whether it was. */
  flush(): Promise<boolean>;
}

/**
 * Handles the errors of both streams.
 *
 * @param onLost called once if standard output fails
 */
export function outputStreams(
  stdout: NodeJS.WriteStream,
  stderr: NodeJS.WriteStream,
  onLost: () => void,
): OutputStreams {
  let lost = false;
  const lose = (error: NodeJS.ErrnoException): void => {
    if (lost) return;
    lost = true;
    // A reader that has gone knows why.
    if (error.code !== "EPIPE") {
      writeLines(stderr, `kernelgan: cannot write to standard output: ${fileReason(error)}`);
    }
    onLost();
  };
  stdout.on("error", lose);
  stderr.on("error", () => {});
  /** Waits for what is on its way. Nothing is written for it: where nothing was said, nothing can be lost. */
  const written = (stream: NodeJS.WriteStream): Promise<unknown> =>
    new Promise((resolve) => {
      if (stream.writableLength > 0) stream.write("", resolve);
      else resolve(undefined);
    });
  return {
    stdout,
    stderr,
    async flush() {
      await written(stdout);
      // Errors are events, which come after the writing.
      await new Promise((resolve) => setImmediate(resolve));
      await written(stderr);
      return !lost;
    },
  };
}
