/** Why a worker process died, in words. */
import { saysNoMemory } from "@kernelgan/core/internal";
import { JobError } from "../job-error.js";

/**
 * The error of a job whose process has died.
 *
 * @param error workerpool's, whose message has exit code and signal
 * @param printed the last that the process printed
 */
export function crashError(error: unknown, printed: string): JobError {
  const message = (error as Error)?.message ?? String(error);
  if (saysNoMemory(printed)) {
    return new JobError("out-of-memory", 'memory ran out; try fewer "jobs", or a smaller image', {
      cause: error,
    });
  }
  const signal = /signalCode: `(SIG\w+)`/.exec(message)?.[1];
  const exitCode = /exitCode: `(\d+)`/.exec(message)?.[1];
  const how = signal ? `by ${signal}` : exitCode ? `with exit code ${exitCode}` : "without a reason given";
  // The kernel of Linux ends with SIGKILL what takes too much memory.
  const hint = signal === "SIGKILL" ? '; if memory ran out, try fewer "jobs"' : "";
  return new JobError("worker-crashed", `the worker process ended ${how}${hint}`, { cause: error });
}
