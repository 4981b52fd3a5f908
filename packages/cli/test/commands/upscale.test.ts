/** `kernelgan upscale` as a process. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { bicubicKernel, downscale, evaluateImage, imresize, type Kernel, kernel } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import type { UpscaleRecord } from "../../src/commands/upscale.js";
import { readImage } from "../../src/image-files/read-image.js";
import { readPicture } from "../../src/image-files/read-picture.js";
import { writeImage } from "../../src/image-files/write-image.js";
import { readKernel, writeKernel } from "../../src/kernel-files/formats.js";
import { PROCESS_MS, TRAINING_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { type Result, runCommand, startCommand } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const folder = temporaryFolder();
const at = (...names: string[]): string => join(folder, ...names);
const run = (...args: string[]): Promise<Result> => runCommand(folder, "upscale", ...args);
const program = runHere(folder);
const here = (...args: string[]): Promise<Result> => program("upscale", ...args);
const json = (result: Result): UpscaleRecord[] => JSON.parse(result.stdout);

/** A Gaussian of this standard deviation on the image's own grid. */
function gaussian(sigma: number): Kernel {
  const weights = Array.from({ length: 121 }, (_, i) => {
    const [y, x] = [Math.floor(i / 11) - 5, (i % 11) - 5];
    return Math.exp(-(x * x + y * y) / (2 * sigma * sigma));
  });
  const sum = weights.reduce((a, b) => a + b, 0);
  return kernel(
    11,
    weights.map((weight) => weight / sum),
  );
}

/** 16 bits, with transparency and a profile, lying on its side. */
async function writeDeep(): Promise<void> {
  const pixels = Uint16Array.from({ length: 60 * 40 * 4 }, (_, i) =>
    i % 4 === 3 ? (i % 240 < 120 ? 65535 : 0) : 20000 + ((i * 7919) % 9000),
  );
  const raw = { width: 60, height: 40, channels: 4 as const };
  await sharp(Buffer.from(pixels.buffer), { raw: { ...raw, depth: "ushort" } as never })
    .toColourspace("rgb16")
    .withMetadata({ orientation: 6 })
    .withIccProfile("p3")
    .png()
    .toFile(at("deep.png"));
}

beforeAll(async () => {
  const boats = sharp(nagasakiBoats).extract({ left: 300, top: 300, width: 240, height: 160 });
  await boats.clone().png().toFile(at("sharp.png"));
  await runCommand(folder, "degrade", "sharp.png", "--random", "--seed", "4", "--out", "photo.png");
  mkdirSync(at("other"));
  mkdirSync(at("the others"));
  writeFileSync(at("the others", "gone_x2.png"), "");
  writeFileSync(at("other", "photo.png"), readFileSync(at("photo.png")));
  await boats.clone().resize(60, 40).png().toFile(at("tiny.png"));
  await boats.clone().resize(1200, 800).png().toFile(at("wide.png"));
  writeFileSync(at("text.png"), "not an image");
  await writeKernel(at("bicubic_x2.json"), bicubicKernel(2), { scale: 2 });
  await writeDeep();
}, PROCESS_MS);

describe("kernelgan upscale --prior", () => {
  it(
    "takes the small one, and the same from a file, and says so",
    async () => {
      const model = new URL("../../../core/assets/small-prior.onnx", import.meta.url);
      writeFileSync(at("denoiser.onnx"), readFileSync(model));
      const args = [
        "tiny.png",
        "--kernel",
        "bicubic",
        "--prior-iterations",
        "2",
        "--device",
        "auto",
        "--json",
      ];
      const pictures: Buffer[] = [];
      for (const prior of ["small", "denoiser.onnx"]) {
        const result = await run(...args, "--prior", prior, "--out", `with-${prior}/`);
        expect(result.code, result.stderr).toBe(0);
        expect(json(result)[0]).toMatchObject({ method: "fast", prior, width: 120, height: 80 });
        expect(result.stderr).toContain(`(fast, prior ${prior})`);
        pictures.push(readFileSync(at(`with-${prior}`, "tiny_x2.png")));
      }
      expect(pictures[0]).toEqual(pictures[1]);
    },
    PROCESS_MS,
  );

  it.each([
    [["--prior", "text.png"], 1, /text\.png: the prior cannot be used: it is no ONNX model/],
    [["--prior", "none.onnx"], 2, /--prior none\.onnx: there is no such file; give small, or an ONNX file/],
    [["--prior-iterations", "3"], 2, /--prior-iterations is an option of --prior; choose that/],
    [["--device", "wasm", "--kernel", "bicubic"], 2, /--device is an option of .*--prior/],
    [["--prior", "small", "--method", "zssr"], 2, /--prior is an option of --method fast, not of zssr/],
  ])(
    "refuses %j before any work",
    async (args, code, message) => {
      const result = await here("photo.png", ...args, "--out", "refused");
      expect(result).toMatchObject({ code, stdout: "", stderr: expect.stringMatching(message) });
      expect(readdirSync(folder)).not.toContain("refused");
    },
    PROCESS_MS,
  );
});

