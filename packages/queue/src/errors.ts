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

/** The file, or object in S3, that a message is about. */
export interface NamedFile {
  path: string;
  /** Where in the message the path stands: the index of its first character, and that after its last. */
  start: number;
  end: number;
}

/** An error whose message says, in one line and without credentials, what to do about it. */
export class QueueError extends Error {
  override readonly name = "QueueError";
  /** The object in S3 that it is about, if it is about one. */
  readonly file: NamedFile | undefined;

  constructor(
    readonly code: QueueErrorCode,
    message: string,
    options: { file?: NamedFile | undefined; cause?: unknown } = {},
  ) {
    super(message, options);
    this.file = options.file;
  }

  /** Whether the same may work a little later. */
  get passing(): boolean {
    return this.code === "unreachable";
  }
}
