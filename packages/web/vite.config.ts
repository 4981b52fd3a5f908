/** Builds the page into dist/site; serves it with the headers that threads need (see README's "Hosting"). */
import { readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { defineConfig } from "vite";
import { contentPolicy } from "./build/content-policy-plugin.ts";
import { webAppManifest } from "./build/manifest-plugin.ts";
import { serviceWorker } from "./build/service-worker-plugin.ts";

const require = createRequire(import.meta.url);
const bytes = (file: string): number => statSync(require.resolve(file)).size;
const versionOf = (path: string): string =>
  JSON.stringify(JSON.parse(readFileSync(new URL(path, import.meta.url), "utf8")).version);

/** Without these a browser gives a page no shared memory, so that WebAssembly has one thread. */
const ISOLATION = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig(({ command }) => ({
  // The build can be put into any folder of a site.
  base: "./",
  define: {
    ENGINE_BYTES: JSON.stringify({
      wasm: bytes("@kernelgan/engine/onnxruntime.wasm"),
      webgpu: bytes("onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm"),
    }),
    CORE_VERSION: versionOf("../core/package.json"),
    // The documentation's site, of which the page can be a part, sets its address.
    DOCUMENTATION: JSON.stringify(""),
    IS_BUILT: JSON.stringify(command === "build"),
  },
  build: { outDir: "dist/site", target: "es2022", assetsInlineLimit: 0 },
  worker: { format: "es" },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  server: { headers: ISOLATION },
  preview: { headers: ISOLATION },
  plugins: [webAppManifest(), serviceWorker(), contentPolicy()],
}));
