/** Errors of a job that the library knows nothing about. */

/** A job that failed. */
export class JobError extends Error {
  override readonly name = "JobError";

  constructor(
    /**
     * One of KernelGanError's codes, or of a batch: "worker-crashed", "out-of-memory", "refused", "unreachable",
     * "file-too-large", "internal".
     */
    readonly code: string,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}
