/**
 * Adds the content security policy to the build: scripts, pictures and connections only from its own site. The browser
 * then enforces that nothing is uploaded.
 */
import type { Plugin } from "vite";

/** The policy, as the header has it. */
export const POLICY = [
  "default-src 'none'",
  // Compiling WebAssembly needs a permission of its own.
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self' blob:",
  // Charts and zoomed pictures have their sizes in style attributes.
  "style-src 'self' 'unsafe-inline'",
  // Kernels are drawn from data URIs.
  "img-src 'self' data: blob:",
  "connect-src 'self'",
  "manifest-src 'self'",
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
