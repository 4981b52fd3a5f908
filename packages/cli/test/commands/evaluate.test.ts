import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { crop, evaluateImage, type PlanarImage } from "@kernelgan/core";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp, { type Sharp } from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { type EvaluateDocument, evaluateCommand } from "../../src/commands/evaluate.js";
import { readImage } from "../../src/image-files/read-image.js";
import { type Flags, givenFlags } from "../helpers/given-flags.js";
import { PROCESS_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { type Result, runCommand } from "../helpers/run-command.js";

const folder = temporaryFolder();
const [WIDTH, HEIGHT] = [80, 60];

const path = (...names: string[]): string => join(folder, ...names);
const read = (name: string): Promise<PlanarImage> => readImage(path(name));

/** A stream, and what was written to it. */
function collect(): { stream: NodeJS.WriteStream; text: () => string } {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  return { stream: stream as unknown as NodeJS.WriteStream, text: () => text };
}

/** Runs the command within this process, which takes a tenth of the time of one of its own. */
async function evaluate(sr: string, hr: string, flags: Flags = {}): Promise<Result> {
  const [stdout, stderr] = [collect(), collect()];
  const io = {
    stdout: stdout.stream,
    stderr: stderr.stream,
    signal: new AbortController().signal,
    allowShutdown: () => {},
  };
  const code = await evaluateCommand.run({}, givenFlags({ sr: path(sr), hr: path(hr), ...flags }), io);
  return { code, stdout: stdout.text(), stderr: stderr.text() };
}

/** The same with `--json`, parsed. */
async function evaluateJson(
  sr: string,
  hr: string,
  flags: Flags = {},
): Promise<Omit<Result, "stdout"> & { document: EvaluateDocument }> {
  const { stdout, ...rest } = await evaluate(sr, hr, { ...flags, json: true });
  return { ...rest, document: JSON.parse(stdout) };
}

beforeAll(async () => {
  for (const name of ["sr", "hr", "strangers", "twins"]) mkdirSync(path(name));
  const part = (left: number, width = WIDTH): Sharp =>
    sharp(nagasakiBoats).extract({ left, top: 300, width, height: HEIGHT });
  const save = (image: Sharp, ...names: string[]) => image.toFile(path(...names));
  await save(part(300, WIDTH + 1), "hr", "boats.png");
  await save(part(300).blur(1), "sr", "boats_x2.png");
  await save(part(400), "hr", "more.tif");
  await save(part(400).blur(1.5), "sr", "more.webp");
  await save(part(500), "hr", "unused.png");
  await save(part(500), "sr", "lost.png");
  writeFileSync(path("sr", "notes.txt"), "not an image");
  writeFileSync(path("text.png"), "not an image");

  await save(part(300), "hr.png");
  await save(part(300).blur(1), "sr.png");
  await save(part(300).blur(1).toColourspace("b-w"), "gray.png");
  await save(part(297), "moved.png");
  // A gray ramp in steps of 1/4096, which 8 bits do not have.
  const ramp = Uint16Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => Math.floor(i / 3) * 13);
  const raw = { width: WIDTH, height: HEIGHT, channels: 3 as const };
  await save(sharp(ramp, { raw }).toColourspace("rgb16"), "deep.png");
  copyFileSync(path("sr.png"), path("strangers", "other.png"));
  for (const name of ["boats.png", "boats.tif"]) await save(part(300), "twins", name);
});

