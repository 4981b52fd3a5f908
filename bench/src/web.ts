/**
 * The web page in headless Chromium: how long it takes, whether it stays responsive, how much it loads. Prints a table
 * with the targets. `npm run bench:web`
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crop } from "@kernelgan/core";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { buildSite } from "@kernelgan/web/site";
import { readImage, writeImage } from "kernelgan";
import type { Page } from "playwright-core";
import { printTable } from "./table.js";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/photo.png", import.meta.url));
/** Long enough for a slow machine. */
const TIMEOUT = 600_000;

/** Counts tasks that hold up the page's thread for more than 50 ms, from now on. */
const OBSERVE_LONG_TASKS = `
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask" });
`;

if (!CHROMIUM.path) {
  console.error(`bench:web needs Chromium; ${CHROMIUM.hint}`);
  process.exit(1);
}
const folder = await mkdtemp(join(tmpdir(), "kernelgan-bench-"));
const site = await buildSite();
const browser = await startChromium();
try {
  const address = await site.serve({ headers: true });
  const page = await browser.newPage();
  page.setDefaultTimeout(TIMEOUT);

  const loaded = await bytesLoaded(page, address);
  await page.goto(`${address}?kernel=kernelgan`);
  await page.getByRole("button", { name: /Nagasaki/ }).click();
  await page.getByText(/iteration \d+ of/).waitFor();
  await page.evaluate(OBSERVE_LONG_TASKS);
  await page.getByText("Found in").waitFor();
  const longTasks = await page.evaluate<number[]>("window.longTasks");
  const { timing } = await kernelDocument(page);

  const small = join(folder, "small.png");
  const sample = await readImage(SAMPLE);
  await writeImage(small, crop(sample, { x: 64, y: 48, width: 384, height: 256 }));
  await page.goto(address);
  await page.locator("input[type=file]").setInputFiles(small);
  const facts = await page.getByText(/Made in/).textContent();
  const seconds = Number(facts?.match(/[\d.]+/)?.[0]);

  printTable(
    ["in headless Chromium", "measured", "target"],
    [
      [
        `estimate of the sample, ×2, ${timing.iterations} iterations, ${timing.threads} threads`,
        `${timing.seconds.toFixed(1)} s`,
        "35 s",
      ],
      ["  one iteration", `${timing.msPerIteration.toFixed(1)} ms`, ""],
      [
        "longest task on the page's thread while training",
        longTasks.length > 0 ? `${Math.round(Math.max(...longTasks))} ms` : "under 50 ms",
        "50 ms",
      ],
      ["upscaling 384×256 ×2 with fast", `${seconds.toFixed(1)} s`, "6 s"],
      ["first visit, before the engine", `${Math.round(loaded / 1000)} kB`, "1000 kB"],
    ],
  );
} finally {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
}
process.exit(0);

/** Bytes of everything that a first visit loads, what the service worker keeps for offline included. */
async function bytesLoaded(page: Page, address: string): Promise<number> {
  let bytes = 0;
  const sizes: Promise<void>[] = [];
  page.context().on("requestfinished", (request) => {
    const size = request.sizes().then(({ responseBodySize }) => {
      bytes += responseBodySize;
    });
    sizes.push(size);
  });
  await page.goto(address);
  await page.evaluate("navigator.serviceWorker.ready.then(() => {})");
  await Promise.all(sizes);
  page.context().removeAllListeners("requestfinished");
  return bytes;
}

/** The kernel's JSON file, as downloaded. */
async function kernelDocument(page: Page): Promise<{
  timing: { seconds: number; iterations: number; msPerIteration: number; threads: number };
}> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /\.json/ }).click(),
  ]);
  return JSON.parse(await readFile(await file.path(), "utf8"));
}
