import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CHROMIUM, SHORT_VISITS, startChromium } from "@kernelgan/testing/chromium";
import { countingKernel } from "@kernelgan/testing/kernels";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { summaryHtml } from "../../../src/batch/summary/gallery.js";
import { kernelThumbnail } from "../../../src/batch/summary/thumbnails.js";
import { HOSTILE, summaryRows as rows } from "../../helpers/summary-rows.js";

const folder = temporaryFolder();

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
    browser = await startChromium(SHORT_VISITS);
  });
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

  it("says what the blur looks like where one was found", async () => {
    const column = await page.locator("thead th").allInnerTexts();
    const cells = page.locator("tbody tr").nth(3).locator("th, td");
    expect(await cells.nth(column.indexOf("Looks like")).textContent()).toBe("motion of 12 pixels at 155°");
    await sortBy("Looks like");
    expect((await names())[0]).toBe("a10");
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
