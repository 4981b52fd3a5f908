import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { compareKernels } from "@kernelgan/core";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import type { Browser, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { DoneRecord, FailedRecord } from "../../src/batch/manifest.js";
import { summaryCsv } from "../../src/batch/summary/csv.js";
import { summaryHtml } from "../../src/batch/summary/gallery.js";
import { measure } from "../../src/batch/summary/measure.js";
import { meanOf, type SummaryRow } from "../../src/batch/summary/rows.js";
import { meanTable } from "../../src/batch/summary/table.js";
import { kernelThumbnail } from "../../src/batch/summary/thumbnails.js";
import { writeKernel } from "../../src/kernel-files/formats.js";
import { imageFolder } from "../helpers/folders.js";

const folder = temporaryFolder();
const HOSTILE = `<script>window.harm = 1</script><img src=x onerror="harm=2">`;

const common = { task: "upscale", options: "o", finished: "2026-02-03T04:05:06.000Z" } as const;

function doneRow(id: string, confidence: number, psnrY: number, more: Partial<DoneRecord> = {}): SummaryRow {
  const record: DoneRecord = {
    ...common,
    id,
    status: "done",
    image: `/photos/${id}.png`,
    input: { bytes: 1, sha256: "" },
    outputs: [{ path: `${id}_x2.png`, bytes: 1, sha256: "" }],
    confidence,
    warnings: [],
    seconds: { all: 1.25 },
    ...more,
  };
  const quality = { border: 2, psnrY, ssimY: 0.9, psnrRgb: psnrY - 1, ssimRgb: 0.8 };
  return { record, measured: { pictures: {}, quality, problems: [] } };
}

const failed: FailedRecord = {
  ...common,
  id: "bad",
  status: "failed",
  image: "/photos/bad.png",
  input: null,
  error: { code: "invalid-input", message: `not an image, "${HOSTILE}"` },
};
const rows: SummaryRow[] = [
  doneRow("sub/b 10%", 0.5, 30, { warnings: ["small, blurred"] }),
  { record: failed, measured: { pictures: {}, problems: [] } },
  doneRow("a2", 0.85, Number.POSITIVE_INFINITY),
  doneRow("a10", 0.25, 28, { seed: 4 }),
];

describe("the mean", () => {
  it("is over the images that have the figure", () => {
    const mean = meanOf([...rows.slice(0, 2), rows[3]]);
    expect(mean.confidence).toEqual({ mean: 0.375, count: 2 });
    expect(mean.psnrY).toEqual({ mean: 29, count: 2 });
    expect(mean).not.toHaveProperty("kernelL1");
    expect(meanTable(mean)).toContain("\nPSNR-Y           29.00  2\n");
    expect(meanOf([rows[1]])).toEqual({});
    expect(meanTable({})).toBe("");
  });
});

describe("summary.csv", () => {
  it("has a line for each image, with what has commas or quotes in quotes", () => {
    expect(summaryCsv(rows).split("\r\n")).toEqual([
      "image,file,status,seed,seconds,confidence,psnr_y,ssim_y,psnr_rgb,ssim_rgb,kernel_correlation,kernel_l1,kernel_trace_ratio,error,notes",
      'sub/b 10%,/photos/sub/b 10%.png,done,,1.25,0.5,30,0.9,29,0.8,,,,,"small, blurred"',
      `bad,/photos/bad.png,failed,,,,,,,,,,,invalid-input,"not an image, ""${HOSTILE.replaceAll('"', '""')}"""`,
      "a2,/photos/a2.png,done,,1.25,0.85,Infinity,0.9,Infinity,0.8,,,,,",
      "a10,/photos/a10.png,done,4,1.25,0.25,28,0.9,27,0.8,,,,,",
      "",
    ]);
  });
});

describe("measure", () => {
  beforeAll(async () => {
    await imageFolder(folder, ["large.png"], 300, 200);
    await writeKernel(join(folder, "k.mat"), countingKernel(5));
    await writeKernel(join(folder, "true.mat"), countingKernel(7));
  });

  it("makes small pictures and compares kernels", async () => {
    const paths = {
      image: join(folder, "large.png"),
      kernel: join(folder, "k.mat"),
      trueKernel: join(folder, "true.mat"),
    };
    const { pictures, comparison, problems } = await measure({ ...paths, scale: 2 });
    expect(problems).toEqual([]);
    const { traceRatio, correlation, l1 } = compareKernels(countingKernel(5), countingKernel(7), 2);
    expect(comparison?.correlation).toBeCloseTo(correlation, 6);
    expect(comparison?.l1).toBeCloseTo(l1, 6);
    expect(comparison?.traceRatio).toBeCloseTo(traceRatio, 6);
    const thumbnail = Buffer.from(pictures.image?.split(",")[1] ?? "", "base64");
    expect(thumbnail.length).toBeLessThan(10_000);
    expect(await sharp(thumbnail).metadata()).toMatchObject({ width: 192, height: 128 });
  });

  it("draws each weight of a kernel as a pixel, the largest brightest", async () => {
    const uri = await kernelThumbnail(countingKernel(3));
    const { data, info } = await sharp(Buffer.from(uri.split(",")[1], "base64"))
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect(info).toMatchObject({ width: 3, height: 3, channels: 3 });
    const brightness = Array.from({ length: 9 }, (_, i) => data[3 * i] + data[3 * i + 1] + data[3 * i + 2]);
    expect(brightness.indexOf(Math.max(...brightness))).toBe(8);
  });

  it("tells what is missing, and finds the rest", async () => {
    const paths = { image: join(folder, "gone.png"), kernel: join(folder, "k.mat") };
    const pair = { sr: join(folder, "large.png"), hr: join(folder, "gone.png") };
    const { pictures, quality, problems } = await measure({ ...paths, pair, scale: 2 });
    expect(pictures.kernel).toMatch(/^data:image\/png/);
    expect(pictures.image).toBeUndefined();
    expect(quality).toBeUndefined();
    expect(problems.length).toBe(2);
    expect(problems[1]).toContain("gone.png: there is no such file");
  });
});

describeWith(CHROMIUM, "summary.html", () => {
  let browser: Browser;
  let page: Page;
  const path = join(folder, "summary.html");
  const errors: string[] = [];

  const names = () => page.locator("tbody tr:visible .name").allInnerTexts();
  const sortBy = (title: string) => page.getByRole("button", { name: title }).click();

  beforeAll(async () => {
    const pictures = { kernel: await kernelThumbnail(countingKernel(3)) };
    const withPictures = rows.map(({ record, measured }) => ({
      record,
      measured: { ...measured, pictures },
    }));
    writeFileSync(path, summaryHtml(`upscale ${HOSTILE}`, withPictures));
    browser = await startChromium();
  }, 60_000);
  afterAll(() => browser.close());
  beforeEach(async () => {
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.on("console", (message) => errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    page.on("request", (request) => {
      if (/^(https?|ftp):/.test(request.url())) errors.push(request.url());
    });
    await page.goto(pathToFileURL(path).href);
    return () => page.close();
  });

  it("shows every image with its figures, and runs nothing that names bring along", async () => {
    expect(await names()).toEqual(["sub/b 10%", "bad", "a2", "a10"]);
    const cells = await page.locator("tbody tr").nth(0).locator("td.number").allInnerTexts();
    expect(cells).toEqual(["1.3", "0.50", "30.00", "0.9000", "29.00", "0.8000"]);
    expect(await page.locator("tbody tr").nth(2).locator("td.number").nth(2).textContent()).toBe("∞");
    expect(await page.locator("tbody tr[data-kind=failed] .notes").textContent()).toContain(HOSTILE);
    expect(await page.locator("h1").textContent()).toBe(`upscale ${HOSTILE}`);
    expect(await page.evaluate("window.harm")).toBeUndefined();
    expect(errors).toEqual([]);
  });

  it("links to the results", async () => {
    expect(await page.getByRole("link", { name: "b 10%" }).getAttribute("href")).toBe(
      "./sub/b%2010%25_x2.png",
    );
    expect(await page.getByRole("link").count()).toBe(3);
  });

  it("sorts by a column, up and down, images without a value last", async () => {
    await sortBy("Confidence");
    expect(await names()).toEqual(["a10", "sub/b 10%", "a2", "bad"]);
    await sortBy("Confidence");
    expect(await names()).toEqual(["a2", "sub/b 10%", "a10", "bad"]);
    expect(await page.locator("th[aria-sort=descending]").textContent()).toContain("Confidence");
    await sortBy("PSNR-Y");
    expect(await names()).toEqual(["a10", "sub/b 10%", "a2", "bad"]);
    await sortBy("Image");
    expect(await names()).toEqual(["a2", "a10", "bad", "sub/b 10%"]);
  });

  it("shows the images that are asked for", async () => {
    await page.getByText("1 failed").last().click();
    expect(await names()).toEqual(["bad"]);
    await page.getByText("1 with warnings").click();
    expect(await names()).toEqual(["sub/b 10%"]);
    await page.getByText("All 4").click();
    await page.getByRole("searchbox").fill("A1");
    expect(await names()).toEqual(["a10"]);
    await page.getByRole("searchbox").fill("blurred small");
    expect(await names()).toEqual(["sub/b 10%"]);
    await page.getByRole("searchbox").fill("none");
    expect(await page.getByText("No image is like that.").isVisible()).toBe(true);
  });

  it("fits a phone, and follows a dark screen", async () => {
    await page.setViewportSize({ width: 380, height: 700 });
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(380);
    const background = () => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const light = await background();
    await page.emulateMedia({ colorScheme: "dark" });
    expect(await background()).not.toBe(light);
  });
});
