import { join } from "node:path";
import { analyticKernel, bicubicKernel } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { beforeAll, describe, expect, it } from "vitest";
import { writeKernel } from "../../src/kernel-files/formats.js";
import { givenKernels } from "../../src/tasks/given-kernels.js";

const folder = temporaryFolder();
const [x2, plain] = ["k_x2.mat", "plain.mat"].map((name) => join(folder, name)) as [string, string];
const kernel = bicubicKernel(2);

beforeAll(async () => {
  for (const path of [x2, plain]) await writeKernel(path, kernel);
});

describe("givenKernels", () => {
  it.each(["auto", "spectral", "kernelgan", "bicubic"])("%s is no file", async (name) => {
    expect(await givenKernels(name, 2)).toBeUndefined();
  });

  it("a kernel for ×2 serves ×4 too", async () => {
    expect(await givenKernels(x2, 2)).toEqual({ 2: kernel });
    expect(await givenKernels(x2, 4)).toEqual({ 2: kernel, 4: analyticKernel(kernel, 4) });
  });

  it("a kernel for another scale is refused, one that says none is taken as it is", async () => {
    await expect(givenKernels(x2, 3)).rejects.toThrow('is a kernel for ×2; give one for ×3, or "scale" 2');
    expect(await givenKernels(plain, 3)).toEqual({ 3: { ...kernel, scale: 3 } });
  });
});
