/**
 * The documentation's site in a folder of a host, in Chromium: pages, links between them, search, pictures, the page to
 * try.
 */
import assert from "node:assert/strict";
import { cpSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { preview } from "vite";

/**
 * @param site folder of the site
 * @param scratch an empty folder
 * @returns what was seen
 */
export async function visitSite(site, scratch) {
  if (CHROMIUM.path === undefined && !process.env.CI) return `      skipped: ${CHROMIUM.hint}`;
  const folder = "some/folder";
  cpSync(site, join(scratch, "host", folder), { recursive: true });
  const server = await preview({
    root: scratch,
    configFile: false,
    logLevel: "error",
    appType: "mpa",
    build: { outDir: "host" },
    preview: { port: 0, host: "127.0.0.1" },
  });
  const browser = await startChromium();
  try {
    const page = await browser.newPage();
    const problems = [];
    page.on("pageerror", ({ message }) => problems.push(message));
    page.on("response", (response) => {
      if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`);
    });
    const home = `http://127.0.0.1:${server.httpServer.address().port}/${folder}/`;
    const pages = readdirSync(site, { recursive: true }).filter(
      (name) => name.endsWith(".html") && !/^(try|404)/.test(name),
    );
    for (const name of pages) {
      await page.goto(`${home}${name}`, { waitUntil: "networkidle" });
      assert.notEqual(await page.title(), "", name);
      const broken = await page.evaluate(() =>
        [...document.images]
          .filter((image) => image.complete && image.naturalWidth === 0)
          .map(({ src }) => src),
      );
      assert.deepEqual(broken, [], name);
    }
    // The router, one level up and down.
    const sidebar = (text) => page.locator(".VPSidebar a", { hasText: text }).click();
    await page.goto(`${home}how/index.html`);
    await sidebar("Photographs");
    await page.waitForURL(`${home}guides/photographer.html`);
    await sidebar("Commands and options");
    await page.waitForURL(`${home}options.html`);
    await page.keyboard.press("Control+k");
    const search = page.locator(".VPLocalSearchBox input");
    const results = page.locator(".VPLocalSearchBox .result");
    await search.fill("estimate");
    await results.first().waitFor();
    // The API's pages have every word many times, and come after what was written to be read.
    const places = await results.evaluateAll((all) => all.map(({ href }) => href));
    assert.deepEqual(
      places.slice(0, 5).filter((href) => href.includes("/reference/api/")),
      [],
    );
    await search.fill("camera shake");
    await results.filter({ hasText: /shake/i }).first().waitFor();
    await page.keyboard.press("Enter");
    await page.waitForURL(/some\/folder\/.+\.html/);
    await page.goto(`${home}index.html`);
    await page.getByRole("link", { name: "Try it" }).first().click();
    await page.waitForURL(`${home}try/index.html`);
    await page.locator("input[type=file]").first().waitFor({ state: "attached" });
    // Once its service worker is there the page loads itself again, which would undo a click.
    await page.waitForFunction(() => globalThis.crossOriginIsolated);
    await page.getByRole("link", { name: "Documentation" }).click();
    await page.waitForURL(`${home}index.html`);
    assert.deepEqual(problems, []);
    return `      ${pages.length} pages`;
  } finally {
    await browser.close();
    await server.close();
  }
}
