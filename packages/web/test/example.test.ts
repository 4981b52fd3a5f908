import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CHROMIUM, SHORT_VISITS, startChromium } from "@kernelgan/testing/chromium";
import { itWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { build, preview } from "vite";
import { describe, expect, it, onTestFinished } from "vitest";
import { SMALL, TINY } from "./helpers/pictures.js";

const root = fileURLToPath(new URL("../../../examples/worker/", import.meta.url));

/** Enough to build the example, and to load the engine in Chromium, on a busy machine. */
const BUILD_MS = 120_000;
const LOAD_MS = 120_000;

describe("the example of a worker", () => {
  const outDir = temporaryFolder();

  it(
    "builds, with the engine beside it",
    async () => {
      await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
      const files = readdirSync(join(outDir, "assets"));
      expect(files).toContainEqual(expect.stringMatching(/^ort-wasm-simd-threaded-.*\.wasm$/));
      expect(files).toContainEqual(expect.stringMatching(/^worker-.*\.js$/));
    },
    BUILD_MS,
  );

  itWith(
    CHROMIUM,
    "runs in Chromium",
    async () => {
      const server = await preview({
        root,
        logLevel: "error",
        build: { outDir },
        preview: { port: 0, host: "127.0.0.1" },
      });
      const browser = await startChromium(SHORT_VISITS);
      onTestFinished(async () => {
        await browser.close();
        await server.close();
      });
      const page = await browser.newPage();
      await page.goto(server.resolvedUrls?.local[0] ?? "");
      const choose = (buffer: Buffer): Promise<void> =>
        page.locator("input").setInputFiles({ name: "small.png", mimeType: "image/png", buffer });
      await choose(SMALL.subarray(0, 300));
      await page.getByText("small.png is not a picture that this browser can open").waitFor();
      await choose(TINY);
      await page.getByText(/24×20/).waitFor({ timeout: LOAD_MS });
      await choose(SMALL);
      await page.getByText(/\d+: \d+ s left/).waitFor({ timeout: LOAD_MS });
    },
    LOAD_MS,
  );
});
