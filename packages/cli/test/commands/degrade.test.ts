/** `kernelgan degrade`, of one image into a file and of several into a folder. */
import { existsSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, normalize } from "node:path";
import { downscale, evaluateImage, type Warning } from "@kernelgan/core";
import { gammaCurve } from "@kernelgan/testing/kernels";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { readImage } from "../../src/image-files/read-image.js";
import { readPicture } from "../../src/image-files/read-picture.js";
import { readKernel, writeKernel } from "../../src/kernel-files/formats.js";
import { contents, filesBelow, imageFolder } from "../helpers/folders.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { expectOneLine } from "../helpers/one-line.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { p3 } from "../helpers/pictures.js";
import { type Result, runCommand } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const here = runHere(folder);
const run = (...args: string[]): Promise<Result> => here("degrade", ...args);
const degrade = (...args: string[]): Promise<Result> => run(...args, "--quiet");

describe("kernelgan degrade with a file", { timeout: PROCESS_MS }, () => {
  let result: Result;
  beforeAll(async () => {
    const boats = sharp(nagasakiBoats).extract({ left: 300, top: 300, width: 400, height: 300 });
    await boats.png().toFile(at("sharp.png"));
    result = await runCommand(folder, "degrade", "sharp.png", "--random", "--seed", "4", "--out", "low.png");
  }, PROCESS_MS);

  it("writes the image, half as large, and its kernel", async () => {
    expect(result).toMatchObject({ code: 0, stdout: "" });
    const low = await readImage(join(folder, "low.png"));
    expect([low.width, low.height, low.channels]).toEqual([200, 150, 3]);
    const kernel = await readKernel(join(folder, "low_kernel_x2.mat"));
    expect(kernel.size).toBe(11);

    // The equation, for one pixel away from the border: y[i, j] = Σ k[u, v] x[2i + u − 5, 2j + v − 5].
    const sharpImage = await readImage(join(folder, "sharp.png"));
    let expected = 0;
    for (let u = 0; u < 11; u++) {
      for (let v = 0; v < 11; v++) {
        expected += kernel.data[u * 11 + v]! * sharpImage.data[(2 * 70 + u - 5) * 400 + 2 * 90 + v - 5]!;
      }
    }
    expect(Math.abs(low.data[70 * 200 + 90]! - expected)).toBeLessThanOrEqual(0.5 / 255 + 1e-6);
  });

  it("takes a kernel from a file: the same image again", async () => {
    const again = ["--kernel", "low_kernel_x2.mat", "--formats", "json,png", "--json"];
    const result = await run("sharp.png", "--out", "again.png", "--quiet", ...again);
    expect(result.stderr).toBe("");
    const files = ["again.png", "again_kernel_x2.json", "again_kernel_x2.png"];
    expect(JSON.parse(result.stdout)).toMatchObject([
      { scale: 2, files, width: 200, height: 150, noise: 0, jpeg: null, seed: 0 },
    ]);
    expect(readFileSync(join(folder, "again.png")).equals(readFileSync(join(folder, "low.png")))).toBe(true);
    expect(await readKernel(join(folder, files[2]!))).toEqual(
      await readKernel(join(folder, "low_kernel_x2.mat")),
    );
  });

  it("adds noise of the given strength, and cuts to a multiple of the scale", async () => {
    const args = ["sharp.png", "--random", "--scale", "3", "--quiet"];
    await run(...args, "--out", "clean3.png");
    await run(...args, "--out", "noisy3.png", "--noise", "6");
    const [clean, noisy] = [
      await readImage(join(folder, "clean3.png")),
      await readImage(join(folder, "noisy3.png")),
    ];
    expect([noisy.width, noisy.height]).toEqual([133, 100]);
    const square = noisy.data.reduce((sum, value, i) => sum + (value - clean.data[i]!) ** 2, 0);
    expect(Math.sqrt(square / noisy.data.length) * 255).toBeGreaterThan(5);
    expect(Math.sqrt(square / noisy.data.length) * 255).toBeLessThan(7);
  });

  it("mixes linear light where that is asked for: the blur is undone there", async () => {
    await degrade("sharp.png", "--random", "--light", "linear", "--formats", "json", "--out", "camera.png");
    const kernel = await readKernel(at("camera_kernel_x2.json"));
    expect(kernel).toMatchObject({ confidence: 1, light: "linear" });
    expect((await readKernel(at("low_kernel_x2.mat"))).light).toBe("encoded");

    await writeKernel(at("encoded.json"), { ...kernel, light: "encoded" });
    const truth = await readImage(at("sharp.png"));
    const quality = async (file: string): Promise<number> => {
      await here("upscale", "camera.png", "--kernel", file, "--out", `of-${file}.png`, "--quiet");
      return evaluateImage(await readImage(at(`of-${file}.png`)), truth, { border: 4 }).psnrY;
    };
    const gain = (await quality("camera_kernel_x2.json")) - (await quality("encoded.json"));
    expect(gain).toBeGreaterThan(0.5);
  });

  it("mixes what the kernel's file says, unless it is told", async () => {
    const kernel = { ...(await readKernel(at("low_kernel_x2.mat"))), light: "linear" as const };
    await writeKernel(at("linear.json"), kernel);
    const args = ["sharp.png", "--kernel", "linear.json"];
    const { stdout } = await degrade(...args, "--out", "linear.png", "--json");
    expect(JSON.parse(stdout)).toMatchObject([{ light: "linear" }]);
    await degrade(...args, "--light", "encoded", "--out", "told.png");
    const [low, linear, told] = ["low", "linear", "told"].map((name) => readFileSync(at(`${name}.png`)));
    expect(told).toEqual(low);
    expect(linear).not.toEqual(low);
  });

  it("mixes the light of a camera by the tone curve of the kernel's file, and says it", async () => {
    const toneCurve = gammaCurve(1.7);
    const random = await readKernel(at("low_kernel_x2.mat"));
    const ofCamera = { ...random, light: "linear" as const, toneCurve };
    await writeKernel(at("curve.json"), ofCamera);
    const args = ["sharp.png", "--kernel", "curve.json", "--light", "linear", "--json"];
    const { stdout } = await degrade(...args, "--out", "curve.png");
    expect(JSON.parse(stdout)).toMatchObject([{ light: "linear", toneCurve }]);
    expect(await readKernel(at("curve_kernel_x2.mat"))).toMatchObject({
      confidence: 1,
      light: "linear",
      toneCurve,
    });
    const low = await readImage(at("curve.png"));
    const wanted = downscale(await readImage(at("sharp.png")), ofCamera, 2, { light: "linear", toneCurve });
    const errors = low.data.map((value, i) => Math.abs(value - wanted.data[i]!));
    expect(255 * errors.reduce((most, error) => Math.max(most, error), 0)).toBeLessThan(0.51);

    await sharp(at("curve.png")).extract({ left: 0, top: 0, width: 64, height: 64 }).toFile(at("part.png"));
    const back = ["--kernel", "curve_kernel_x2.mat", "--json", "--out", "of-part.png"];
    const upscaled = await here("upscale", "part.png", ...back);
    expect(JSON.parse(upscaled.stdout)).toMatchObject([{ light: "linear", toneCurve }]);
    expect(upscaled.stderr).toContain("undone in linear light, by the camera's tone curve");
    const inValues = ["--light", "encoded", "--json", "--out", "values.png"];
    const told = await degrade("sharp.png", "--kernel", "curve.json", ...inValues);
    expect(JSON.parse(told.stdout)[0]).not.toHaveProperty("toneCurve");
    expect(readFileSync(at("values.png"))).toEqual(readFileSync(at("low.png")));
    expect(await readKernel(at("values_kernel_x2.mat"))).not.toHaveProperty("toneCurve");
  });

  it("compresses: the same pixels as JPEG and as PNG", async () => {
    const args = ["sharp.png", "--kernel", "low_kernel_x2.mat", "--jpeg", "40", "--quiet"];
    await run(...args, "--out", "packed.png");
    await run(...args, "--out", "packed.jpg", "--force");
    expect(await readImage(join(folder, "packed.png"))).toEqual(await readImage(join(folder, "packed.jpg")));
  });

  it("fails in one line, before it writes anything", async () => {
    const unknown = await runCommand(folder, "degrade", "sharp.png", "--random", "--out", "low.xyz");
    expectOneLine(unknown, "kernelgan: --out low.xyz: cannot write .xyz images");
    const there = await run("sharp.png", "--random", "--out", "low.png");
    expectOneLine(there, "kernelgan: sharp.png: low.png exists already");
    const kernel = await run("sharp.png", "--kernel", "sharp.png", "--out", "new.png");
    expectOneLine(kernel, "kernelgan: sharp.png: is a picture without a kernel's numbers");
    expect([unknown.code, there.code, kernel.code]).toEqual([2, 1, 1]);
    expect(readdirSync(folder)).not.toContain("new.png");
  });
});
describe("kernelgan degrade of what is more than 8 bits of sRGB", { timeout: PROCESS_MS }, () => {
  const random = ["--random", "--quiet", "--formats", "json"];
  /** A kernel of one weight, which changes nothing. */
  const same = ["--kernel", "same.json", "--scale", "1", "--quiet"];
  /** Most of them lie between two values of 8 bits. */
  const samples = Uint16Array.from({ length: 64 * 48 * 3 }, (_, i) => 20000 + ((i * 7919) % 9000) * 4 + 1);

  beforeAll(async () => {
    const deep = sharp(samples, { raw: { width: 64, height: 48, channels: 3 } })
      .toColourspace("rgb16")
      .withIccProfile("p3")
      .withExifMerge({ IFD0: { Copyright: "Anna" } });
    await deep.png().toFile(at("deep.png"));
    const boats = sharp(nagasakiBoats).extract({ left: 300, top: 300, width: 64, height: 48 });
    await boats.clone().toColourspace("cmyk").withIccProfile("cmyk").jpeg().toFile(at("cmyk.jpg"));
    await boats.clone().ensureAlpha(0.5).png().toFile(at("glass.png"));
    await writeKernel(at("same.json"), { size: 1, data: Float64Array.of(1) });
  }, PROCESS_MS);

  it.each(["png", "tif"])("keeps 16 bits, colour profile and EXIF in .%s", async (extension) => {
    const output = `deep-${extension}.${extension}`;
    expect(await run("deep.png", ...same, "--out", output)).toMatchObject({ code: 0, stderr: "" });
    const [given, low] = [await readPicture(at("deep.png")), await readPicture(at(output))];
    expect(low).toMatchObject({ depth: 16, icc: p3 });
    expect(Buffer.from(low.metadata?.exif ?? []).toString("latin1")).toContain("Anna");
    expect(low.image).toEqual(given.image);
  });

  it.each([
    [
      "8 bits, for the format",
      ["deep.png", "--out", "a.jpg"],
      "JPEG is written with 8 bits a sample, not 16",
    ],
    [
      "8 bits, for --jpeg",
      ["deep.png", "--out", "b.png", "--jpeg", "80"],
      "is compressed as JPEG, which has 8 bits",
    ],
    ["no profile", ["deep.png", "--out", "c.gif"], "GIF has no place for a colour profile"],
    ["sRGB for CMYK", ["cmyk.jpg", "--out", "d.png"], "its CMYK colours are converted to sRGB"],
    [
      "no transparency",
      ["glass.png", "--out", "e.png"],
      "100% of the pixels are transparent, wholly or in part",
    ],
  ])("says where there is %s, in JSON as well", async (_, args, warning) => {
    const { code, stdout, stderr } = await run(...random, ...args, "--json");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain(`kernelgan: warning: ${args[0]}: ${warning}`);
    const [{ warnings }] = JSON.parse(stdout);
    expect(warnings.map(({ message }: Warning) => `kernelgan: warning: ${args[0]}: ${message}`)).toEqual(
      stderr.trimEnd().split("\n"),
    );
    expect(warnings.map(({ code }: Warning) => code)).not.toContain(undefined);
  });

  it("writes the pixels alone with --strip", async () => {
    const { code, stderr } = await run("deep.png", ...same, "--strip", "--out", "bare.png");
    expect(code, stderr).toBe(0);
    expect(stderr).toContain("deep.png: its colour profile is left out, too");
    const { depth, icc, exif } = await sharp(at("bare.png")).metadata();
    expect([depth, icc, exif]).toEqual(["ushort", undefined, undefined]);
    expect((await readPicture(at("bare.png"))).image).toEqual((await readPicture(at("deep.png"))).image);
  });

  it("keeps the colour profile where it compresses", async () => {
    await run("deep.png", ...random, "--jpeg", "80", "--out", "packed-p3.png");
    const { depth, icc } = await sharp(at("packed-p3.png")).metadata();
    expect([depth, icc]).toEqual(["uchar", p3]);
  });
});

