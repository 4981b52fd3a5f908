/** Errors of a job that the library knows nothing about. */

import type { NamedFile } from "../errors/file-error.js";

/** A job that failed. */
export class JobError extends Error {
  override readonly name = "JobError";
  /** The file that it is about, if it is about one. */
  readonly file: NamedFile | undefined;

  constructor(
    /**
     * One of KernelGanError's codes, or of a batch: "worker-crashed", "out-of-memory", "refused", "unreachable",
     * "file-too-large", "internal".
     */
    readonly code: string,
    message: string,
    options: { file?: NamedFile | undefined; cause?: unknown } = {},
  ) {
    super(message, options);
    this.file = options.file;
  }
}
