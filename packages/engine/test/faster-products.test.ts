import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { CHROMIUM, startChromium } from "@kernelgan/testing/chromium";
import { itWith } from "@kernelgan/testing/suites";
import { describe, expect, it, onTestFinished } from "vitest";
import { encodeKernels, fasterProducts } from "../build/faster-products.js";
import { functionsOf, replaceBodies } from "../build/wasm-module.js";
import { applyEdits } from "../src/edits.js";
import { FASTER_PRODUCTS } from "../src/generated/faster-products.js";

const ENGINE = readFileSync(
  createRequire(import.meta.url).resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"),
);

/**
 * Runs in the browser: the largest difference between both kernels and plain loops, including memory that must stay
 * unchanged.
 */
const COMPARE = `
  (bytes) => {
    const { memory, ...kernels } = new WebAssembly.Instance(
      new WebAssembly.Module(Uint8Array.from(atob(bytes), (c) => c.charCodeAt(0))),
    ).exports;
    const numbers = new Float32Array(memory.buffer);
    const [A, B, C, alpha] = [0, 1000, 8000, 0.75];
    let largest = 0;
    for (const name of ["replace", "add"])
      for (const M of [1, 2, 3, 4, 9])
        for (let N = 1; N <= 35; N++)
          for (const K of [1, 2, 7]) {
            const [lda, ldc] = [K + 3, N + 2];
            for (let i = 0; i < C + 1000; i++) numbers[i] = Math.sin(1.3 * i);
            const expected = numbers.slice(C, C + 1000);
            for (let m = 0; m < M; m++)
              for (let n = 0; n < N; n++) {
                let sum = 0;
                for (let k = 0; k < K; k++)
                  sum += numbers[A + m * lda + k] * numbers[B + 16 * K * (n >> 4) + 16 * k + (n % 16)];
                const at = m * ldc + n;
                expected[at] = alpha * sum + (name === "add" ? expected[at] : 0);
              }
            let m = 0;
            while (m < M)
              m += kernels[name](4 * (A + m * lda), 4 * B, 4 * (C + m * ldc), K, M - m, N, lda, ldc, alpha);
            expected.forEach((value, i) => {
              largest = Math.max(largest, Math.abs(value - numbers[C + i]));
            });
          }
    return largest;
  }`;

/** Enough to start Chromium on a busy machine. */
const START_MS = 120_000;

describe("the faster engine", () => {
  it("is ONNX Runtime's with two functions replaced", async () => {
    const before = functionsOf(ENGINE);
    const faster = applyEdits(ENGINE, await fasterProducts(ENGINE));
    const after = functionsOf(faster);
    const changed = after.filter(({ body }, i) => Buffer.compare(body, before[i]?.body ?? body) !== 0);
    expect(after.length).toBe(before.length);
    expect(changed.map(({ body }) => Buffer.from(body).toString("hex"))).toEqual(
      functionsOf(await encodeKernels()).map(({ body }) => Buffer.from(body).toString("hex")),
    );
    // Whatever else is in the module is as it was: it is well-formed, with relaxed SIMD or without.
    expect(faster.length).not.toBe(ENGINE.length);
    expect(Buffer.compare(faster.subarray(-1000), ENGINE.subarray(-1000))).toBe(0);
  });

  it("is what the package ships as changes to the file", async () => {
    const edits = FASTER_PRODUCTS.edits.map(({ insert, ...place }) => ({
      ...place,
      insert: Buffer.from(insert, "base64"),
    }));
    const made = applyEdits(ENGINE, await fasterProducts(ENGINE));
    expect(FASTER_PRODUCTS.size).toBe(ENGINE.length);
    expect(Buffer.compare(applyEdits(ENGINE, edits), made)).toBe(0);
  });

  it("is not made from a file whose products are not recognised", async () => {
    const kernels = await encodeKernels();
    // A function that returns 0.
    const empty = replaceBodies(kernels, new Map([[1, Uint8Array.of(0, 0x41, 0, 0x0b)]]));
    await expect(fasterProducts(empty)).rejects.toThrow("not recognised");
  });

  itWith(
    CHROMIUM,
    "computes what plain loops compute, in Chromium",
    async () => {
      const browser = await startChromium();
      onTestFinished(() => browser.close());
      const page = await browser.newPage();
      const bytes = Buffer.from(await encodeKernels()).toString("base64");
      expect(await page.evaluate<number>(`(${COMPARE})("${bytes}")`)).toBeLessThan(1e-6);
    },
    START_MS,
  );
});
