import { defineConfig } from "vite";

// The headers give the page shared memory, and so WebAssembly two threads; without them it has one.
const headers = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "require-corp",
};

export default defineConfig({
  worker: { format: "es" },
  server: { headers },
  preview: { headers },
  // Vite's development server would move the engine's script away from its file.
  optimizeDeps: { exclude: ["@kernelgan/engine"] },
});
