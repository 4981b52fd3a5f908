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
const LOOKS: Record<string, BrowserContextOptions> = {
  desktop: DESKTOP,
  wide: { viewport: { width: 2560, height: 1300 } },
  narrow: { viewport: { width: 320, height: 640 } },
  "desktop-dark": { ...DESKTOP, colorScheme: "dark" },
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
    await page.getByRole("button", { name: /Nagasaki/ }).click();
    await page.getByText(/iteration [4-9]\d of/).waitFor();
    await page.screenshot(picture("training"));
    await page.getByText("Download PNG").waitFor();
    await page.getByRole("radio", { name: "blur shapes" }).check();
    await page.getByRole("list", { name: "Results" }).waitFor();
    await page.screenshot(picture("result"));
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
