/** Loads ONNX Runtime's WebAssembly: what node.ts and web.ts have in common. */
import { relaxedSimd, simd, threads } from "wasm-feature-detect";
import { applyEdits } from "./edits.js";
import { FASTER_PRODUCTS } from "./generated/faster-products.js";
import type { OnnxRuntime } from "./onnxruntime.js";

/** How to load it. */
export interface LoadOptions {
  /** CPU threads. The number is fixed when the first model is loaded. */
  threads: number;
  /** The file `@kernelgan/engine/onnxruntime.wasm`; default: it is looked for beside this module. */
  wasm?: Uint8Array | undefined;
}

/** What WebAssembly can do here, of what makes a difference. */
export interface WasmFeatures {
  /** Vectors; nothing works without. */
  simd: boolean;
  /** Shared memory. In a page only with cross-origin isolation. */
  threads: boolean;
  /** Fused multiply-adds: matrix products take two thirds of the time. */
  relaxedSimd: boolean;
}

export async function wasmFeatures(): Promise<WasmFeatures> {
  return { simd: await simd(), threads: await threads(), relaxedSimd: await relaxedSimd() };
}

/** WebAssembly's magic number. */
const MAGIC = [0, 0x61, 0x73, 0x6d] as const;

/**
 * Whether these are the bytes of a WebAssembly module: servers may answer with a page in place of a file that is not
 * there.
 */
export function isWasm(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** Gives the runtime its WebAssembly, once. */
export async function prepare(
  runtime: OnnxRuntime,
  { threads, wasm }: LoadOptions,
  find: () => Promise<Uint8Array>,
): Promise<OnnxRuntime> {
  const { env } = runtime;
  env.wasm.wasmBinary ??= await faster(wasm ?? (await find()));
  env.wasm.numThreads = threads;
  return runtime;
}

/**
 * The file with faster matrix products where they work. A file of another size is not the one that they were made for.
 */
async function faster(bytes: Uint8Array): Promise<Uint8Array> {
  const { size, edits } = FASTER_PRODUCTS;
  if (bytes.length !== size || !(await relaxedSimd())) return bytes;
  return applyEdits(
    bytes,
    edits.map(({ insert, ...place }) => ({
      ...place,
      insert: Uint8Array.from(atob(insert), (c) => c.charCodeAt(0)),
    })),
  );
}
