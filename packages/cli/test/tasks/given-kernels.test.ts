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
    expect(await givenKernels(name, { scale: 2 })).toBeUndefined();
  });

  it("a kernel for ×2 serves ×4 and ×8 too", async () => {
    expect(await givenKernels(x2, { scale: 2 })).toEqual({ 2: kernel });
    expect(await givenKernels(x2, { scale: 4 })).toEqual({ 2: kernel, 4: analyticKernel(kernel, 4) });
    expect(await givenKernels(x2, { scale: 8 })).toEqual({ 2: kernel, 8: analyticKernel(kernel, 8) });
  });

  it("pictures of other sizes are reduced from those of the next factor", async () => {
    expect(await givenKernels(x2, { scale: 1.5 })).toEqual({ 2: kernel });
    expect(Object.keys((await givenKernels(x2, { size: "3000x" })) ?? {})).toEqual(["2", "4", "8"]);
    await expect(givenKernels(x2, { scale: 2.5 })).rejects.toThrow("give one for ×3");
  });

  it("a kernel for another scale is refused, one that says none is taken as it is", async () => {
    await expect(givenKernels(x2, { scale: 3 })).rejects.toThrow(
      'is a kernel for ×2; give one for ×3, or "scale" 2',
    );
    expect(await givenKernels(plain, { scale: 3 })).toEqual({ ...kernel, scale: 3 });
  });

  it("a word that is misspelt is named with the one that was meant", async () => {
    await expect(givenKernels("kernelgn", { scale: 2 })).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(
        /^"kernel" kernelgn: there is no such file; .*; did you mean kernelgan\?$/,
      ),
    });
    await expect(givenKernels("gone.mat", { scale: 2 })).rejects.toMatchObject({ code: "invalid-input" });
  });
});
