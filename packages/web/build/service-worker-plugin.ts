/** Adds the service worker to the build, with the list of the page's files in it. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("../src/service-worker/service-worker.ts", import.meta.url));

/**
 * Whether the file is kept from the first visit on. The engine is kept when it is first used, by worker/engine.ts, and
 * the script of the one for WebGPU, which few visitors need, by the service worker.
 */
const isKept = (file: string): boolean => !/\.(wasm|map)$|webgpu/.test(file);

/** Emits `service-worker.js` beside index.html: its scope is the folder it lies in. */
export function serviceWorker(): Plugin {
  return {
    name: "kernelgan-service-worker",
    apply: "build",
    // After the HTML is there.
    enforce: "post",
    async generateBundle(_, bundle) {
      const files = Object.keys(bundle).filter(isKept).sort();
      const hash = createHash("sha256");
      for (const file of files) {
        const item = bundle[file];
        hash.update(file).update(item.type === "chunk" ? item.code : item.source);
      }
      const made = await build({
        configFile: false,
        logLevel: "warn",
        define: {
          PAGE_FILES: JSON.stringify(["./", ...files.filter((file) => file !== "index.html")]),
          PAGE_HASH: JSON.stringify(hash.digest("hex").slice(0, 12)),
        },
        build: {
          write: false,
          lib: { entry: SOURCE, formats: ["iife"], name: "serviceWorker" },
        },
      });
      const [{ output }] = made as { output: { type: string; code: string }[] }[];
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: output[0].code });
    },
  };
}
