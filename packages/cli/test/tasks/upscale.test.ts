/** `upscale` and `estimate` of the library: what goes in, what comes out, and that it is what the command makes. */
import { createReadStream, readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pathToFileURL } from "node:url";
import { bicubicKernel, estimateKernel, upscaleImage } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import type { ImageInput } from "../../src/image-files/image-input.js";
import { readPicture } from "../../src/image-files/read-picture.js";
import { writeKernel } from "../../src/kernel-files/formats.js";
import { estimate } from "../../src/tasks/estimate.js";
import { type UpscaledImage, upscale } from "../../src/tasks/upscale.js";
import { upscalePicture } from "../../src/tasks/upscale-picture.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { p3 } from "../helpers/pictures.js";

const folder = temporaryFolder();
const path = join(folder, "boats.png");
let bytes: Buffer;
/** What comes of the file. */
let known: UpscaledImage;

/** Quick, and what decides about the picture. */
const OPTIONS = { kernel: "spectral" } as const;

beforeAll(async () => {
  const part = sharp(nagasakiBoats).extract({ left: 200, top: 300, width: 200, height: 160 }).resize(100, 80);
  await part
    .withIccProfile("p3")
    .withExif({ IFD0: { Make: "ACME" } })
    .png()
    .toFile(path);
  bytes = readFileSync(path);
  known = await upscale(path, OPTIONS);
});

// biome-ignore lint/correctness/useYield: it fails before it gives anything
async function* failing(error: unknown): AsyncGenerator<Uint8Array> {
  throw error;
}

const pixels = ({ picture }: UpscaledImage): Buffer => Buffer.from(picture.image.data.buffer);

