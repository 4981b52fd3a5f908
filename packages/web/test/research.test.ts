import { execFile } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { random, randomKernel } from "@kernelgan/core";
import { decodeNpy, encodeJson, encodeMat, encodeNpy } from "@kernelgan/formats";
import { CHROMIUM } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import type { Page } from "playwright-core";
import sharp from "sharp";
import { expect, it } from "vitest";
import { SMALL, TINY } from "./helpers/pictures.js";
import {
  accessibilityFaults,
  answer,
  button,
  choose,
  download,
  drop,
  isFound,
  searchTime,
  useSite,
  VISIT_MS,
} from "./helpers/visit.js";

const COMMAND = fileURLToPath(new URL("../../cli/bin/kernelgan.js", import.meta.url));
const KERNEL = randomKernel(random(3), { size: 11, scale: 2 });
const COMPRESSED = await sharp(SMALL).webp({ quality: 75 }).toBuffer();
/** A picture with twice as many pixels a side as the small one, one of them more. */
const ORIGINAL = await sharp(SMALL).resize(321, 240, { fit: "fill" }).png().toBuffer();

/** What a researcher does with the page. */
function research(): void {
  const site = useSite();
  const folder = temporaryFolder();

  const openDrawer = (page: Page): Promise<void> => page.getByText("For researchers").click();
  const give = (page: Page, zone: "kernel" | "ground-truth", name: string, buffer: Buffer): Promise<void> =>
    page.locator(`[data-drop=${zone}] input[type=file]`).setInputFiles({ name, mimeType: "", buffer });
  const command = async (...argv: string[]) => {
    const { stdout } = await promisify(execFile)(process.execPath, [COMMAND, ...argv, "--json"], {
      cwd: folder,
    });
    return JSON.parse(stdout);
  };
  const own = (page: Page) => page.getByText("Enlarged for your kernel, to 320 × 240.").first();

  it("takes kernels from files of all formats, says what is wrong with others, and goes back to the estimate", async () => {
    const page = await site.open(site.address);
    await drop(page, "early.npy", Buffer.from(encodeNpy(KERNEL)));
    await page.getByRole("alert").getByText("Open a picture first").waitFor();
    await choose(page, "small.png", SMALL);
    await isFound(page);
    await openDrawer(page);
    await drop(page, "mine.mat", Buffer.from(encodeMat(KERNEL)));
    await own(page).waitFor();
    await page.getByText("mine.mat 11 × 11, for any scale").waitFor();
    const back = await download(page, /kernel as \.npy/);
    expect([...decodeNpy(back.bytes).data]).toEqual([...KERNEL.data]);
    // It is not the estimate's.
    const described = JSON.parse((await download(page, /kernel as \.json/)).bytes.toString());
    expect(Object.keys(described)).toEqual(["kernel", "size", "scale", "image", "version"]);

    // Its own picture has its numbers inside.
    const drawn = await download(page, /kernel as \.png/);
    await give(page, "kernel", "drawn.png", drawn.bytes);
    await page.getByText("drawn.png 11 × 11, for ×2").waitFor();
    await page.getByLabel("It is exact").check();
    await button(page, /^×2 · own kernel, exact/).waitFor();

    // Nothing is given up for a file that holds no kernel.
    for (const [name, bytes, words] of [
      ["notes.json", Buffer.from("{"), /It is not valid JSON/],
      ["photo.png", SMALL, /There is no kernel in this file/],
      [
        "zeros.npy",
        Buffer.from(encodeNpy({ size: 3, data: new Float64Array(9) })),
        /It holds no blur kernel: its weights sum to 0/,
      ],
    ] as const) {
      await give(page, "kernel", name, bytes);
      await page.getByRole("alert").getByText(words).waitFor();
    }
    await page.getByText("drawn.png 11 × 11").waitFor();

    await page.reload();
    await page.getByText("The kernel in drawn.png.").waitFor();
    // Of another scale it is not.
    await page.getByRole("radio", { name: "×3" }).check();
    await page.getByRole("alert").getByText("Your kernel is for ×2").waitFor();
    await page.getByText("160 × 120 → 480 × 360").waitFor();
    await isFound(page);
    await drop(page, "double.json", Buffer.from(encodeJson(KERNEL, { scale: 2 })));
    await own(page).waitFor();
    await page.getByRole("radio", { name: "automatic" }).check();
    await isFound(page);

    // Where there is no estimate, too, it can be had again.
    await choose(page, "tiny.png", TINY);
    await answer(page, "Open anyway");
    await page.getByText("Too small to find its blur").first().waitFor();
    // Of its scale and of what is unusual about it a file says the same here as to the command.
    await drop(page, "mine_x2.npy", Buffer.from(encodeNpy({ size: 3, data: new Float64Array(9).fill(1) })));
    await openDrawer(page);
    await page.getByText("mine_x2.npy 3 × 3, for ×2").waitFor();
    await page.getByText("The kernel's weights sum to 9, not 1: they are divided by that.").waitFor();
    await drop(page, "mine.mat", Buffer.from(encodeMat(KERNEL)));
    const again = await download(page, /kernel as \.npy/);
    expect([...decodeNpy(again.bytes).data]).toEqual([...KERNEL.data]);
  });

  it("reads from a file how much its compression lost, as the command does", async () => {
    const page = await site.open(site.address);
    await choose(page, "lossy.webp", COMPRESSED);
    await button(page, /^Download WebP/).waitFor();
    await openDrawer(page);
    const { bytes } = await download(page, "Report");
    const [report] = JSON.parse(bytes.toString());
    await writeFile(join(folder, "lossy.webp"), COMPRESSED);
    const [record] = await command("upscale", "lossy.webp", "--quiet");
    expect(record.noise).toBeGreaterThan(1);
    for (const of of ["noise", "confidence"]) expect(report[of]).toBeCloseTo(record[of], 3);
  });

  it("measures the result against the original, as the command does, and writes the command's report", async () => {
    const page = await site.open(site.address, { bypassCSP: true });
    await choose(page, "small.png", SMALL);
    await button(page, "Download PNG").waitFor();
    await openDrawer(page);
    await give(page, "ground-truth", "other.png", SMALL);
    await page.getByText(/It has 160 × 120 pixels, the result 320 × 240/).waitFor();
    await give(page, "ground-truth", "original.png", ORIGINAL);
    const row = page.getByRole("row", { name: /^result/ });
    await row.waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    const measured = (await row.getByRole("cell").allTextContents()).map(Number);

    const picture = await download(page, "Download PNG");
    const files = { "small.png": SMALL, "sr.png": picture.bytes, "hr.png": ORIGINAL };
    for (const [name, bytes] of Object.entries(files)) await writeFile(join(folder, name), bytes);
    const { images } = await command("evaluate", "--sr", "sr.png", "--hr", "hr.png", "--scale", "2");
    const { psnrY, ssimY, psnrRgb, ssimRgb } = images[0];
    for (const [i, value] of [psnrY, ssimY, psnrRgb, ssimRgb].entries()) {
      expect(measured[i]).toBeCloseTo(value, i % 2 === 0 ? 1 : 3);
    }

    const { name, bytes } = await download(page, "Report");
    expect(name).toBe("small_x2_report.json");
    const [report] = JSON.parse(bytes.toString());
    const [record] = await command("upscale", "small.png", "--quiet");
    expect(Object.keys(report)).toEqual(expect.arrayContaining(Object.keys(record)));
    const { image, scale, method, width, height, pages, kernelOrigin, seed } = record;
    expect(report).toMatchObject({ image, scale, method, width, height, pages, kernelOrigin, seed });
    for (const of of ["noise", "confidence"]) expect(report[of]).toBeCloseTo(record[of], 3);
    expect(report.quality.result.psnrY).toBeCloseTo(measured[0] as number, 2);
    // Strength is part of what is measured.
    await page.getByLabel("Strength").fill("0");
    await expect
      .poll(async () => (await row.getByRole("cell").allTextContents()).join())
      .toBe(
        (
          await page
            .getByRole("row", { name: /^bicubic/ })
            .getByRole("cell")
            .allTextContents()
        ).join(),
      );
  });

  it("hands out losses and D-maps, and sets light, noise, seed and preset", async () => {
    const page = await site.open(`${site.address}?kernel=kernelgan&iterations=24&fallback=false`, {
      bypassCSP: true,
    });
    const nthResult = (n: number): Promise<void> =>
      page.getByRole("list", { name: "Results" }).getByRole("listitem").nth(n).waitFor();
    await choose(page, "small.png", SMALL);
    await isFound(page);
    // A setting changed while the picture is being enlarged stops that: there would be a result less.
    await button(page, "Download PNG").waitFor();
    await openDrawer(page);
    expect(await accessibilityFaults(page)).toEqual([]);
    const losses = await download(page, "Losses");
    const lines = losses.bytes.toString().trim().split("\n");
    expect(lines[0]).toMatch(/^iteration,generator,discriminator,/);
    expect(lines.slice(1).map((line) => Number(line.split(",")[0]))).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 1),
    );
    for (const [which, label] of [
      ["real", "D-map, picture"],
      ["fake", "D-map, generated"],
    ] as const) {
      const { name, bytes } = await download(page, label);
      expect(name).toBe(`small_dmap_${which}.npy`);
      const map = decodeNpy(bytes);
      expect(map.size).toBeGreaterThan(8);
      for (const value of map.data) expect(value > 0 && value < 1).toBe(true);
    }
    await page.getByRole("radio", { name: "the paper" }).check();
    await searchTime(page).waitFor({ state: "detached" });
    await isFound(page);
    const { options } = JSON.parse((await download(page, /kernel as \.json/)).bytes.toString());
    expect(options).toMatchObject({ preset: "paper", iterations: 24, runs: 1 });
    await nthResult(1);

    // What the blur mixed is part of the estimate.
    await page.getByRole("radio", { name: "light", exact: true }).check();
    await searchTime(page).waitFor({ state: "detached" });
    await isFound(page);
    await nthResult(2);
    const [inLight] = JSON.parse((await download(page, "Report")).bytes.toString());
    expect(inLight).toMatchObject({ light: "linear", options: { light: "linear", preset: "paper" } });
    await button(page, /^×2 · .*, light · fast/).waitFor();

    // Without another estimate.
    await page.getByRole("spinbutton", { name: "Noise" }).fill("12");
    await page.getByRole("spinbutton", { name: "Noise" }).press("Enter");
    await expect.poll(() => new URL(page.url()).searchParams.get("noise")).toBe("12");
    await nthResult(3);
    const [report] = JSON.parse((await download(page, "Report")).bytes.toString());
    expect(report).toMatchObject({ noise: 12, options: { noise: 12, preset: "paper" } });

    await page.reload();
    // Noise that is set opens the drawer.
    await page.getByRole("spinbutton", { name: "Noise" }).waitFor();
    await page.getByRole("img", { name: /Generator: [\d.]+/ }).waitFor();
    expect((await download(page, "Losses")).bytes.toString()).not.toBe("");
  });
}

describeWith(CHROMIUM, "the page for researchers, in Chromium", research, VISIT_MS);