describe("kernelgan upscale", { timeout: TRAINING_MS }, () => {
  it("estimates the kernel, then upscales for it, in two phases", async () => {
    // So short a run may collapse; another seed follows.
    const few = ["--kernel", "kernelgan", "--iterations", "150", "--runs", "1", "--threads", "1"];
    const result = await run("photo.png", ...few, "--formats", "mat,json");
    expect(result).toMatchObject({ code: 0, stdout: "" });
    expect(result.stderr).toMatch(
      /photo\.png ×2 {2}1\/2 kernel {2}\d+%[\s\S]*photo\.png ×2 {2}2\/2 picture {2}\d+%/,
    );
    expect(result.stderr).toMatch(
      /photo\.png: 120×80 → 240×160 in [\d.]+ s, kernel estimated in [\d.]+ s \(kernelgan, /,
    );
    expect(readdirSync(at("upscaled")).sort()).toEqual([
      "photo_kernel_x2.json",
      "photo_kernel_x2.mat",
      "photo_x2.png",
    ]);
    const picture = await readImage(at("upscaled", "photo_x2.png"));
    expect([picture.width, picture.height, picture.channels]).toEqual([240, 160, 3]);
    expect((await readKernel(at("upscaled", "photo_kernel_x2.mat"))).size).toBe(13);
  });

  it("by default fits blurs to the spectrum, and beats the bicubic kernel", async () => {
    const gains = ["auto", "bicubic"].map(async (kernel) => {
      const args = kernel === "auto" ? [] : ["--kernel", kernel];
      const result = await here("photo.png", ...args, "--out", kernel, "--json", "--quiet");
      expect(result.code).toBe(0);
      const [record] = json(result);
      expect(record).toMatchObject({ kernelOrigin: kernel });
      expect("confidence" in record!).toBe(kernel === "auto");
      const original = await readImage(at("sharp.png"));
      return evaluateImage(await readImage(at(kernel, "photo_x2.png")), original, { border: 8 }).psnrY;
    });
    const [auto, bicubic] = await Promise.all(gains);
    expect(auto).toBeGreaterThan(bicubic! + 0.3);
  });

  it("with the true kernel comes much closer to the original than bicubic interpolation", async () => {
    const result = await run(
      "photo.png",
      "--kernel",
      "photo_kernel_x2.mat",
      "--exact-kernel",
      "--out",
      "true",
      "--json",
      "--quiet",
    );
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const [record] = json(result);
    expect(record).toMatchObject({
      image: "photo.png",
      scale: 2,
      method: "fast",
      output: join("true", "photo_x2.png"),
      width: 240,
      height: 160,
      kernelOrigin: "photo_kernel_x2.mat",
      files: [join("true", "photo_x2.png")],
      warnings: [],
    });
    const original = await readImage(at("sharp.png"));
    const gain = (picture: Awaited<ReturnType<typeof readImage>>): number =>
      evaluateImage(picture, original, { border: 8 }).psnrY;
    const bicubic = imresize(await readImage(at("photo.png")), { scale: 2 });
    expect(gain(await readImage(at("true", "photo_x2.png")))).toBeGreaterThan(gain(bicubic) + 1.5);
  });

  it("trains a network with --method zssr", async () => {
    const args = ["--method", "zssr", "--zssr-iterations", "3", "--kernel", "bicubic", "--threads", "1"];
    const result = await run("tiny.png", ...args, "--out", "zssr/picture.webp", "--report");
    expect(result).toMatchObject({ code: 0, stdout: "" });
    const { width, format } = await sharp(at("zssr", "picture.webp")).metadata();
    expect([width, format]).toEqual([120, "webp"]);
    const report = readFileSync(at("zssr", "picture.html"), "utf8");
    expect(report).toMatch(/kernelgan upscale tiny\.png [^<]*--method zssr[^<]*<\/code>/);
    expect(report).toContain("<svg");
  });

  it("the command in the report gives the same picture again", async () => {
    await here(
      "tiny.png",
      "--kernel",
      "bicubic_x2.json",
      "--scale",
      "4",
      "--out",
      "first",
      "--report",
      "--quiet",
    );
    const report = readFileSync(at("first", "tiny_x4.html"), "utf8");
    const command = /kernelgan upscale ([^<]*)</.exec(report)?.[1] ?? "";
    const before = readFileSync(at("first", "tiny_x4.png"));
    expect(await here(...command.split(" "), "--force", "--quiet")).toMatchObject({ code: 0 });
    expect(readFileSync(at("first", "tiny_x4.png")).equals(before)).toBe(true);
  });

  it("keeps 16 bits, alpha, colour profile and orientation", async () => {
    const before = await sharp(at("deep.png")).metadata();
    expect([before.depth, before.channels, before.orientation]).toEqual(["ushort", 4, 6]);
    expect(await here("deep.png", "--kernel", "bicubic", "--out", "deep", "--quiet")).toMatchObject({
      code: 0,
    });
    const after = await sharp(at("deep", "deep_x2.png")).metadata();
    expect([after.depth, after.channels, after.orientation ?? 1]).toEqual(["ushort", 4, 1]);
    // Orientation 6 stands on its side.
    expect([after.width, after.height]).toEqual([80, 120]);
    expect(after.icc && before.icc && after.icc.equals(before.icc)).toBe(true);
  });

  it("makes an image sharp at its own size, with all it has", async () => {
    const original = await readImage(at("sharp.png"));
    await writeImage(at("soft.png"), downscale(original, gaussian(1), 1));
    const result = await here("soft.png", "--scale", "1", "--out", "one", "--report", "--json", "--quiet");
    const [record] = json(result);
    expect(record).toMatchObject({ scale: 1, output: join("one", "soft_x1.png"), width: 240, height: 160 });
    const psnr = async (path: string): Promise<number> =>
      evaluateImage(await readImage(path), original, { border: 8 }).psnrY;
    expect(await psnr(at("one", "soft_x1.png"))).toBeGreaterThan((await psnr(at("soft.png"))) + 1);
    expect(readFileSync(at("one", "soft_x1.html"), "utf8")).toContain("×1");
  });

  it("leaves every sample as it is at scale 1 where there is nothing to undo", async () => {
    const result = await here("deep.png", "--scale", "1", "--kernel", "bicubic", "--out", "one", "--quiet");
    expect(result).toMatchObject({ code: 0, stderr: "" });
    const samples = async (path: string): Promise<Uint16Array> => {
      const { data } = await sharp(path)
        .rotate()
        .toColourspace("rgb16")
        .raw({ depth: "ushort" })
        .toBuffer({ resolveWithObject: true });
      const all = new Uint16Array(data.buffer, data.byteOffset, data.length / 2);
      // What is invisible may have any colour.
      return all.map((value, i) => (all[i - (i % 4) + 3] === 0 ? 0 : value));
    };
    expect(await samples(at("one", "deep_x1.png"))).toEqual(await samples(at("deep.png")));
  });

  it.each([
    [["--scale", "1.5"], "photo_x1.5.png", 180, 120, "photo_kernel_x2.mat"],
    [["--size", "300x"], "photo_300w.png", 300, 200, "photo_kernel_300w.mat"],
    [["--size", "x100"], "photo_100h.png", 150, 100, "photo_kernel_100h.mat"],
    [["--size", "90x90"], "photo_90x90.png", 90, 60, "photo_kernel_90x90.mat"],
  ])("makes pictures of any size: %j", async (size, name, width, height, kernel) => {
    const args = [...size, "--kernel", "bicubic", "--formats", "mat", "--report", "--out", "sizes"];
    const [record] = json(await here("photo.png", ...args, "--json", "--quiet"));
    expect(record).toMatchObject({ output: join("sizes", name), width, height });
    expect(record).toMatchObject({ files: expect.arrayContaining([join("sizes", kernel)]) });
    const picture = await readImage(at("sizes", name));
    expect([picture.width, picture.height]).toEqual([width, height]);
    expect((await readKernel(at("sizes", kernel))).size).toBeGreaterThan(2);
  });

  it("takes a kernel's file for the sizes that it serves", async () => {
    const args = ["photo.png", "--kernel", "bicubic_x2.json", "--out", "served", "--quiet"];
    expect(await here(...args, "--size", "150x")).toMatchObject({ code: 0 });
    expect(await run(...args, "--scale", "2.5")).toMatchObject({ code: 2 });
  });

  it("wraps with --wrap alone, and along one axis; transparency wraps as well", async () => {
    const { alpha } = await readPicture(at("deep.png"));
    for (const [wrap, ...flags] of [
      ["none"],
      ["both", "--wrap"],
      ["x", "--wrap", "x"],
      ["y", "--wrap=y"],
    ] as const) {
      const args = ["deep.png", "--kernel", "bicubic", "--quiet", "--out", join("wrap", wrap)];
      expect(await here(...flags, ...args)).toMatchObject({ code: 0, stderr: "" });
      const larger = await readPicture(at("wrap", wrap, "deep_x2.png"));
      const expected = imresize(alpha!, { scale: 2 }, wrap).data;
      const furthest = larger.alpha?.data.reduce(
        (most, value, i) => Math.max(most, Math.abs(value - Math.min(1, Math.max(0, expected[i] ?? 0)))),
        0,
      );
      expect(furthest).toBeLessThan(1 / 65535);
    }
    const colours = ["none", "x", "y", "both"].map((wrap) => readFileSync(at("wrap", wrap, "deep_x2.png")));
    expect(new Set(colours.map(String)).size).toBe(4);
  });

  it("undoes as much as --strength says: 0 is bicubic interpolation", async () => {
    const args = ["photo.png", "--kernel", "bicubic", "--out", "nothing", "--quiet"];
    expect(await here(...args, "--strength", "0")).toMatchObject({ code: 0 });
    const plain = imresize(await readImage(at("photo.png")), { scale: 2 }).data;
    const { data } = await readImage(at("nothing", "photo_x2.png"));
    const furthest = data.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - Math.min(1, Math.max(0, plain[i] ?? 0)))),
      0,
    );
    expect(furthest).toBeLessThan(0.51 / 255);
  });

  it("continues after an image that fails, and says in one line what is wrong", async () => {
    const result = await run(
      "text.png",
      "photo.png",
      "--kernel",
      "bicubic",
      "--out",
      "some",
      "--json",
      "--quiet",
    );
    expect(result.code).toBe(1);
    expect(result.stderr).toMatch(/^kernelgan: text\.png: not an image[^\n]+\n$/);
    const records = json(result);
    expect(records.map((r) => "error" in r)).toEqual([true, false]);
    expect(readdirSync(at("some"))).toEqual(["photo_x2.png"]);
  });

  it.each<[string, string[], string, number?]>([
    [
      "a kernel of another scale",
      ["photo.png", "--scale", "3", "--kernel", "bicubic_x2.json"],
      "is a kernel for ×2",
      2,
    ],
    ["a missing kernel", ["photo.png", "--kernel", "nowhere.mat"], "no such file; give auto", 2],
    ["an extension that cannot be written", ["photo.png", "--out", "x.bmp"], "cannot write .bmp images", 2],
    [
      "a file that is not there, but its output",
      ["gone.png", "--out", "the others"],
      "there is no such file",
    ],
    ["a folder", ["the others"], "for all of its images: kernelgan batch 'the others' --task upscale"],
    [
      "a glob that no shell has expanded",
      ["the others/*.png"],
      "no such file; for all that match: kernelgan batch 'the others/*.png' --task upscale",
    ],
    ["an address", ["https://host/a?b.png"], "this is an address, not a file; download it first"],
    [
      "kernel files where no kernel is found",
      ["photo.png", "--strength", "0", "--formats", "mat"],
      "leave --formats out",
      2,
    ],
    [
      "a confidence in an estimate to come",
      ["photo.png", "--confidence", "0.5"],
      "leave --confidence out, or give a kernel",
      2,
    ],
    ["an empty value", ["photo.png", "--out", ""], "--out is empty; give a text (dir|file)", 2],
    ["a scale and a size", ["photo.png", "--scale", "2", "--size", "300x"], "leave one of them out", 2],
    [
      "kernelgan at scale 1",
      ["photo.png", "--scale", "1", "--kernel", "kernelgan"],
      "choose auto or spectral",
      2,
    ],
    ["a size far from the image's", ["photo.png", "--size", "9000x"], "75 times as large as the image"],
    ["one file for two images", ["photo.png", "sharp.png", "--out", "x.png"], "is one file for 2 images", 2],
    [
      "a format that cannot be written",
      ["photo.png", "--out", "text.png/x.png"],
      "cannot write to the folder",
    ],
    [
      "two images of one name",
      ["other/photo.png", "photo.png", "--kernel", "bicubic", "--out", "twins"],
      "would replace",
    ],
    [
      "the image itself",
      ["photo.png", "--kernel", "bicubic", "--out", "photo.png", "--force"],
      "photo.png: its output photo.png would replace the file",
    ],
  ])("refuses %s", async (_, args, message, code = 1) => {
    const result = await here(...args, "--quiet");
    expect(result.code).toBe(code);
    expect(result.stderr).toMatch(/^kernelgan: [^\n]+\n$/);
    expect(result.stderr).toContain(message);
  });

  it("--progress json: every line on stderr is an object", async () => {
    const result = await run(
      "text.png",
      "photo.png",
      "--kernel",
      "bicubic",
      "--out",
      "told",
      "--progress",
      "json",
    );
    expect(result).toMatchObject({ code: 1, stdout: "" });
    const events = result.stderr
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(events[0]).toMatchObject({ event: "error", code: "invalid-input" });
    expect(events.filter(({ event }) => event === "progress").at(-1)).toMatchObject({
      image: "photo.png",
      scale: 2,
      stage: "picture",
      done: expect.any(Number),
      secondsLeft: expect.any(Number),
    });
    expect(events.at(-1)).toMatchObject({ event: "done", files: [join("told", "photo_x2.png")] });
  });

  it("of images with the same output the first gets it, however long the others take to open", async () => {
    const images = ["same.jpg", "same.png", "same.tif", "same.webp"];
    for (const name of images) await sharp(at("tiny.png")).toFile(at(name));
    const records = json(await here(...images, "--strength", "0", "--out", "first", "--json", "--quiet"));
    expect(records.map((record) => [record.image, "error" in record])).toEqual([
      ["same.jpg", false],
      ["same.png", true],
      ["same.tif", true],
      ["same.webp", true],
    ]);
  });

  it("refuses to replace files before it computes, and replaces them with --force", async () => {
    mkdirSync(at("there"));
    writeFileSync(at("there", "photo_x2.png"), "precious");
    const refused = await run("photo.png", "--out", "there");
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^kernelgan: photo\.png: [^\n]+ exists already[^\n]+\n$/);
    expect(readFileSync(at("there", "photo_x2.png"), "utf8")).toBe("precious");
    await here("photo.png", "--kernel", "bicubic", "--out", "there", "--force", "--quiet");
    expect((await readImage(at("there", "photo_x2.png"))).width).toBe(240);
  });

  it.skipIf(process.platform === "win32").each([
    ["kernel", "photo.png", ["--kernel", "kernelgan", "--iterations", "400"]],
    ["picture", "tiny.png", ["--kernel", "bicubic", "--method", "zssr", "--zssr-iterations", "60"]],
    ["picture", "wide.png", ["--kernel", "bicubic", "--threads", "3"]],
  ] as const)("Ctrl-C during the %s of %s leaves nothing", async (phase, image, slow) => {
    const args = ["upscale", image, "--out", "stopped", "--report", "--json", ...slow];
    const { child, result } = startCommand(folder, ...args);
    const firstLine = new Promise<string>((resolve) => {
      if (child.stderr) createInterface({ input: child.stderr }).once("line", resolve);
    });
    expect(await Promise.race([firstLine, result.then(() => "ended early")])).toContain(phase);
    child.kill("SIGINT");
    expect(await result).toMatchObject({ code: 130, stdout: "" });
    expect(readdirSync(folder)).not.toContain("stopped");
  });
});
