/**
 * ONNX Runtime in Node: the native package, and the WebAssembly one beside it.
 *
 * `#onnxruntime` in package.json picks this file in Node and onnxruntime.web.ts elsewhere, so that a bundler never
 * sees the native package.
 */
import { availableParallelism } from "node:os";
import type { OnnxRuntime } from "./onnxruntime.js";

/** Whether there is a native package at all, apart from whether it works. */
export const hasNative: boolean = true;

/** The native package; rejects where it has no binary for this machine. */
export async function loadNative(): Promise<OnnxRuntime> {
  const module = await import("onnxruntime-node");
  // A CommonJS package: where its named exports are not seen they are under `default`.
  const runtime = "InferenceSession" in module ? module : (module as { default: OnnxRuntime }).default;
  // What goes wrong is thrown; the package would print it as well.
  runtime.env.logLevel = "fatal";
  return runtime;
}

export const loadWasm = async (): Promise<OnnxRuntime> => import("onnxruntime-web");

/** In Node WebGPU is a provider of the native package. */
export const loadWebGpu = loadNative;

/** Processors this process may use. */
export const processors = (): number => availableParallelism();
