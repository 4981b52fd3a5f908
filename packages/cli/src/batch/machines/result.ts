/** What a worker answers when a job is done, as it comes out of the queue. */
import * as v from "valibot";
import { isStem } from "../job.js";
import type { JobOutcome } from "../run-jobs.js";

const state = { bytes: v.number(), sha256: v.string(), etag: v.exactOptional(v.string()) };
const result = v.object({
  input: v.object(state),
  outputs: v.array(v.object({ path: v.pipe(v.string(), v.check(isStem)), ...state })),
  confidence: v.exactOptional(v.number()),
  seed: v.exactOptional(v.number()),
  restarts: v.exactOptional(v.number()),
  warnings: v.array(v.string()),
  seconds: v.objectWithRest({ all: v.number() }, v.number()),
});

/** The outcome of a job that is done. An answer that is none counts as a failure: it must not get into the manifest. */
export function outcomeOf(answer: unknown): JobOutcome {
  const parsed = v.safeParse(result, answer);
  if (parsed.success) return { result: parsed.output };
  const message =
    "the worker's answer makes no sense; do all machines have the same version of this program?";
  return { error: { code: "internal", message } };
}
