import { describe, expect, it } from "vitest";
import type { FileLookup } from "../../src/batch/file-lookup.js";
import type { BatchJob } from "../../src/batch/job.js";
import { optionsHasher } from "../../src/batch/options-hash.js";

const job = (kernel: string, prior?: string): BatchJob => ({
  id: "a",
  image: "/a.png",
  stem: "a",
  task: "upscale",
  options: { scale: 2, formats: ["mat"], kernel, ...(prior === undefined ? {} : { prior }) },
});

/** The hash where each kernel file holds what is said here. */
function hash(
  kernel: string,
  files: Record<string, { sha256: string; etag?: string }>,
  prior?: string,
): Promise<string> {
  const lookup: Pick<FileLookup, "state"> = {
    state: async (path) => (files[path] ? { bytes: 1, ...files[path] } : null),
  };
  return optionsHasher(lookup)(job(kernel, prior));
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

  it("takes the file of a prior by what it holds, and knows the small one", async () => {
    const one = await hash("auto", { "/p.onnx": { sha256: "1" } }, "/p.onnx");
    expect(await hash("auto", { "/moved.onnx": { sha256: "1" } }, "/moved.onnx")).toBe(one);
    expect(await hash("auto", { "/p.onnx": { sha256: "2" } }, "/p.onnx")).not.toBe(one);
    const others = [await hash("auto", {}), await hash("auto", {}, "small"), one];
    expect(new Set(others).size).toBe(3);
  });

  it("distinguishes the words for a kernel", async () => {
    expect(await hash("auto", {})).not.toBe(await hash("bicubic", {}));
  });
});
