/** Errors of Redis in our words: its own name commands that nobody has given. */
import { QueueError } from "./errors.js";

type RedisError = Error & { code?: string };

/** What Redis answers with, by the first word. */
const ANSWERS: readonly (readonly [RegExp, ConstructorParameters<typeof QueueError>[0], string])[] = [
  [/^OOM\b/, "full", "its memory is full; free some, or raise maxmemory"],
  [/^MISCONF\b/, "full", "it cannot save its data; look at its log, most likely its disk is full"],
  [
    /^(?:NOAUTH|WRONGPASS|NOPERM|ERR.*AUTH)/,
    "denied",
    "it refuses the credentials; check those in the address",
  ],
  [/^READONLY\b/, "unreachable", "it is a replica, which takes no jobs; give the address of the primary"],
  [/^(?:LOADING|BUSY|MASTERDOWN|CLUSTERDOWN|TRYAGAIN)\b/, "unreachable", "it is not ready; try again"],
  [/^WRONGTYPE\b/, "denied", "another program uses the names of this queue; use another database"],
  [/version needs to be/i, "denied", "it is too old; version 5 or later is needed"],
];

/** The error as a QueueError, if it is an answer of Redis; any other as it is. */
export function redisError(shown: string, error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof QueueError) return error;
  const { message } = error;
  const [, code, reason] = ANSWERS.find(([answer]) => answer.test(message)) ?? [];
  if (code !== undefined) return new QueueError(code, `${shown}: ${reason}`, { cause: error });
  if (isInterruption(error)) {
    return new QueueError("unreachable", `${shown}: the connection was lost`, { cause: error });
  }
  if (error.name !== "ReplyError") return error;
  const [word = ""] = message.split(/\s/, 1);
  return new QueueError("unreachable", `${shown}: it refuses what this program needs (${word})`, {
    cause: error,
  });
}

/** What there is to say of an error that does not stop the work. */
export function noticeOf(shown: string, error: Error): string {
  const said = redisError(shown, error);
  return said instanceof QueueError ? said.message : `${shown}: ${error.message}`;
}

/** Whether an error says no more than that the connection was interrupted. */
export function isInterruption(error: RedisError): boolean {
  const codes = [
    "ECONNREFUSED",
    "ECONNRESET",
    "EPIPE",
    "ETIMEDOUT",
    "ENOTFOUND",
    "EAI_AGAIN",
    "EHOSTUNREACH",
  ];
  return codes.includes(error.code ?? "") || /^(Connection is closed|Command timed out)/.test(error.message);
}
