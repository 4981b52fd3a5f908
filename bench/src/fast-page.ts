/** The page of a checkout in Chromium: how long it takes to upscale a picture with `fast`. */
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { startChromium } from "@kernelgan/testing/chromium";
import type { Site } from "@kernelgan/web/site";

/** How long the page is open before the picture comes: nobody is faster. */
const OPEN_MS = 2000;
/** Long enough for a slow machine. */
const TIMEOUT = 600_000;

/** Keeps the times that the page's worker reports, in seconds. */
const KEEP_TIMES = `
  self.times = [];
  const { Worker } = self;
  self.Worker = class extends Worker {
    constructor(...options) {
      super(...options);
      this.addEventListener("message", ({ data }) => {
        const seconds = data?.value?.facts?.timing?.seconds;
        if (seconds !== undefined) self.times.push(seconds);
      });
    }
  };`;

/** The page of a checkout, built. */
export async function buildPage(root: string): Promise<Site> {
  const module = join(root, "packages/web/dist/tools/build/site.js");
  const { buildSite } = (await import(pathToFileURL(module).href)) as { buildSite: () => Promise<Site> };
  return buildSite();
}

/**
 * Upscales a picture by 2 for the kernel that the page estimates.
 *
 * @param isolated with the headers that shared memory needs; otherwise threads get copies, and the baseline has but one
 * @returns seconds of the upscale, as the worker measured them
 */
export async function pageSeconds(site: Site, picture: string, isolated: boolean): Promise<number> {
  const address = await site.serve({ headers: isolated });
  const browser = await startChromium();
  try {
    // The service worker would give the page the headers that the server does not.
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    page.setDefaultTimeout(TIMEOUT);
    await page.addInitScript(KEEP_TIMES);
    await page.goto(`${address}?kernel=spectral`);
    await delay(OPEN_MS);
    // The other one is for folders.
    await page.locator("input[type=file]").first().setInputFiles(picture);
    // Older pages enlarge when they are told to.
    const upscale = page.getByRole("button", { name: "Upscale ×2" });
    const made = page.getByRole("button", { name: /^Download (PNG|JPEG|WebP)$/ });
    await upscale.or(made).first().waitFor();
    if (await upscale.isVisible()) await upscale.click();
    await made.waitFor();
    const [seconds] = await page.evaluate<number[]>("self.times");
    if (seconds === undefined) throw new Error("the page reported no time");
    return seconds;
  } finally {
    await browser.close();
  }
}
