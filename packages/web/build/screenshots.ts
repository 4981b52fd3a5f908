/**
 * Screenshots of the page: docs/web.png for the README, and a set of every state, in windows of all sizes, light and
 * dark, in packages/web/screenshots (which git ignores). `npm run screenshots -w @kernelgan/web`
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startChromium } from "@kernelgan/testing/chromium";
import type { BrowserContextOptions, Page } from "playwright-core";
import { buildSite } from "./site.ts";

/** Windows, in CSS pixels; a zoom of 200% halves a window. */
const SIZES: Record<string, [width: number, height: number]> = {
  narrow: [320, 640],
  phone: [390, 844],
  "desktop-200": [640, 450],
  tablet: [768, 1024],
  desktop: [1360, 900],
  wide: [2560, 1300],
};
const [WIDTH, HEIGHT] = SIZES.desktop as [number, number];
/** Time for charts and pictures to follow a window's size. */
const SETTLING_MS = 250;
/** Long enough for a slow machine. */
const TIMEOUT = 600_000;

/** This file runs from dist/tools/build. */
const inRepository = (path: string): string =>
  fileURLToPath(new URL(`../../../../../${path}`, import.meta.url));
const folder = inRepository("packages/web/screenshots");
mkdirSync(folder, { recursive: true });

const site = await buildSite();
const browser = await startChromium();
try {
  const address = await site.serve({ headers: true });
  const open = async (look: BrowserContextOptions, query: string): Promise<Page> => {
    const context = await browser.newContext({ viewport: { width: WIDTH, height: HEIGHT }, ...look });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT);
    await page.goto(address + query);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  };

  for (const colorScheme of ["light", "dark"] as const) {
    const page = await open(
      { colorScheme, reducedMotion: "reduce" },
      "?kernel=kernelgan&iterations=2000&fallback=false",
    );
    /** The state of the page, in all windows. */
    const take = async (state: string): Promise<void> => {
      for (const [name, [width, height]] of Object.entries(SIZES)) {
        await page.setViewportSize({ width, height });
        await page.waitForTimeout(SETTLING_MS);
        await page.screenshot({ path: `${folder}/${state}-${name}-${colorScheme}.png`, fullPage: true });
      }
    };
    await take("welcome");
    await page.getByText("How it works").click();
    await take("how-it-works");
    await page.getByText("How it works").click();
    await page.getByRole("button", { name: /Nagasaki/ }).click();
    await page.getByText(/iteration [\d,]{2,} of/).waitFor();
    await take("training");
    await page.getByRole("button", { name: "Stop" }).click();
    await take("stopped");
    await page.getByRole("radio", { name: "automatic" }).check();
    await page.getByText("Download PNG").waitFor();
    await page.getByRole("radio", { name: "simple" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await take("result");
    await page.getByText("For researchers").click();
    await page
      .locator("[data-drop=ground-truth] input[type=file]")
      .setInputFiles(inRepository("docs/sample/photo_sharp.jpg"));
    await page
      .locator("[data-drop=kernel] input[type=file]")
      .setInputFiles(inRepository("docs/sample/photo_true_kernel_x2.mat"));
    await page.getByText("Enlarged for your kernel").first().waitFor();
    await page.getByRole("table").waitFor();
    await take("drawer");
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({
        name: "notes.png",
        mimeType: "image/png",
        buffer: Buffer.from("no picture"),
      });
    await page.getByRole("alert").getByText("not a picture").waitFor();
    await take("problem");
    await page.context().close();
  }

  // The README's: zoomed in on the result.
  const page = await open({}, "?example=photo&kernel=auto");
  await page.getByText("Download PNG").waitFor();
  await page.getByRole("button", { name: "200%" }).click();
  await page.getByText(/^Size: \d/).waitFor();
  // Clicks may have scrolled the page.
  await page.locator("h1").scrollIntoViewIfNeeded();
  await page.screenshot({ path: inRepository("docs/web.png") });
} finally {
  await browser.close();
  await site.close();
}
process.exit(0);
