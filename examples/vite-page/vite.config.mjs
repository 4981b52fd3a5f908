import { defineConfig } from "vite";

// The headers give the page shared memory, and so WebAssembly its threads; without them everything works, a little more slowly.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  // The build works in any folder of a site.
  base: "./",
  worker: { format: "es" },
  server: { headers },
  preview: { headers },
  // Only for the methods that train networks: Vite's development server would move the engine's script away from its file.
  optimizeDeps: { exclude: ["@kernelgan/engine"] },
});