describe("upscale", () => {
  it.each<[string, () => ImageInput]>([
    ["a path", () => path],
    ["a file: URL", () => pathToFileURL(path)],
    ["a Buffer", () => bytes],
    [
      "a Uint8Array that is part of more",
      () => new Uint8Array(Buffer.concat([Buffer.alloc(7), bytes]).buffer.slice(7)),
    ],
    ["an ArrayBuffer", () => Uint8Array.from(bytes).buffer],
    ["a Blob", () => new Blob([Uint8Array.from(bytes)])],
    ["a stream of Node", () => createReadStream(path)],
    ["a stream of the web", () => new Blob([Uint8Array.from(bytes)]).stream() as unknown as ImageInput],
    ["an instance of sharp", () => sharp(path)],
  ])("takes %s", async (_, input) => {
    const result = await upscale(input(), OPTIONS);
    expect(pixels(result).equals(pixels(known))).toBe(true);
    expect(result.kernel).toEqual(known.kernel);
    expect(result.picture.icc).toEqual(known.picture.icc);
    expect(Buffer.from(result.picture.metadata?.exif ?? []).includes("ACME")).toBe(true);
  });

  it("takes what an instance of sharp makes, with 16 bits and alpha", async () => {
    const deep = sharp(bytes).toColourspace("rgb16").ensureAlpha(0.5).rotate(90);
    const { picture } = await upscale(deep, { kernel: "bicubic" });
    expect(picture).toMatchObject({ depth: 16, image: { width: 160, height: 200 }, alpha: { width: 160 } });
  });

  it("makes what the command makes, trust and noise included", async () => {
    const output = join(folder, "larger.png");
    const { files, warnings } = await upscalePicture(path, { picture: output, kernels: [] }, OPTIONS);
    const result = known;
    expect(Buffer.from(await result.toBuffer()).equals(files[0]!.bytes)).toBe(true);
    expect(result.warnings).toEqual(warnings);
    await result.toFile(output);
    expect(readFileSync(output).equals(files[0]!.bytes)).toBe(true);
    await expect(result.toFile(output)).rejects.toThrow(
      /larger\.png exists already; replace it with "force"/,
    );
    await result.toFile(output, { force: true });
  });

  it("never writes in the place of a file that was read", async () => {
    const kernelPath = join(folder, "mine.mat");
    await writeKernel(kernelPath, bicubicKernel(2));
    await symlink(path, join(folder, "link.png"));
    const result = await upscale(path, { kernel: kernelPath, quality: 90 });
    for (const place of [path, join(folder, "link.png")]) {
      await expect(result.toFile(place, { force: true })).rejects.toMatchObject({
        code: "output",
        message: expect.stringContaining("would replace the file that was read; give another path"),
      });
    }
    expect(readFileSync(path).equals(bytes)).toBe(true);
  });

  it("names the formats that it encodes as", async () => {
    await expect(known.toBuffer("bmp" as never)).rejects.toThrow(
      'the format must be one of png, jpg, webp, tif, avif, gif, got "bmp"',
    );
  });

  it("warns of what is unusual about a kernel's file", async () => {
    const { size, data } = bicubicKernel(2);
    const bright = join(folder, "bright.mat");
    await writeKernel(bright, { size, data: data.map((weight) => 5 * weight) });
    const { warnings } = await upscale(path, { kernel: bright });
    expect(warnings).toEqual([
      {
        code: "kernel-sum",
        message: `${bright}: the kernel's weights sum to 5, not 1: they are divided by that`,
      },
    ]);
  });

  it("says what it did", async () => {
    const { image } = await readPicture(path);
    const made = await upscaleImage(image, OPTIONS);
    expect(known).toMatchObject({
      scale: 2,
      method: "fast",
      kernelOrigin: "spectral",
      kernel: made.kernel,
      noise: made.noise,
      confidence: made.estimate?.confidence,
      input: { image: { width: 100, height: 80 } },
      picture: { depth: 8, image: { width: 200, height: 160 } },
    });
    expect(known.seconds.upscale).toBeGreaterThan(0);
  });

  it("encodes as the options and the call say", async () => {
    const result = await upscale(path, { ...OPTIONS, quality: 40, strip: true });
    const small = await result.toBuffer("webp");
    const large = await result.toBuffer("webp", { quality: 95, strip: false });
    expect(small.length).toBeLessThan(large.length);
    expect(await sharp(small).metadata()).toMatchObject({ format: "webp", hasProfile: false });
    expect(await sharp(large).metadata()).toMatchObject({ format: "webp", hasProfile: true });
  });

  it("keeps no pixels where the format is said before, unless it should", async () => {
    const result = await upscale(path, { ...OPTIONS, pictureFormat: "tif" });
    expect(result.picture.image).toMatchObject({ width: 200, height: 160, data: new Float32Array(0) });
    expect(Buffer.from(await result.toBuffer()).equals(await known.toBuffer("tif"))).toBe(true);
    await expect(result.toBuffer("png")).rejects.toThrow(/pixels were not kept: "pictureFormat" is tif/);
    const both = await upscale(path, { ...OPTIONS, pictureFormat: "tif" }, { keepsPixels: true });
    expect(pixels(both).equals(pixels(known))).toBe(true);
  });

  it("takes kernels, and an estimate", async () => {
    const found = await estimate(path, { method: "spectral" });
    const one = await upscale(path, { estimate: found, ...OPTIONS });
    expect(pixels(one).equals(pixels(known))).toBe(true);
    const given = await upscale(path, { kernels: bicubicKernel(3), scale: 3 });
    expect(given).toMatchObject({ scale: 3, kernelOrigin: "given", picture: { image: { width: 300 } } });
    expect(given.confidence).toBeUndefined();
  });

  it("keeps transparency, enlarged", async () => {
    const half = await sharp(bytes).ensureAlpha(0.5).png().toBuffer();
    const result = await upscale(half, OPTIONS);
    const { channels, width } = await sharp(await result.toBuffer("webp")).metadata();
    expect({ channels, width }).toEqual({ channels: 4, width: 200 });
    expect(result.picture.alpha?.data[0]).toBeCloseTo(0.5, 2);
  });

  it("enlarges a glyph, whose shape is in its transparency alone", async () => {
    const rgba = Uint8Array.from({ length: 64 * 64 * 4 }, (_, i) => {
      const [x, y] = [Math.floor(i / 4) % 64, Math.floor(i / 256)];
      return i % 4 < 3 ? 40 : Math.hypot(x - 31.5, y - 31.5) < 20 ? 255 : 0;
    });
    const glyph = await sharp(rgba, { raw: { width: 64, height: 64, channels: 4 } })
      .png()
      .toBuffer();
    const { picture, kernelOrigin, warnings } = await upscale(glyph);
    expect(kernelOrigin).toBe("bicubic");
    expect(warnings).toEqual([
      { code: "no-estimate", message: expect.stringMatching(/flat.*; enlarged in the usual way/) },
    ]);
    const { alpha, image } = picture;
    expect(alpha).toMatchObject({ width: 128, height: 128 });
    expect([alpha?.data[0], alpha?.data[64 * 128 + 64]]).toEqual([0, 1]);
    expect(image.data.every((value) => Math.abs(value - 40 / 255) < 1e-3)).toBe(true);
  });

  it.each<[string, () => unknown, object | undefined, RegExp]>([
    ["no image", () => 5, {}, /given by its path, its bytes.*, got 5/],
    [
      "an address of the web",
      () => new URL("https://example.com/a.png"),
      {},
      /file: URL, got https:; fetch it/,
    ],
    ["nothing", () => undefined, {}, /given by its path.*, got undefined/],
    ["bytes of something else", () => Buffer.from("text"), {}, /^not an image that is read/],
    ["an empty stream", () => new Blob([]).stream(), {}, /^the file is empty/],
    [
      "a stream of texts",
      () => Readable.from(["abc"]),
      {},
      /^the stream: gives "abc" .* without an encoding$/,
    ],
    [
      "a stream of objects",
      () => Readable.from([{ a: 1 }]),
      {},
      /^the stream: gives another object in place of/,
    ],
    ["a stream that breaks off", () => failing(new Error("boom")), {}, /^the stream: breaks off \(boom\)/],
    ["a stream that throws nothing", () => failing(null), {}, /^the stream: breaks off \(null\)/],
    [
      "a stream of a missing file",
      () => createReadStream(join(folder, "missing.png")),
      {},
      /missing\.png: there is no such file; check the path$/,
    ],
    ["sharp of a missing file", () => sharp("/no/where.png"), {}, /^sharp cannot make the image: .*missing/],
    [
      "sharp of something else",
      () => sharp(Buffer.from("text")),
      {},
      /^sharp cannot make the image: .*format/,
    ],
    ["a URL of no file", () => new URL("file:///a%2Fb.png"), {}, /a%2Fb\.png leads to no file/],
    ["a missing file", () => join(folder, "missing.png"), {}, /missing\.png: there is no such file/],
    ["a scale that there is not", () => bytes, { scale: 9 }, /"scale" must be/],
    ["an option that there is not", () => bytes, { kernelNoise: 2 }, /no option "kernelNoise"/],
    [
      "a format that there is not",
      () => bytes,
      { pictureFormat: "bmp" },
      /"pictureFormat" must be one of png,/,
    ],
    [
      "a kernel of another scale",
      () => bytes,
      { kernels: bicubicKernel(2), scale: 4 },
      /for ×2, got scale 4/,
    ],
    ["too many pixels", () => bytes, { maxPixels: 10 }, /^100×80 is .*allow more with "maxPixels" 8000/],
    ["no options", () => bytes, 7 as unknown as object, /the options must be an object, got 7/],
  ])("refuses %s", async (_, input, options, message) => {
    await expect(upscale(input() as ImageInput, options)).rejects.toMatchObject({
      name: "KernelGanError",
      message: expect.stringMatching(message),
    });
  });

  it.each<[string, (result: UpscaledImage) => Promise<unknown>, RegExp]>([
    [
      "an option of toBuffer",
      ({ toBuffer }) => toBuffer("png", { force: true } as object),
      /no option "force"; valid options: quality, chromaSubsampling, strip, onWarning$/,
    ],
    [
      "options of toBuffer",
      ({ toBuffer }) => toBuffer("png", null as never),
      /options must be an object, got null/,
    ],
    [
      "an option of toFile",
      ({ toFile }) => toFile(join(folder, "no.png"), { overwrite: true } as object),
      /no option "overwrite"; valid options: quality, .*, force$/,
    ],
    [
      "options of toFile",
      ({ toFile }) => toFile(join(folder, "no.png"), null as never),
      /must be an object, got null/,
    ],
    ["a path", ({ toFile }) => toFile(5 as never), /^an image file is given by its path, a text; got 5/],
    [
      "a control",
      () => upscale(bytes, OPTIONS, null as never),
      /third argument must be an object .* got null/,
    ],
    [
      "a name in the control",
      () => upscale(path, OPTIONS, { onProgress() {} } as object),
      /^there is no "onProgress" in the third argument; it takes signal, onEstimateProgress, onRestoreProgress, keeps/,
    ],
    [
      "estimate's signal",
      () => estimate(path, {}, { signal: 5 as never }),
      /^"signal" must be an AbortSignal, got 5/,
    ],
  ])("refuses %s that there is not", async (_, call, message) => {
    await expect(call(known)).rejects.toMatchObject({
      code: "invalid-argument",
      message: expect.stringMatching(message),
    });
  });

  it("stops waiting for a stream when the signal fires", async () => {
    const control = new AbortController();
    const stalled = new Readable({ read: () => control.abort() });
    await expect(upscale(stalled, OPTIONS, control)).rejects.toMatchObject({ code: "aborted" });
  });

  it("stops when the signal fires", async () => {
    const signal = AbortSignal.abort();
    await expect(upscale(bytes, OPTIONS, { signal })).rejects.toMatchObject({ code: "aborted" });
  });
});

