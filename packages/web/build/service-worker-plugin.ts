/** Adds the service worker to the build, with the list of the page's files in it. */
import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build, type Plugin } from "vite";

const SOURCE = fileURLToPath(new URL("../src/service-worker/service-worker.ts", import.meta.url));

/**
 * Whether the file is cached at the first visit. The engine is cached when it is first used, by worker/engine.ts, and
 * the script of the one for WebGPU, which few visitors need, by the service worker. The page has no trained prior.
 */
const isKept = (file: string): boolean => !/\.(wasm|map)$|webgpu|small-prior/.test(file);

/** Emits `service-worker.js` beside index.html: its scope is the folder it lies in. */
export function serviceWorker(): Plugin {
  return {
    name: "kernelgan-service-worker",
    apply: "build",
    // After the HTML is there.
    enforce: "post",
    async generateBundle(_, bundle) {
      const kept = Object.entries(bundle).filter(([file]) => isKept(file));
      kept.sort(([a], [b]) => (a < b ? -1 : 1));
      const hash = createHash("sha256");
      for (const [file, item] of kept) {
        hash.update(file).update(item.type === "chunk" ? item.code : item.source);
      }
      const made = await build({
        configFile: false,
        logLevel: "warn",
        define: {
          PAGE_FILES: JSON.stringify([
            "./",
            ...kept.map(([file]) => file).filter((file) => file !== "index.html"),
          ]),
          PAGE_HASH: JSON.stringify(hash.digest("hex").slice(0, 12)),
        },
        build: {
          write: false,
          lib: { entry: SOURCE, formats: ["iife"], name: "serviceWorker" },
        },
      });
      const [chunk] = Array.isArray(made) ? (made[0]?.output ?? []) : [];
      if (!chunk) throw new Error("the service worker was not built");
      this.emitFile({ type: "asset", fileName: "service-worker.js", source: chunk.code });
    },
  };
}
