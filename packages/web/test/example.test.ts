import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { itWith } from "@kernelgan/testing/suites";
import { build, preview } from "vite";
import { afterAll, describe, expect, it, onTestFinished } from "vitest";
import { SMALL } from "./helpers/pictures.js";

const root = fileURLToPath(new URL("../../../examples/worker/", import.meta.url));

describe("the example of a worker", () => {
  const outDir = mkdtempSync(join(tmpdir(), "kernelgan-example-"));
  afterAll(() => rmSync(outDir, { recursive: true }));

  it("builds, the engine beside it", async () => {
    await build({ root, logLevel: "error", build: { outDir, emptyOutDir: true } });
    const files = readdirSync(join(outDir, "assets"));
    expect(files).toContainEqual(expect.stringMatching(/^ort-wasm-simd-threaded-.*\.wasm$/));
    expect(files).toContainEqual(expect.stringMatching(/^worker-.*\.js$/));
  });

  itWith(CHROMIUM, "runs in Chromium", async () => {
    const server = await preview({
      root,
      logLevel: "error",
      build: { outDir },
      preview: { port: 0, host: "127.0.0.1" },
    });
    const browser = await startChromium();
    onTestFinished(async () => {
      await browser.close();
      await server.close();
    });
    const page = await browser.newPage();
    await page.goto(server.resolvedUrls?.local[0] ?? "");
    await page.locator("input").setInputFiles({ name: "small.png", mimeType: "image/png", buffer: SMALL });
    await page.getByText(/\d+: \d+ s left/).waitFor({ timeout: 60_000 });
  });
});
