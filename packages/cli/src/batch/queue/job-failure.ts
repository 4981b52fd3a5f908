/** Why a job of the queue failed, and whether another try may help. */
import type { Failure } from "@kernelgan/queue";
import { errorRecord } from "../../errors/error-record.js";

/** Codes of what may be otherwise a little later, or on another machine. An image stays as it is. */
const TEMPORARY = [
  "output",
  "worker-crashed",
  "out-of-memory",
  "device-unavailable",
  "unreachable",
  "internal",
];

/** The failure in words, for the queue and the manifest. */
export function describeFailure(error: unknown): Failure & { passing: boolean } {
  const record = errorRecord(error);
  return { ...record, passing: TEMPORARY.includes(record.code) };
}
