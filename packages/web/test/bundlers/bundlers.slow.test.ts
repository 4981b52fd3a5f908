/**
 * The core in the bundles of other bundlers than the page's, without any configuration and under the page's content
 * policy.
 */
import { once } from "node:events";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { CHROMIUM, SHORT_VISITS, startChromium } from "@kernelgan/testing/chromium";
import { describeWith } from "@kernelgan/testing/suites";
import { temporaryFolder } from "@kernelgan/testing/temporary-folder";
import { build } from "esbuild";
import { build as buildWithVite } from "vite";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import webpack, { type Configuration, type Stats } from "webpack";
import { POLICY } from "../../build/content-policy-plugin.js";

const ENTRY = fileURLToPath(new URL("entry.js", import.meta.url));
const PROVIDED = fileURLToPath(new URL("provided.js", import.meta.url));
/** For a bundle and four enlargements. */
const TIMEOUT = 120_000;
const TYPES: Record<string, string> = { ".html": "text/html", ".wasm": "application/wasm" };

/** Counts the workers that the page starts. */
const COUNT_WORKERS = `
  self.started = 0;
  const { Worker } = self;
  self.Worker = class extends Worker {
    constructor(...options) {
      super(...options);
      self.started++;
    }
  };`;

const splitting = { bundle: true, format: "esm", splitting: true } as const;

const bundlers: Record<string, (folder: string) => Promise<unknown>> = {
  esbuild: (outdir) => build({ ...splitting, entryPoints: { main: ENTRY }, outdir }),
  "esbuild with the recipe": (outdir) =>
    build({ ...splitting, entryPoints: { main: PROVIDED }, outdir, loader: { ".wasm": "file" } }),
  "esbuild into one file": (outdir) =>
    build({
      bundle: true,
      format: "esm",
      entryPoints: { main: PROVIDED },
      outdir,
      loader: { ".wasm": "file" },
    }),
  async webpack(path) {
    const run = promisify<Configuration, Stats | undefined>(webpack);
    const stats = await run({
      mode: "production",
      entry: { main: ENTRY },
      output: { path },
      optimization: { minimize: false },
    });
    expect(stats?.compilation.errors).toEqual([]);
  },
  vite: (outDir) =>
    buildWithVite({
      configFile: false,
      logLevel: "error",
      root: dirname(ENTRY),
      build: {
        outDir,
        emptyOutDir: true,
        target: "es2022",
        rolldownOptions: { input: { main: ENTRY }, output: { entryFileNames: "[name].js" } },
      },
    }),
};

describeWith(CHROMIUM, "bundles of other bundlers", () => {
  const root = temporaryFolder();
  let browser: Awaited<ReturnType<typeof startChromium>>;
  beforeAll(async () => {
    browser = await startChromium(SHORT_VISITS);
  });
  afterAll(() => browser?.close());

  it.each(Object.keys(bundlers))(
    "%s: fast works alone, with shared memory and with copies, to the same bytes; networks are trained, or it is said why not",
    async (name) => {
      const folder = join(root, name);
      await bundlers[name]?.(folder);
      writeFileSync(
        join(folder, "index.html"),
        `<!doctype html><script type="module" src="./main.js"></script>`,
      );
      let isIsolated = true;
      const server = createServer((request, response) => {
        const file = request.url === "/" ? "/index.html" : (request.url ?? "");
        response.setHeader("Content-Type", TYPES[extname(file)] ?? "text/javascript");
        response.setHeader("Content-Security-Policy", POLICY);
        if (isIsolated) {
          response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
          response.setHeader("Cross-Origin-Embedder-Policy", "require-corp");
        }
        const found = existsSync(join(folder, file));
        response.statusCode = found ? 200 : 404;
        response.end(found ? readFileSync(join(folder, file)) : "");
      }).listen(0, "127.0.0.1");
      await once(server, "listening");
      onTestFinished(() => void server.close());

      const results: string[] = [];
      for (isIsolated of [true, false]) {
        const page = await browser.newPage();
        await page.addInitScript(COUNT_WORKERS);
        await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        await expect.poll(() => page.evaluate("typeof enlarge")).toBe("function");
        expect(await page.evaluate("crossOriginIsolated")).toBe(isIsolated);
        results.push(await page.evaluate<string>("enlarge(1)"));
        expect(await page.evaluate("started")).toBe(0);
        results.push(await page.evaluate<string>("enlarge(3)"));
        expect(await page.evaluate("started")).toBe(2);
        const trained = await page.evaluate<string>(`train(${isIsolated ? 2 : 1})`);
        if (name === "esbuild") {
          expect(trained).toMatch(
            /^device-unavailable: .*\(404\); copy @kernelgan\/engine\/onnxruntime.wasm there/,
          );
        } else {
          const threads = isIsolated && name !== "esbuild into one file" ? 2 : 1;
          expect(trained).toBe(`trained, threads: ${threads}`);
        }
        await page.close();
      }
      expect(new Set(results).size).toBe(1);
    },
    TIMEOUT,
  );
});
