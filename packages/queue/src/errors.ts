/** The errors that this package throws on purpose. */

/** What went wrong, for programs. */
export type QueueErrorCode =
  /** An address or an option makes no sense. */
  | "invalid-argument"
  /** There is no answer, or not in time. May be temporary. */
  | "unreachable"
  /** The server refuses the credentials, or there are none. */
  | "denied"
  /** There is no such bucket or object. */
  | "not-found"
  /** The server has no room left. */
  | "full"
  /** An object has more bytes than are allowed. */
  | "too-large";

/** An error whose message says, in one line and without credentials, what to do about it. */
export class QueueError extends Error {
  override readonly name = "QueueError";

  constructor(
    readonly code: QueueErrorCode,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options);
  }

  /** Whether the same may work a little later. */
  get passing(): boolean {
    return this.code === "unreachable";
  }
}
