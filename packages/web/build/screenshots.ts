/**
 * Screenshots of the page: docs/web.png for the README, and a set at desktop and phone size in packages/web/screenshots
 * (which git ignores). `npm run screenshots -w @kernelgan/web`
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startChromium } from "@kernelgan/testing/chromium";
import type { BrowserContextOptions, Page } from "playwright-core";
import { buildSite } from "./site.ts";

const DESKTOP: BrowserContextOptions = { viewport: { width: 1360, height: 900 } };
const PHONE: BrowserContextOptions = {
  viewport: { width: 390, height: 844 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
};
const of = (width: number, height: number, more: BrowserContextOptions = {}): BrowserContextOptions => ({
  viewport: { width, height },
  ...more,
});
const LOOKS: Record<string, BrowserContextOptions> = {
  desktop: DESKTOP,
  "desktop-dark": { ...DESKTOP, colorScheme: "dark" },
  // A zoom of 200% halves the window.
  "desktop-200": of(640, 450, { deviceScaleFactor: 2 }),
  tablet: of(768, 1024),
  wide: of(2560, 1300),
  "wide-dark": of(2560, 1300, { colorScheme: "dark" }),
  narrow: of(320, 640),
  "narrow-dark": of(320, 640, { colorScheme: "dark" }),
  phone: PHONE,
  "phone-dark": { ...PHONE, colorScheme: "dark" },
};
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
    const page = await (await browser.newContext(look)).newPage();
    page.setDefaultTimeout(TIMEOUT);
    await page.goto(address + query);
    await page.getByRole("heading", { level: 1 }).waitFor();
    return page;
  };

  for (const [name, look] of Object.entries(LOOKS)) {
    const picture = (state: string): { path: string; fullPage: true } => ({
      path: `${folder}/${name}-${state}.png`,
      fullPage: true,
    });
    const page = await open(look, "?kernel=kernelgan&iterations=120");
    await page.screenshot(picture("welcome"));
    await page.getByText("How it works").click();
    await page.screenshot(picture("how-it-works"));
    await page.getByText("How it works").click();
    await page.getByRole("button", { name: /Nagasaki/ }).click();
    await page.getByText(/iteration [4-9]\d of/).waitFor();
    await page.screenshot(picture("training"));
    await page.getByText("Download PNG").waitFor();
    await page.getByRole("radio", { name: "blur shapes" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await page.screenshot(picture("result"));
    await page.getByText("For researchers").click();
    await page
      .locator("[data-drop=ground-truth] input[type=file]")
      .setInputFiles(inRepository("docs/sample/photo_sharp.jpg"));
    await page
      .locator("[data-drop=kernel] input[type=file]")
      .setInputFiles(inRepository("docs/sample/photo_true_kernel_x2.mat"));
    await page.getByText("Enlarged for your kernel").first().waitFor();
    await page.getByRole("table").waitFor();
    await page.screenshot(picture("drawer"));
    await page
      .locator("input[type=file]")
      .first()
      .setInputFiles({
        name: "notes.png",
        mimeType: "image/png",
        buffer: Buffer.from("no picture"),
      });
    await page.getByRole("alert").getByText("not a picture").waitFor();
    await page.screenshot(picture("problem"));
    await page.context().close();
  }

  // The README's: zoomed in on the result.
  const page = await open(DESKTOP, "?example=photo&kernel=auto");
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
