/** `-` in the place of an image and of the result, as processes; what is refused is refused before any is read. */

import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { decodeKernel } from "@kernelgan/formats";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import sharp from "sharp";
import { beforeAll, describe, expect, it } from "vitest";
import { PROCESS_MS } from "../helpers/limits.js";
import { nagasakiBoats } from "../helpers/photographs.js";
import { BIN } from "../helpers/run-command.js";
import { runHere } from "../helpers/run-here.js";

const UPSCALE = ["upscale", "photo.png", "--kernel", "bicubic", "--out", "-", "--quiet"];
const folder = temporaryFolder();
const here = runHere(folder);
let image: Buffer;

beforeAll(async () => {
  image = await sharp(nagasakiBoats).resize(60, 50).png().toBuffer();
  writeFileSync(join(folder, "photo.png"), image);
});

function run(input: Buffer, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    input,
  });
  return { code: status, stdout, stderr: stderr.toString() };
}

describe("-", { timeout: PROCESS_MS }, () => {
  it("passes a picture from standard input to standard output", async () => {
    const before = readdirSync(folder);
    const { code, stdout } = run(
      image,
      "upscale",
      "-",
      "--out",
      "-",
      "--kernel",
      "spectral",
      "--picture-format",
      "webp",
    );
    expect(code).toBe(0);
    expect(await sharp(stdout).metadata()).toMatchObject({ format: "webp", width: 120, height: 100 });
    const plain = run(image, "upscale", "photo.png", "--out", "-", "--kernel", "spectral");
    expect(await sharp(plain.stdout).metadata()).toMatchObject({ format: "png", width: 120 });
    expect(readdirSync(folder)).toEqual(before);
  });

  it("says that a file holds a part of what was printed, where no more fits", () => {
    const inShell = (limit: string): ReturnType<typeof spawnSync> =>
      spawnSync(
        "bash",
        ["-c", `trap "" XFSZ; ${limit} "$@" > part.png`, "-", process.execPath, BIN, ...UPSCALE],
        {
          cwd: folder,
        },
      );
    const { status, stderr } = inShell("ulimit -f 2;");
    expect(statSync(join(folder, "part.png")).size).toBe(2048);
    expect(status).toBe(1);
    expect(String(stderr)).toMatch(/^kernelgan: cannot write to standard output: .+\n$/);
    expect(inShell("").status).toBe(0);
  });

  it("names standard input in messages as its results are named", () => {
    const upscale = ["upscale", "-", "--kernel", "bicubic", "--quality", "80", "--out", "named"];
    const { code, stderr } = run(image, ...upscale);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^kernelgan: warning: stdin: PNG has no quality.*\nstdin: 60×50 → 120×100 in /m);
    expect(readdirSync(join(folder, "named"))).toEqual(["stdin_x2.png"]);
    expect(run(image, ...upscale).stderr).toMatch(/^kernelgan: stdin: named.stdin_x2\.png exists already/);
    const estimate = ["estimate", "-", "--method", "spectral", "--formats", "mat", "--out", "kernels"];
    expect(run(image, ...estimate).stderr).toMatch(/^stdin: ×2 kernel in /m);
    expect(readdirSync(join(folder, "kernels"))).toEqual(["stdin_kernel_x2.mat"]);
  });

  it("gives the kernel that was asked for", async () => {
    const args = ["estimate", "-", "--method", "spectral", "--scale", "4", "--out", "-"];
    const { stdout } = run(image, ...args);
    expect(await decodeKernel(stdout)).toMatchObject({ scale: 4 });
    const npy = run(image, ...args, "--formats", "npy").stdout;
    expect((await decodeKernel(npy)).kernel.data).toEqual((await decodeKernel(stdout)).kernel.data);
  });

  it.each([
    ["is read once", ["upscale", "-", "-"], /standard input \(-\) is one image/],
    ["holds one picture", ["upscale", "-", "photo.png", "--out", "-"], /--out - is one file for 2 images/],
    ["is not for JSON as well", ["upscale", "-", "--out", "-", "--json"], /both print on standard output/],
    [
      "is not for reports",
      ["upscale", "-", "--out", "-", "--report"],
      /--report and --formats write more files/,
    ],
    ["is one kernel file", ["estimate", "-", "--out", "-", "--formats", "mat,npy"], /one file for 2 formats/],
    [
      "is one format",
      ["upscale", "-", "--out", "a.png", "--picture-format", "webp"],
      /--out a\.png and --picture-format webp are two formats/,
    ],
  ])("%s", async (_, args, message) => {
    const { code, stdout, stderr } = await here(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(message);
  });

  it.each([
    [["degrade", "photo.png", "--random", "--out", "-"]],
    [["degrade", "-", "--random", "--out", "low"]],
    [["batch", "-", "--out", "results"]],
    [["batch", "photo.png", "--out", "-"]],
    [["evaluate", "--sr", "-", "--hr", "photo.png"]],
    [["compare-kernels", "-", "a.mat"]],
  ])("is refused where a command works with files: %j", async (args) => {
    const before = readdirSync(folder);
    const { code, stdout, stderr } = await here(...args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(`kernelgan: ${args[0]} has no standard input and output (-)`);
    expect(readdirSync(folder)).toEqual(before);
  });

  it("says what is wrong with what came in", () => {
    const { code, stderr } = run(Buffer.from("text"), "upscale", "-", "--out", "-");
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr:
        "kernelgan: stdin: not an image that is read; give one of these: PNG, JPEG, WebP, TIFF, AVIF, GIF, BMP\n",
    });
  });

  it("writes animations in their own format, metadata in JPEG, and neither with --strip", async () => {
    const frames = await sharp([image, await sharp(image).negate().png().toBuffer()], {
      join: { animated: true },
    })
      .gif({ delay: [70, 90] })
      .toBuffer();
    writeFileSync(join(folder, "moving.gif"), frames);
    const moving = await here("upscale", "moving.gif", "--kernel", "bicubic", "--out", "moving");
    expect(moving.code, moving.stderr).toBe(0);
    const larger = await sharp(readFileSync(join(folder, "moving", "moving_x2.gif"))).metadata();
    expect(larger).toMatchObject({ pages: 2, delay: [70, 90], width: 120 });
    await sharp(image)
      .withExif({ IFD0: { Make: "ACME" } })
      .jpeg()
      .toFile(join(folder, "camera.jpg"));
    const jpeg = ["upscale", "camera.jpg", "--kernel", "bicubic", "--out"];
    await here(...jpeg, "kept.jpg");
    await here(...jpeg, "bare.jpg", "--strip");
    expect(readFileSync(join(folder, "kept.jpg")).includes("ACME")).toBe(true);
    expect(readFileSync(join(folder, "bare.jpg")).includes("ACME")).toBe(false);
  });
});