describe("kernelgan evaluate", { timeout: PROCESS_MS }, () => {
  const run = (...args: string[]): Promise<Result> => runCommand(folder, "evaluate", ...args);

  it("prints a table and the border", async () => {
    const { psnrY, ssimY, psnrRgb, ssimRgb } = evaluateImage(await read("sr.png"), await read("hr.png"));
    const { code, stdout, stderr } = await run("--sr", "sr.png", "--hr", "hr.png");
    expect([code, stderr]).toEqual([0, ""]);
    const [titles, row, ...rest] = stdout.split("\n");
    expect(titles!.split(/ +/)).toEqual(["", "PSNR-Y", "SSIM-Y", "PSNR-RGB", "SSIM-RGB"]);
    const numbers = [psnrY.toFixed(2), ssimY.toFixed(4), psnrRgb.toFixed(2), ssimRgb.toFixed(4)];
    expect(row!.split(/ +/)).toEqual(["sr.png", ...numbers]);
    expect(row!.length).toBe(titles!.length);
    expect(rest.join("\n")).toMatch(/^\n.*4 pixels left out[^\n]*\n$/);
  });

  it("--json prints one document with the library's numbers", async () => {
    const options = ["--scale", "3", "--border", "1", "--json", "--max-pixels", "4800"];
    const { code, stdout, stderr } = await run("--sr", "sr.png", "--hr", "hr.png", ...options);
    expect([code, stderr]).toEqual([0, ""]);
    const quality = evaluateImage(await read("sr.png"), await read("hr.png"), { border: 1 });
    const { border, ...mean } = quality;
    expect(border).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      images: [{ sr: "sr.png", hr: "hr.png", width: WIDTH, height: HEIGHT, ...quality, warnings: [] }],
      mean,
      unpaired: { sr: [], hr: [] },
    });
  });

  it("--up-to-shift finds a picture that is moved, and says by how much", async () => {
    const args = ["--sr", "moved.png", "--hr", "hr.png"];
    const { code, stdout } = await run(...args, "--up-to-shift");
    expect(code).toBe(0);
    const [titles, row, ...rest] = stdout.split("\n");
    expect(titles).toMatch(/SSIM-RGB +shift$/);
    expect(row).toMatch(/^moved\.png +∞ .* 3, 0$/);
    expect(rest.join("\n")).toMatch(/9 pixels left out along each side, 5 of them for the shift/);
    const json = JSON.parse((await run(...args, "--up-to-shift", "--scale", "8", "--json")).stdout);
    expect(json.images[0]).toMatchObject({ shift: { x: 3, y: 0 }, border: 16, psnrY: null });
    expect((await run(...args)).stdout).not.toContain("shift");
  });

  it("says in one line what is wrong: exit code 1, and 2 for wrong usage", async () => {
    const expectLine = ({ code, stdout, stderr }: Result, expectedCode: number, start: string): void => {
      expect([code, stdout]).toEqual([expectedCode, ""]);
      expect(stderr).toMatch(/^[^\n]+\n$/);
      expect(stderr.startsWith(`kernelgan: ${start}`), stderr).toBe(true);
    };
    expectLine(await run("--sr", "gone.png", "--hr", "hr.png"), 2, "--sr gone.png: there is no such file");
    expectLine(await run("--sr", "sr.png", "--hr", "text.png"), 1, "text.png: not an image");
    expectLine(await run("--sr", "sr.png"), 2, "required option '--hr <path>' not specified");
  });
});

