import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { reframe, type Warning } from "@kernelgan/core";
import { kernelFormats } from "@kernelgan/formats";
import { countingKernel } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { decodeKernel, encodeKernel, readKernel, readKernelFile, writeKernel } from "../../src/index.js";

const folder = temporaryFolder();
const k13 = countingKernel(13);

describe("every format", () => {
  it.each(kernelFormats)("%s keeps the same doubles", async (format) => {
    const path = join(folder, `exact_x2.${format}`);
    await writeKernel(path, k13, { scale: 2 });
    expect(await readKernel(path)).toEqual({ ...k13, scale: 2 });
  });

  it.each(kernelFormats)("%s is recognised by its content, not its name", async (format) => {
    expect((await decodeKernel(await encodeKernel(format, k13))).kernel).toEqual(k13);
  });

  it.each(kernelFormats)("%s gives the same bytes each time", async (format) => {
    const origin = { name: "same", scale: 2, seed: 1 };
    expect(await encodeKernel(format, k13, origin)).toEqual(await encodeKernel(format, k13, origin));
  });

  it.each(kernelFormats)("%s cut off is one KernelGanError", async (format) => {
    const bytes = await encodeKernel(format, k13);
    const path = join(folder, `cut.${format}`);
    // A picture's numbers come first: with half of the file they are still whole.
    for (const share of format === "png" ? [0, 0.02, 0.1] : [0, 0.02, 0.1, 0.5, 0.9]) {
      writeFileSync(path, bytes.subarray(0, bytes.length * share));
      await expect(readKernel(path)).rejects.toMatchObject({ code: "invalid-input" });
    }
  });

  it("takes the scale from json and png, or else from the name", async () => {
    for (const format of kernelFormats) {
      const path = join(folder, `scaled_x4.${format}`);
      await writeKernel(path, k13, { scale: format === "json" || format === "png" ? 3 : 4 });
      expect((await readKernelFile(path)).scale).toBe(format === "json" || format === "png" ? 3 : 4);
    }
  });

  it("takes the scale of a kernel of FKP from the name, or else from the caller", async () => {
    const [named, plain] = [join(folder, "fkp_x3.mat"), join(folder, "fkp.mat")];
    const origin = { scale: 3, convention: "fkp" } as const;
    for (const path of [named, plain]) await writeKernel(path, k13, origin);
    const again = await readKernel(named, { convention: "fkp" });
    expect(reframe(again, 13)).toEqual({ ...k13, scale: 3 });
    expect(await readKernel(plain, origin)).toEqual(again);
    await expect(readKernel(plain, { convention: "fkp" })).rejects.toThrow(/fkp\.mat: .*say which scale/);
  });

  it("refuses unknown extensions and files that are no kernels", async () => {
    await expect(writeKernel(join(folder, "k.txt"), k13)).rejects.toMatchObject({ code: "invalid-argument" });
    const text = join(folder, "k.mat");
    writeFileSync(text, "not a kernel");
    await expect(readKernel(text)).rejects.toThrow(/k\.mat: is not a kernel file/);
    await expect(readKernel(join(folder, "missing.mat"))).rejects.toThrow(
      /missing\.mat: there is no such file/,
    );
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      "readKernel",
      () => readKernel("k.mat", { maxSize: 9 } as object),
      /no option "maxSize"; valid .* maxKernelSize/,
    ],
    [
      "writeKernel",
      () => writeKernel("k.mat", k13, {}, { forced: true } as object),
      /no option "forced"; .* force$/,
    ],
    [
      "writeKernel's origin",
      () => writeKernel("k.mat", k13, { force: true } as object),
      /no "force" in a kernel's/,
    ],
    [
      "writeKernel's scale",
      () => writeKernel("k.json", k13, { scale: -2 }),
      /scale of a kernel must be a positive/,
    ],
  ])("refuses an option of %s that there is not", async (_, call, message) => {
    await expect(call()).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  it("names the file in what it says of a confidence that is none", async () => {
    const path = join(folder, "percent_x1.json");
    writeFileSync(path, '{ "kernel": [[0, 0, 0], [0, 1, 0], [0, 0, 0]], "confidence": 87 }');
    const warnings: Warning[] = [];
    await readKernel(path, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([
      {
        code: "kernel-confidence",
        message: `${path}: its confidence must be a number from 0 to 1, got 87: it counts as not known`,
      },
    ]);
  });

  it("says by which option of its own another program's kernel is read", async () => {
    const path = join(folder, "corner.json");
    writeFileSync(
      path,
      '{ "kernel": [[1, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 0]] }',
    );
    const warnings: Warning[] = [];
    await readKernel(path, { onWarning: (warning) => warnings.push(warning) });
    expect(warnings).toEqual([
      {
        code: "kernel-centre",
        message: expect.stringMatching(/another program's, "convention" says whose$/),
      },
    ]);
  });

  it("replaces files only with force", async () => {
    const path = join(folder, "twice.mat");
    await writeKernel(path, k13);
    await expect(writeKernel(path, k13)).rejects.toMatchObject({ code: "output" });
    await writeKernel(path, countingKernel(5), {}, { force: true });
    expect((await readKernel(path)).size).toBe(5);
  });
});

describe("pictures", () => {
  it("have the promised size", async () => {
    const { width, height, channels } = await sharp(
      await encodeKernel("png", k13, { name: "photo" }),
    ).metadata();
    expect([width, height, channels]).toEqual([640, 628, 3]);
  });

  it("saved again by another program hold no numbers, and say so", async () => {
    const saved = await sharp(await encodeKernel("png", k13))
      .png()
      .toBuffer();
    await expect(decodeKernel(saved)).rejects.toThrow(/without a kernel's numbers/);
  });

  it("show kernels with negative weights, of any size, with any name", async () => {
    const signed = { size: 3, data: Float64Array.of(-0.1, 0, 0, 0, 1, 0, 0, 0.1, 0) };
    const bytes = await encodeKernel("png", signed, { name: 'пример <&"> 例 '.repeat(20), scale: 2 });
    expect((await decodeKernel(bytes)).kernel).toEqual({ ...signed, scale: 2 });
    expect((await decodeKernel(await encodeKernel("png", countingKernel(65)))).kernel.size).toBe(65);
  });
});