describe("kernelgan degrade with a folder", { timeout: PROCESS_MS }, () => {
  beforeAll(async () => {
    await imageFolder(at("hr"), ["a.png", "sub/b.png", "sub/c.jpg"], 160, 128);
    expect(await degrade("hr", "--random", "--out", "lr")).toEqual({ code: 0, stdout: "", stderr: "" });
  }, PROCESS_MS);

  it("gives each image a kernel of its own", async () => {
    expect(filesBelow(at("lr"))).toEqual([
      "a.png",
      "a_kernel_x2.mat",
      "sub/b.png",
      "sub/b_kernel_x2.mat",
      "sub/c.png",
      "sub/c_kernel_x2.mat",
    ]);
    const kernels = ["a", "sub/b", "sub/c"].map((name) =>
      readFileSync(at("lr", `${name}_kernel_x2.mat`), "base64"),
    );
    expect(new Set(kernels).size).toBe(3);
  });

  it("makes the same of an image whatever others there are, and something else with another seed", async () => {
    const args = ["hr/sub", "hr/a.png", "--random", "--json"];
    const { stdout, stderr } = await run(...args, "--out", "some");
    const [b, c, a] = JSON.parse(stdout);
    // Named as the user would.
    expect([a, b, c].map(({ image }) => image)).toEqual(
      ["hr/a.png", "hr/sub/b.png", "hr/sub/c.jpg"].map(normalize),
    );
    expect(stderr).toContain(`${normalize("hr/sub/b.png")}: 160×128 → 80×64, ${normalize("some/b.png")}`);
    expect(stderr).not.toContain(folder);
    expect([a, b, c].map(({ files }) => files[0])).toEqual(
      ["a", "b", "c"].map((name) => join("some", `${name}.png`)),
    );
    expect(contents(at("some"))["a.png"]).toBe(contents(at("lr"))["a.png"]);
    expect([a.seed, b.seed]).toEqual([0, 0]);
    await degrade("hr/a.png", "--random", "--seed", "1", "--out", "other");
    expect(contents(at("other"))["a.png"]).not.toBe(contents(at("lr"))["a.png"]);
  });

  it("says what to do with a folder for one file, and with a file that is taken for an option", async () => {
    const one = await run("hr", "--random", "--out", "one.png");
    expect(one).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("one file for the folder hr; give a folder"),
    });
    writeFileSync(at("-a.png"), readFileSync(at("hr", "a.png")));
    const option = await run("-a.png", "--random", "--out", "option");
    expect(option).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("; for the file of this name give ./-a.png"),
    });
    expect((await run("-b.png", "--random", "--out", "option")).stderr).not.toContain("./");
    expect(await degrade("./-a.png", "--random", "--out", "option")).toMatchObject({ code: 0 });
  });

  it("gives an image the same kernel and noise for a file as for a folder", async () => {
    const args = ["hr/a.png", "--random", "--seed", "5", "--noise", "3"];
    await degrade(...args, "--out", "alone.png");
    await degrade(...args, "--out", "folder");
    expect(readFileSync(at("alone.png")).equals(readFileSync(at("folder", "a.png")))).toBe(true);
    expect(await readKernel(at("alone_kernel_x2.mat"))).toEqual(
      await readKernel(at("folder", "a_kernel_x2.mat")),
    );
  });

  it("uses a given kernel for all", async () => {
    await degrade("hr", "--kernel", "lr/a_kernel_x2.mat", "--out", "same-kernel");
    const kernel = await readKernel(at("lr", "a_kernel_x2.mat"));
    for (const name of ["a", "sub/b", "sub/c"]) {
      expect(await readKernel(at("same-kernel", `${name}_kernel_x2.mat`))).toEqual(kernel);
    }
  });

  it("continues after a bad image, and names what it leaves out; existing files are errors", async () => {
    writeFileSync(at("hr", "IMG_1.HEIC"), "");
    const { code, stderr } = await degrade("hr", "hr/missing.png", "--random", "--out", "lr");
    expect(code).toBe(1);
    expect(stderr).not.toContain(folder);
    expect(stderr.match(/exists already; replace it with --force/g)?.length).toBe(3);
    expect(stderr).toContain("missing.png: there is no such file");
    expect(stderr).toContain(
      `1 picture left out, of formats that are not read: ${normalize("hr/IMG_1.HEIC")}; convert to PNG or JPEG`,
    );
  });

  it.skipIf(process.platform === "win32")(
    "never replaces the image that is read, whatever name leads there",
    async () => {
      await imageFolder(at("own"), ["a.png", "b.png"], 64, 48);
      symlinkSync("own", at("link"));
      symlinkSync("own/a.png", at("alias.png"));
      const before = contents(at("own"));
      for (const [image, out] of [
        ["own/a.png", "own/a.png"],
        ["own/a.png", "own"],
        ["own/a.png", "link/../own/./a.png"],
        ["link/a.png", "own"],
        ["own/a.png", "link"],
        ["alias.png", "own/a.png"],
        ["own/a.png", "alias.png"],
      ] as const) {
        const result = await degrade(image, "--random", "--force", "--out", out);
        expect(result.code, `${image} to ${out}`).toBe(1);
        expectOneLine(result, "kernelgan: ");
        expect(result.stderr).toContain("would replace the file");
      }
      expect(contents(at("own"))).toEqual(before);
    },
  );

  it("warns of a kernel that lies far from its place, once", async () => {
    const corner = new Float64Array(49);
    corner[0] = 1;
    await writeKernel(at("corner.mat"), { size: 7, data: corner });
    const { code, stderr } = await degrade("hr/a.png", "--kernel", "corner.mat", "--out", "moved.png");
    expect(code, stderr).toBe(0);
    const warning =
      /warning: hr\/a\.png: corner\.mat: .* 3\.5 pixels above and 3\.5 pixels to the left of .*--kernel-convention says/g;
    expect(stderr.match(warning)).toHaveLength(1);
  });

  it("refuses kernels that are no blur, or for another scale", async () => {
    await writeKernel(at("bright.mat"), { size: 3, data: new Float64Array(9).fill(1) });
    const bright = await degrade("hr/a.png", "--kernel", "bright.mat", "--out", "bright");
    expect(bright.code).toBe(1);
    expectOneLine(bright, "kernelgan: bright.mat: its weights sum to 9.00; a blur's sum is 1");
    const other = await degrade(
      "hr/a.png",
      "--kernel",
      "lr/a_kernel_x2.mat",
      "--scale",
      "3",
      "--out",
      "bright",
    );
    expect(other.code).toBe(2);
    expectOneLine(other, "kernelgan: lr/a_kernel_x2.mat is a kernel for ×2; give one for ×3, or --scale 2");
    expect(existsSync(at("bright"))).toBe(false);
  });

  it("refuses one file for several images", async () => {
    const { code, stderr } = await degrade("hr/a.png", "hr/sub/b.png", "--random", "--out", "one.png");
    expect(code).toBe(2);
    expect(stderr).toContain("--out one.png is one file for 2 images; give a folder");
  });
});
