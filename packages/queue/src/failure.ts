/** Why a job failed, as Redis keeps it: one text, JSON. */
import type { NamedFile } from "./errors.js";

/** Why a job failed. */
export interface Failure {
  /** Lower-case words with hyphens. */
  code: string;
  message: string;
  /** The file that it is about, if it is about one. */
  file?: NamedFile | undefined;
}

/** `{"code":"invalid-input","message":"photos/a.png: …",…}`, which any viewer of queues shows. */
export function failureText({ code, message, file }: Failure): string {
  return JSON.stringify({ code, message, file });
}

/** The failure in a text, which may also be one of BullMQ's own. */
export function parseFailure(text: string): Failure {
  const { code, message, file } = parseObject(text);
  if (typeof code === "string" && typeof message === "string") {
    return isNamedFile(file) ? { code, message, file } : { code, message };
  }
  if (text.startsWith("job stalled")) {
    return { code: "worker-crashed", message: "every worker that took it fell silent" };
  }
  return { code: "internal", message: text };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

function isNamedFile(value: unknown): value is NamedFile {
  const { path, start, end } = Object(value) as Partial<NamedFile>;
  return typeof path === "string" && Number.isInteger(start) && Number.isInteger(end);
}
