/** @kernelgan/core: blind super-resolution kernel estimation (KernelGAN) for Node and the browser. */
export * from "./errors.js";
export * from "./image/index.js";
export * from "./kernel/index.js";
export * from "./random.js";
