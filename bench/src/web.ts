/**
 * `npm run bench:web`: the web page in headless Chromium: how long it takes, whether it stays responsive, how much it
 * loads. Prints a table with the targets. It has no options.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { crop, imresize } from "@kernelgan/core";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { scriptArguments } from "@kernelgan/testing/script-arguments";
import { buildSite } from "@kernelgan/web/site";
import { readImage, writeImage } from "kernelgan";
import type { Page } from "playwright-core";
import { printTable } from "./table.js";

const SAMPLE = fileURLToPath(new URL("../../docs/sample/photo.png", import.meta.url));
/** Long enough for a slow machine. */
const TIMEOUT = 600_000;

/** Pictures to drop: one of a page, of an old phone, of a phone. */
const PICTURES = [
  { width: 384, height: 256, name: "small.png", target: "6 s" },
  { width: 1632, height: 1224, name: "2-megapixels.jpg", target: "" },
  { width: 4000, height: 3000, name: "12-megapixels.jpg", target: "" },
];

const inSeconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

/** Counts tasks that hold up the page's thread for more than 50 ms, from now on. */
const OBSERVE_LONG_TASKS = `
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
    .observe({ type: "longtask" });
`;

scriptArguments({});
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

  const sample = await readImage(SAMPLE);
  const times: [what: string, measured: string, target: string][] = [];
  for (const { width, height, name, target } of PICTURES) {
    const path = join(folder, name);
    const isSmall = width <= sample.width;
    const image = isSmall
      ? crop(sample, { x: 64, y: 48, width, height })
      : imresize(sample, { width, height });
    await writeImage(path, image);
    const { toResult, toFile } = await timesOf(page, address, path, `${2 * width} × ${2 * height}`);
    times.push(
      [`${width}×${height} ×2, from the drop to the result`, inSeconds(toResult), target],
      ["  from there to the file", inSeconds(toFile), ""],
    );
  }

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
      ...times,
      ["first visit, before the engine", `${Math.round(loaded / 1000)} kB`, "1000 kB"],
    ],
  );
} finally {
  await browser.close();
  await site.close();
  await rm(folder, { recursive: true });
}
process.exit(0);

/** Milliseconds from the drop to the result on the screen, and from there to the file. */
async function timesOf(
  page: Page,
  address: string,
  path: string,
  size: string,
): Promise<{ toResult: number; toFile: number }> {
  await page.goto(address);
  await page.getByRole("heading", { level: 1 }).waitFor();
  const dropped = performance.now();
  await page.locator("input[type=file]").first().setInputFiles(path);
  await page.getByText(`→ ${size}`).waitFor();
  const shown = performance.now();
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: /^Download (PNG|JPEG)/ }).click(),
  ]);
  await file.path();
  const saved = performance.now();
  await page.getByRole("button", { name: "Close", exact: true }).click();
  return { toResult: shown - dropped, toFile: saved - shown };
}

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
