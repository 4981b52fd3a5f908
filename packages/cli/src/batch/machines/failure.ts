/** Why a job failed, and whether another try may help. */
import { KernelGanError } from "@kernelgan/core";
import { type Failure, QueueError } from "@kernelgan/queue";
import { errorRecord } from "../../commands/io.js";
import { JobError } from "../job.js";

/** What may be otherwise a little later, or on another machine. An image stays as it is. */
const PASSING = [
  "output",
  "worker-crashed",
  "out-of-memory",
  "device-unavailable",
  "unreachable",
  "internal",
];

/** The failure in words, for the queue and the manifest. */
export function describeFailure(error: unknown): Failure & { passing: boolean } {
  const { code, message } = recordOf(error);
  return { code, message, passing: PASSING.includes(code) };
}

function recordOf(error: unknown): Failure {
  if (error instanceof JobError) return error.record;
  if (error instanceof QueueError) return { code: error.code, message: error.message };
  return errorRecord(error);
}

/** Does a job; what goes wrong with queue or storage becomes an error of the job. */
export async function asJob<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    throw new JobError(error.code, error.message, { cause: error });
  }
}

/** Does something with the queue or the storage, of whose errors the rest of the program knows nothing. */
export async function inOurWords<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof QueueError)) throw error;
    throw new KernelGanError("invalid-argument", error.message, { cause: error });
  }
}
