/** Constants that vite.config.ts defines. */

/** Sizes of the engine's files in bytes. */
declare const ENGINE_BYTES: Record<"wasm" | "webgpu", number>;

/** The version of @kernelgan/core. */
declare const CORE_VERSION: string;

/** Whether this is the build, not the development server. */
declare const IS_BUILT: boolean;

/** Address of the documentation's site if the page is a part of it, else "". */
declare const DOCUMENTATION: string;

declare module "*?url" {
  const address: string;
  export default address;
}

declare module "*.css";
