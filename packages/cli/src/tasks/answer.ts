/** What workers answer: what a call returned, or what it threw, which would lose its class on the way. */
import { KernelGanError } from "@kernelgan/core";
import { FileError, type NamedFile } from "../errors/file-error.js";

/** An answer. */
export type Answer<T> = { result: T } | FailedAnswer;

/** The answer of a call that threw. */
export interface FailedAnswer {
  error: { code?: KernelGanError["code"]; message: string; file?: NamedFile | undefined };
}

/** In the worker: what is answered for an error. */
export function failedAnswer(error: unknown): FailedAnswer {
  const { message } = error as Error;
  if (error instanceof FileError) return { error: { code: error.code, message, file: error.file } };
  return { error: error instanceof KernelGanError ? { code: error.code, message } : { message } };
}

/**
 * In the caller: what the call returned.
 *
 * @throws what it threw
 */
export function resultOf<T>(answer: Answer<T>): T {
  if ("result" in answer) return answer.result;
  const { code, message, file } = answer.error;
  if (!code) throw new Error(message);
  throw file ? new FileError(code, message, file) : new KernelGanError(code, message);
}
