/**
 * Writes the page's rules into the build: scripts, pictures and connections only from its own site. That nothing is
 * uploaded is then the browser's word, not only ours.
 */
import type { Plugin } from "vite";

const POLICY = [
  "default-src 'none'",
  // Compiling WebAssembly counts as making scripts.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  // The charts' and zooms' sizes are style attributes.
  "style-src 'self' 'unsafe-inline'",
  // Kernels are drawn by way of a data URI.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

export function contentPolicy(): Plugin {
  return {
    name: "kernelgan-content-policy",
    apply: "build",
    transformIndexHtml: () => [
      {
        tag: "meta",
        attrs: { "http-equiv": "Content-Security-Policy", content: POLICY },
        injectTo: "head-prepend",
      },
    ],
  };
}