describe("evaluateCommand", { timeout: PROCESS_MS }, () => {
  it("leaves out a border of the scale", async () => {
    const { document } = await evaluateJson("sr.png", "hr.png", { scale: 3 });
    expect(document.images[0]).toMatchObject({ border: 3 });
    expect((await evaluate("sr.png", "hr.png", { scale: 3 })).stdout).toContain("3 pixels left out");
  });

  it("finds equal images equal: ∞, in JSON null", async () => {
    const { stdout } = await evaluate("hr.png", "hr.png");
    expect(stdout).toMatch(/\nhr\.png +∞ +1\.0000 +∞ +1\.0000\n/);
    const { document } = await evaluateJson("hr.png", "hr.png");
    expect(document.images[0]).toMatchObject({ psnrY: null, ssimY: 1, psnrRgb: null, ssimRgb: 1 });
  });

  it("pairs two folders by name, and names what has no counterpart", async () => {
    const { code, document } = await evaluateJson("sr", "hr", { scale: 2 });
    expect(code).toBe(0);
    const { images, mean, unpaired } = document;
    expect(images.map(({ sr, hr }) => [sr, hr])).toEqual([
      [path("sr", "boats_x2.png"), path("hr", "boats.png")],
      [path("sr", "more.webp"), path("hr", "more.tif")],
    ]);
    expect(unpaired).toEqual({ sr: [path("sr", "lost.png")], hr: [path("hr", "unused.png")] });
    const psnrs = images.map((image) => ("error" in image ? Number.NaN : image.psnrY));
    expect(mean?.psnrY).toBeCloseTo((psnrs[0]! + psnrs[1]!) / 2, 10);

    const { stdout, stderr } = await evaluate("sr", "hr", { scale: 2 });
    const names = stdout.split("\n").map((line) => line.split("  ")[0]);
    expect(names.slice(1, 4)).toEqual(["boats_x2.png", "more.webp", "mean of 2"]);
    expect(stdout).toMatch(new RegExp(`mean of 2 +${mean?.psnrY.toFixed(2)} `));
    const warnings = stderr.split("\n");
    expect(warnings[0]).toMatch(/^kernelgan: warning: .*sr: .*: lost\.png$/);
    expect(warnings[1]).toMatch(/^kernelgan: warning: .*hr: .*: unused\.png$/);
  });

  it("cuts HR to a multiple of the scale, and says so", async () => {
    const [sr, hr] = [join("sr", "boats_x2.png"), join("hr", "boats.png")];
    const { stderr, document } = await evaluateJson(sr, hr, { scale: 2 });
    const cut = crop(await read(hr), { x: 0, y: 0, width: WIDTH, height: HEIGHT });
    const warning = `${path(hr)}: cut from 81×60 to 80×60 pixels at the right and the bottom`;
    expect(stderr).toBe(`kernelgan: warning: ${warning}\n`);
    const quality = evaluateImage(await read(sr), cut, { scale: 2 });
    expect(document.images[0]).toMatchObject({ ...quality, warnings: [{ code: "cut", message: warning }] });
  });

  it("compares no other sizes: not without a scale, by no more than it, and SR is not cut", async () => {
    const [sr, hr] = [join("sr", "boats_x2.png"), join("hr", "boats.png")];
    for (const [a, b, flags] of [
      [sr, hr, {}],
      [sr, hr, { scale: 1 }],
      [hr, sr, { scale: 2 }],
    ] as const) {
      const { code, stdout, stderr } = await evaluate(a, b, flags);
      expect([code, stdout]).toEqual([1, ""]);
      expect(stderr).toMatch(/^kernelgan: .* has 8[01]×60 pixels, .* 8[01]×60; they must agree/);
    }
  });

  it("takes a gray image for R = G = B, and says so beside one in colour", async () => {
    const { stderr, document } = await evaluateJson("gray.png", "hr.png");
    expect(stderr).toMatch(/^kernelgan: warning: .*gray\.png: gray beside an image in colour[^\n]+\n$/);
    expect(document.images[0]).toMatchObject(evaluateImage(await read("gray.png"), await read("hr.png")));
    expect((await evaluate("gray.png", "gray.png")).stderr).toBe("");
  });

  it("reads 16 bits as 16 bits", async () => {
    const deep = await read("deep.png");
    expect(deep.data[1]).toBeCloseTo(13 / 65535, 9);
    const { document } = await evaluateJson("deep.png", "hr.png");
    expect(document.images[0]).toMatchObject(evaluateImage(deep, await read("hr.png")));
  });

  it("continues after an image that fails, exit code 1", async () => {
    const { code, stderr, document } = await evaluateJson("sr", "hr");
    const { images, mean } = document;
    expect(code).toBe(1);
    expect(stderr).toMatch(/\nkernelgan: .*boats_x2\.png has 80×60 pixels/);
    expect(images[0]).toMatchObject({
      error: { code: "invalid-input", message: expect.stringContaining("80×60 pixels") },
    });
    expect(images[1]).toMatchObject({ ...mean });
    expect((await evaluate("sr", "hr")).stdout).toContain("mean of 1 ");
  });

  it("has no mean where every image fails", async () => {
    const { code, stderr, document } = await evaluateJson("sr.png", "hr.png", { border: 30 });
    expect([code, document.mean]).toEqual([1, null]);
    expect(stderr).toMatch(/sr\.png: a border of 30 leaves too little of 80×60 pixels/);
    expect(document.images[0]).toMatchObject({ error: { code: "image-too-small" } });
  });

  it("keeps to the largest number of pixels", async () => {
    const { stderr } = await evaluate("sr.png", "hr.png", { maxPixels: 4799 });
    expect(stderr).toMatch(/sr\.png: 80×60 is .* --max-pixels 4800\n$/);
  });

  it("reads a damaged image where that is allowed, which its error names as a flag", async () => {
    writeFileSync(path("cut.png"), readFileSync(path("sr.png")).subarray(0, 4000));
    const { code, document } = await evaluateJson("cut.png", "hr.png");
    expect([code, document.images[0]]).toMatchObject([
      1,
      { error: { message: expect.stringMatching(/cut\.png: damaged .* --allow-damaged$/) } },
    ]);
    const read = await evaluateJson("cut.png", "hr.png", { allowDamaged: true });
    expect([read.code, read.document.images[0]]).toMatchObject([
      0,
      {
        warnings: [
          {
            code: "damaged",
            message: expect.stringMatching(/cut\.png: damaged or cut off: parts of it are missing/),
          },
        ],
      },
    ]);
  });

  it.each([
    ["sr", "hr.png", /sr is a folder and .*hr\.png a file/],
    ["strangers", "hr", /no image in .*strangers has the name of one in .*hr /],
    ["sr", "twins", /boats\.png and .*boats\.tif have the same name/],
  ])("refuses to guess what belongs together: %s and %s", async (sr, hr, message) => {
    await expect(evaluate(sr, hr)).rejects.toThrow(message);
  });
});
