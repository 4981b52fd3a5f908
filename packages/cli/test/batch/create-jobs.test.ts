import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { bicubicKernel } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { createJobs } from "../../src/batch/create-jobs.js";
import { writeKernel } from "../../src/kernel-files/formats.js";

const folder = temporaryFolder();
const at = (name: string): string => join(folder, name);
const images = ["a", "sub/b"].map((stem) => ({ path: at(`${stem}.png`), stem }));

beforeAll(async () => {
  mkdirSync(at("kernels"));
  await writeKernel(at("kernels/a_kernel_x2.mat"), bicubicKernel(2), { scale: 2 });
});

describe("createJobs", () => {
  it("makes one job an image, with the options that were given", async () => {
    const options = { method: "spectral", scale: 4, gray: undefined } as const;
    expect(await createJobs(images, { task: "estimate", options })).toEqual([
      { id: "a", stem: "a", image: at("a.png"), task: "estimate", options: { method: "spectral", scale: 4 } },
      {
        id: "sub/b",
        stem: "sub/b",
        image: at("sub/b.png"),
        task: "estimate",
        options: { method: "spectral", scale: 4 },
      },
    ]);
  });

  it("makes one for each seed, whose results have names of their own", async () => {
    const jobs = await createJobs(images, { task: "estimate", options: { method: "kernelgan" } }, [0, 7]);
    expect(jobs.map(({ id, stem, options }) => [id, stem, options.seed])).toEqual([
      ["a_seed0", "a_seed0", 0],
      ["a_seed7", "a_seed7", 7],
      ["sub/b_seed0", "sub/b_seed0", 0],
      ["sub/b_seed7", "sub/b_seed7", 7],
    ]);
  });

  const kernelsFor = async (kernel: string | undefined, scale: 2 | 3 = 2) =>
    (await createJobs(images, { task: "upscale", options: { kernel, scale } })).map(({ task, options }) =>
      task === "upscale" ? options.kernel : expect.unreachable(),
    );

  it("keeps the words for a kernel, and places in S3", async () => {
    for (const kernel of ["auto", "bicubic", "s3://kernels/a.mat"]) {
      expect(await kernelsFor(kernel)).toEqual([kernel, kernel]);
    }
    expect(await kernelsFor(undefined)).toEqual([undefined, undefined]);
  });

  it("takes a kernel file for all, by its absolute path", async () => {
    const file = at("kernels/a_kernel_x2.mat");
    expect(await kernelsFor(file)).toEqual([file, file]);
    await expect(kernelsFor(file, 3)).rejects.toThrow("is a kernel for ×2; give one for ×3");
    await expect(kernelsFor(at("nowhere.mat"))).rejects.toThrow("there is no such file");
  });

  it("takes from a folder the file of each image's name, though it may be missing", async () => {
    expect(await kernelsFor(at("kernels"))).toEqual([
      at("kernels/a_kernel_x2.mat"),
      at("kernels/sub/b_kernel_x2.mat"),
    ]);
  });
});
