import { describe, expect, it } from "vitest";
import type { FileLookup } from "../../src/batch/file-lookup.js";
import type { BatchJob } from "../../src/batch/job.js";
import type { FileState } from "../../src/batch/job-result.js";
import { doneRecord, failedRecord, type ManifestRecord } from "../../src/batch/manifest.js";
import { type Earlier, largestFirst, type PlannedJob, planJobs } from "../../src/batch/plan.js";

const state = (sha256: string, bytes = 1): FileState => ({ bytes, sha256 });
const job: BatchJob = { id: "a", image: "/a.png", stem: "a", task: "estimate", options: {} };
const result = {
  input: state("image"),
  outputs: [{ path: "a_kernel_x2.mat", ...state("kernel") }],
  warnings: [],
  seconds: { all: 1 },
};
const failure = { code: "image-flat", message: "no texture" };

/** Files by their paths. */
function files(contents: Readonly<Record<string, FileState>>): FileLookup {
  return {
    bytes: async (path) => contents[path]?.bytes,
    state: async (path) => contents[path] ?? null,
    holds: async (path, expected) => contents[path]?.sha256 === expected?.sha256,
  };
}

/** What is planned for the job, which is in the manifest like this. */
async function plan(record: ManifestRecord | undefined, changes: Partial<Earlier> = {}): Promise<PlannedJob> {
  const earlier: Earlier = {
    images: files({ "/a.png": state("image", 7) }),
    outputs: files({ "a_kernel_x2.mat": state("kernel") }),
    records: new Map(record && [["a", record]]),
    retryFailed: false,
    ...changes,
  };
  const [planned] = await planJobs([job], async () => "hash", earlier, new AbortController().signal);
  return planned ?? expect.unreachable();
}

describe("planJobs", () => {
  const done = doneRecord(job, "hash", result);
  const failed = failedRecord(job, "hash", state("image"), failure);
  const changed = { images: files({ "/a.png": state("another image") }) };

  it.each<[string, ManifestRecord | undefined, Partial<Earlier>, PlannedJob["state"]]>([
    ["not in the manifest", undefined, {}, "new"],
    ["done", done, {}, "done"],
    ["done with other options", doneRecord(job, "other", result), {}, "changed"],
    ["done, but the image has changed", done, changed, "changed"],
    ["done, but the image is gone", done, { images: files({}) }, "changed"],
    ["done, but an output is gone", done, { outputs: files({}) }, "changed"],
    [
      "done, but an output is another",
      done,
      { outputs: files({ "a_kernel_x2.mat": state("x") }) },
      "changed",
    ],
    ["failed", failed, {}, "failed"],
    ["failed, but the image has changed", failed, changed, "changed"],
    ["failed with other options", failedRecord(job, "other", state("image"), failure), {}, "changed"],
    ["failed, to be tried again", failed, { retryFailed: true }, "changed"],
    [
      "failed as there was no image",
      failedRecord(job, "hash", null, failure),
      { images: files({}) },
      "failed",
    ],
    [
      "failed as there was no image, which is there now",
      failedRecord(job, "hash", null, failure),
      {},
      "changed",
    ],
  ])("%s", async (_, record, changes, expected) => {
    expect(await plan(record, changes)).toMatchObject({ job, optionsHash: "hash", state: expected });
  });

  it("knows the sizes of the images", async () => {
    expect((await plan(undefined)).bytes).toBe(7);
    expect((await plan(undefined, { images: files({}) })).bytes).toBe(0);
  });

  it("stops at the signal", async () => {
    const earlier = { images: files({}), outputs: files({}), records: new Map(), retryFailed: false };
    await expect(planJobs([job], async () => "", earlier, AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

it("largestFirst keeps the order of equals", () => {
  const planned = [3, 9, 9, 1].map(
    (bytes, i): PlannedJob => ({ job: { ...job, id: `${i}` }, optionsHash: "", state: "new", bytes }),
  );
  expect(largestFirst(planned).map(({ job: { id } }) => id)).toEqual(["1", "2", "0", "3"]);
});
