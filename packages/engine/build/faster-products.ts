/**
 * Makes ONNX Runtime's WebAssembly faster where there is relaxed SIMD (Node since 22, Chromium since 114, Firefox since
 * 145): the functions at the bottom of all matrix products are replaced by those of product-kernel.ts.
 *
 * ONNX Runtime's file has no names, so they are recognised by what they compute: functions of the right type that turn
 * numbers into the right product. If they are not found (another version of ONNX Runtime may have them in another form)
 * the build stops. That is why package.json pins onnxruntime-web.
 */
import wabt from "wabt";
import type { Edit } from "../src/edits.js";
import { KERNELS, kernelModule } from "./product-kernel.js";
import { bodyEdits, functionsOf, replaceBodies } from "./wasm-module.js";

/** Eight integers and a float32 to an integer. */
const SIGNATURE = `${"7f".repeat(8)}7d>7f`;
/** Functions shorter than this have no loop over a matrix. */
const MIN_BYTES = 500;

type Kernel = (
  A: number,
  B: number,
  C: number,
  K: number,
  M: number,
  N: number,
  lda: number,
  ldc: number,
  alpha: number,
) => number;
type KernelName = keyof typeof KERNELS;

/** The module of both kernels, as bytes. */
export async function encodeKernels(): Promise<Uint8Array> {
  const { parseWat } = await wabt();
  const module = parseWat("product-kernel.wat", kernelModule(), { simd: true, relaxed_simd: true });
  try {
    return Uint8Array.from(module.toBinary({}).buffer);
  } finally {
    module.destroy();
  }
}

/**
 * The changes that make the engine's products faster.
 *
 * @param engine onnxruntime-web's ort-wasm-simd-threaded.wasm
 * @throws Error if the functions to be replaced are not found
 */
export async function fasterProducts(engine: Uint8Array): Promise<Edit[]> {
  const kernels = await encodeKernels();
  const faster = functionsOf(kernels).map(({ body }) => body);
  const names = Object.keys(KERNELS) as KernelName[];
  const replacements = new Map<number, Uint8Array>();
  const found = new Set<KernelName>();
  functionsOf(engine).forEach(({ signature, body }, i) => {
    if (signature !== SIGNATURE || body.length < MIN_BYTES) return;
    const name = purposeOf(body, kernels);
    if (!name) return;
    found.add(name);
    replacements.set(i, faster[names.indexOf(name)] as Uint8Array);
  });
  if (found.size !== names.length) {
    throw new Error(
      "the matrix products of this version of onnxruntime-web were not recognised: adapt packages/engine/build",
    );
  }
  return bodyEdits(engine, replacements);
}

/** Which of the kernels a function is, if any, judged by a product that it computes. */
function purposeOf(body: Uint8Array, kernels: Uint8Array): KernelName | undefined {
  const alone = replaceBodies(kernels, new Map([0, 1].map((i) => [i, body])));
  try {
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(alone));
    const { memory, replace } = exports as { memory: WebAssembly.Memory; replace: Kernel };
    const numbers = new Float32Array(memory.buffer);
    const [K, N] = [3, 21];
    const [A, B, C] = [0, 1000, 2000];
    for (let k = 0; k < K; k++) {
      numbers[A + k] = k + 1;
      for (let n = 0; n < N; n++) numbers[B + 16 * K * Math.floor(n / 16) + 16 * k + (n % 16)] = 10 * k + n;
    }
    numbers.fill(0.5, C, C + N);
    replace(4 * A, 4 * B, 4 * C, K, 1, N, K, N, 2);
    // 2 · Σ (k + 1)(10 k + n) = 160 + 12 n
    const made = (before: number): boolean =>
      numbers.subarray(C, C + N).every((value, n) => value === before + 160 + 12 * n);
    if (made(0)) return "replace";
    return made(0.5) ? "add" : undefined;
  } catch {
    // It needs more imports than the memory, or traps: another function of the same type.
    return undefined;
  }
}