describe("estimate", () => {
  it("finds what estimateKernel finds in the pixels", async () => {
    const { kernel, warnings, method } = await estimate(sharp(bytes), { method: "spectral" });
    expect(method).toBe("spectral");
    expect(kernel.scale).toBe(2);
    expect(warnings).toEqual((await estimate(path, { method: "spectral" })).warnings);
  });

  it("goes by what is visible of a cut-out, as upscale does", async () => {
    const { width = 0, height = 0 } = await sharp(bytes).metadata();
    const ellipse = `<svg width="${width}" height="${height}"><ellipse cx="50%" cy="50%" rx="45%" ry="45%"/></svg>`;
    const cut = await sharp(bytes)
      .ensureAlpha()
      .composite([{ input: Buffer.from(ellipse), blend: "dest-in" }])
      .png()
      .toBuffer();
    const { image, alpha } = await readPicture(cut);
    expect(alpha?.data[0]).toBe(0);
    const { kernel } = await estimateKernel(image, { alpha, method: "spectral", fallback: false });
    const options = { method: "spectral", fallback: false } as const;
    expect((await estimate(cut, options)).kernel).toEqual(kernel);
    const { estimate: made } = await upscale(cut, { kernel: "spectral", fallback: false });
    expect(made?.kernel).toEqual(kernel);
  });

  it("says what it had to do with the pixels", async () => {
    const half = await sharp(bytes).ensureAlpha(0.5).png().toBuffer();
    const { warnings } = await estimate(half, { method: "spectral", gray: true });
    expect(warnings[0]).toEqual({
      code: "transparent",
      message: expect.stringContaining("100% of the pixels are transparent"),
    });
  });

  it("refuses options that make no sense", async () => {
    await expect(estimate(bytes, { scale: 5 as 4 })).rejects.toThrow(/"scale" must be one of/);
    await expect(estimate(p3)).rejects.toThrow(/not an image that is read/);
  });
});
