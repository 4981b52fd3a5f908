/** Why a job failed, as Redis keeps it: one text, `code: message`. */

/** Why a job failed. */
export interface Failure {
  /** Lower-case words with hyphens. */
  code: string;
  message: string;
}

/** `code: message`, which any viewer of queues shows well. */
export function failureText({ code, message }: Failure): string {
  return `${code}: ${message}`;
}

/** The failure in a text, which may also be one of BullMQ's own. */
export function parseFailure(text: string): Failure {
  const [, code, message] = /^([a-z]+(?:-[a-z]+)*): (.*)$/s.exec(text) ?? [];
  if (code !== undefined && message !== undefined) return { code, message };
  if (text.startsWith("job stalled")) {
    return { code: "worker-crashed", message: "every worker that took it fell silent" };
  }
  return { code: "internal", message: text };
}
