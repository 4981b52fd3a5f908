/**
 * ONNX Runtime's native package in Node.
 *
 * `#onnxruntime` in package.json picks this file in Node and onnxruntime.web.ts elsewhere, so that a bundler never
 * sees the native package.
 */
import { availableParallelism } from "node:os";
import type { OnnxRuntime } from "@kernelgan/engine";
import { KernelGanError } from "../errors.js";

/** Whether there can be a native package. */
export const hasNative: boolean = true;

/** How to get it. Its own install script fetches CUDA from elsewhere, which fails where it cannot. */
const INSTALL_NATIVE = "npm install onnxruntime-node --onnxruntime-node-install=skip";

/** Its name as a variable: bundlers of servers would stop where it is not installed. */
const PACKAGE = "onnxruntime-node";

/**
 * The native package, which is optional.
 *
 * @throws KernelGanError `device-unavailable` if it is not installed; what it throws where it has no binary for this
 *   machine
 */
export async function loadNative(): Promise<OnnxRuntime> {
  const module = await import(/* webpackIgnore: true */ /* @vite-ignore */ PACKAGE).catch((cause) => {
    if (cause?.code !== "ERR_MODULE_NOT_FOUND") throw cause;
    throw new KernelGanError(
      "device-unavailable",
      `the native runtime is not installed (${INSTALL_NATIVE})`,
      { cause },
    );
  });
  // A CommonJS package: where its named exports are not seen they are under `default`.
  const runtime: OnnxRuntime = "InferenceSession" in module ? module : module.default;
  // What goes wrong is thrown; the package would print it as well.
  runtime.env.logLevel = "fatal";
  return runtime;
}

/** In Node WebGPU is a provider of the native package. */
export const loadWebGpu = loadNative;

/** Processors this process may use. */
export const processors = (): number => availableParallelism();
