import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import type { BatchJob } from "../../../src/batch/job.js";
import { parseSharedJob, toLocalJob, toSharedJob } from "../../../src/batch/queue/shared-job.js";

const estimate: BatchJob = {
  id: "sub/a",
  task: "estimate",
  image: resolve("photos/sub/a.png"),
  stem: "sub/a",
  options: { scale: 2, formats: ["mat"], method: "spectral" },
};
const upscale: BatchJob = {
  id: "a",
  task: "upscale",
  image: resolve("photos/a.png"),
  stem: "a",
  options: { scale: 2, formats: ["mat"], kernel: resolve("kernels/a.mat") },
};
const withPrior: BatchJob = {
  ...upscale,
  options: { scale: 2, formats: ["mat"], kernel: "auto", prior: resolve("priors/drunet.onnx") },
};
const good = toSharedJob(estimate, resolve("out"), resolve("."));

describe("shared jobs", () => {
  it("hold no path of the machine that made them", () => {
    expect(good).toMatchObject({ image: "photos/sub/a.png", out: "out" });
    const withKernel = toSharedJob(upscale, "s3://results/out", resolve("."));
    expect(withKernel).toMatchObject({
      image: "photos/a.png",
      kernel: "kernels/a.mat",
      out: "s3://results/out",
    });
    const other = toSharedJob(withPrior, resolve("out"), resolve("."));
    expect(other).toMatchObject({ prior: "priors/drunet.onnx", options: { kernel: "auto" } });
    for (const shared of [good, withKernel, other])
      expect(JSON.stringify(shared)).not.toContain(resolve("."));
  });

  it.each([estimate, upscale, withPrior])("become the same job again", (job) => {
    const shared = parseSharedJob(JSON.parse(JSON.stringify(toSharedJob(job, resolve("out"), resolve(".")))));
    const kernel = shared.kernel !== undefined && { kernel: resolve(shared.kernel) };
    const prior = shared.prior !== undefined && { prior: resolve(shared.prior) };
    expect(toLocalJob(shared, { image: resolve(shared.image), ...kernel, ...prior })).toEqual(job);
  });

  it("keep a word for the kernel", () => {
    const job: BatchJob = { ...upscale, options: { scale: 2, formats: ["mat"], kernel: "bicubic" } };
    const shared = parseSharedJob(toSharedJob(job, resolve("out"), resolve(".")));
    expect(shared.kernel).toBeUndefined();
    expect(toLocalJob(shared, { image: job.image })).toEqual(job);
  });

  it.each([
    ["nothing", undefined],
    ["text", "a job"],
    ["another version", { ...good, version: 1 }],
    ["an unknown key", { ...good, command: "rm -rf /" }],
    ["an unknown option", { ...good, options: { ...good.options, plugin: "evil.js" } }],
    ["an absolute image", { ...good, image: "/etc/passwd" }],
    ["an image outside", { ...good, image: "../a.png" }],
    ["an image of another scheme", { ...good, image: "http://169.254.169.254/latest" }],
    ["an absolute output", { ...good, out: "/etc" }],
    ["an output in the way of a batch", { ...good, out: ".working/x" }],
    ["a stem outside", { ...good, stem: "../../a" }],
    ["an absolute stem", { ...good, stem: "/etc/a" }],
    [
      "a kernel in the options",
      { ...good, task: "upscale", options: { ...good.options, method: "fast", kernel: "/etc/passwd" } },
    ],
    [
      "an absolute kernel",
      { ...good, task: "upscale", kernel: "/etc/passwd", options: { scale: 2, formats: ["mat"] } },
    ],
    [
      "two kernels",
      {
        ...good,
        task: "upscale",
        kernel: "k.mat",
        options: { scale: 2, formats: ["mat"], kernel: "auto" },
      },
    ],
    ["a kernel for an estimate", { ...good, kernel: "k.mat" }],
    ["a limit that is none", { ...good, options: { ...good.options, maxPixels: -1 } }],
    ["an endless name", { ...good, image: "a".repeat(2000) }],
  ])("%s is refused", (_, data) => {
    expect(() => parseSharedJob(data)).toThrowError(expect.objectContaining({ code: "invalid-argument" }));
  });
});
