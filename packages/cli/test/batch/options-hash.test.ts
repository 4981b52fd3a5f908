import { describe, expect, it } from "vitest";
import type { FileLookup } from "../../src/batch/file-lookup.js";
import type { BatchJob } from "../../src/batch/job.js";
import { optionsHasher } from "../../src/batch/options-hash.js";

const job = (kernel: string): BatchJob => ({
  id: "a",
  image: "/a.png",
  stem: "a",
  task: "upscale",
  options: { scale: 2, formats: ["mat"], kernel },
});

/** The hash where each kernel file holds what is said here. */
function hash(kernel: string, files: Record<string, { sha256: string; etag?: string }>): Promise<string> {
  const lookup: Pick<FileLookup, "state"> = {
    state: async (path) => (files[path] ? { bytes: 1, ...files[path] } : null),
  };
  return optionsHasher(lookup)(job(kernel));
}

describe("the hash of a job's options", () => {
  it("takes a kernel file by what it holds, not by its name", async () => {
    const one = await hash("/k.mat", { "/k.mat": { sha256: "1" } });
    expect(await hash("/moved.mat", { "/moved.mat": { sha256: "1" } })).toBe(one);
    expect(await hash("/k.mat", { "/k.mat": { sha256: "2" } })).not.toBe(one);
    expect(await hash("/k.mat", {})).not.toBe(one);
  });

  it("notices another kernel in its place in S3", async () => {
    const at = "s3://kernels/k.mat";
    const one = await hash(at, { [at]: { sha256: "", etag: "1" } });
    expect(await hash(at, { [at]: { sha256: "", etag: "1" } })).toBe(one);
    expect(await hash(at, { [at]: { sha256: "", etag: "2" } })).not.toBe(one);
  });

  it("distinguishes the words for a kernel", async () => {
    expect(await hash("auto", {})).not.toBe(await hash("bicubic", {}));
  });
});
