/**
 * Typed errors. Every error that this library throws on purpose is a `KernelGanError` whose `code` a program can
 * switch on and whose message says, in one line, what to do about it.
 */

/** What went wrong, for programs. */
export type ErrorCode =
  /** An argument or option has a value that makes no sense. */
  | "invalid-argument"
  /** A file or buffer is not an image, not a kernel, or is damaged. */
  | "invalid-input"
  /** The image is smaller than the crops need. */
  | "image-too-small"
  /** The image has more pixels than the limit allows. */
  | "image-too-large"
  /** The image has no texture to learn from. */
  | "image-flat"
  /** The device does not work here. */
  | "device-unavailable"
  /** Every run, restarts included, went wrong. */
  | "training-failed"
  /** An output exists already, or cannot be written. */
  | "output"
  /** A package that few need, and this needs, is not installed. */
  | "not-installed"
  /** There is no answer from a queue or storage. May be temporary. */
  | "unreachable"
  /** A queue or storage refuses the credentials, or there are none. */
  | "denied"
  /** The caller's AbortSignal fired: the error is an {@link AbortError}. */
  | "aborted";

/** Base class of all errors thrown on purpose. */
export class KernelGanError extends Error {
  override readonly name: string = "KernelGanError";

  constructor(
    readonly code: ErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }
}

/**
 * The caller's AbortSignal fired; `cause` is the signal's reason. Its `name` is that of the errors which the platform
 * throws on abort.
 */
export class AbortError extends KernelGanError {
  override readonly name = "AbortError";

  /** @param reason the signal's `reason` */
  constructor(reason?: unknown) {
    super("aborted", "cancelled", { cause: reason });
  }
}

/** Throws `invalid-argument` unless `condition` holds. For public functions; internal code trusts its input. */
export function check(condition: boolean, message: () => string): asserts condition {
  if (!condition) throw new KernelGanError("invalid-argument", message());
}
