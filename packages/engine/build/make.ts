/**
 * Makes what the compiler cannot, unless it is up to date:
 *
 *     dist/ort/ort.*.mjs                  ONNX Runtime's scripts, under the names by which they refer to themselves;
 *                                         the one for Node contains onnxruntime-common
 *     dist/ort/ort-wasm-simd-threaded.*   its WebAssembly, and the script that every thread of Node loads
 *     src/generated/faster-products.ts    the changes that make its matrix products faster
 */
import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";
import { fasterProducts } from "./faster-products.js";
import { kernelModule } from "./product-kernel.js";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const ORT = join(ROOT, "dist/ort");
const MADE_FROM = join(ORT, "made-from");
const CHANGES = join(ROOT, "src/generated/faster-products.ts");
const NODE = "ort.node.min.mjs";
const WEB = "ort.wasm.bundle.min.mjs";
const WASM = "ort-wasm-simd-threaded.wasm";
/** What web.ts compares its own address with. */
const ADDRESS = "export const address = import.meta.url;\n";

const source = dirname(createRequire(import.meta.url).resolve(`onnxruntime-web/${WASM}`));
const wasm = readFileSync(join(source, WASM));
const made = createHash("sha256")
  .update(wasm)
  .update(kernelModule())
  .update(readFileSync(fileURLToPath(import.meta.url)))
  .digest("hex");
const upToDate = existsSync(MADE_FROM) && existsSync(CHANGES) && readFileSync(MADE_FROM, "utf8") === made;
if (!upToDate) await make();

async function make(): Promise<void> {
  mkdirSync(ORT, { recursive: true });
  mkdirSync(dirname(CHANGES), { recursive: true });
  for (const file of [WEB, "ort-wasm-simd-threaded.mjs"]) {
    // Its map is not shipped: 6 MB.
    const script = readFileSync(join(source, file), "utf8").replace(/^\/\/# sourceMappingURL=.*$/m, "");
    writeFileSync(join(ORT, file), file === WEB ? script + ADDRESS : script);
  }
  copyFileSync(join(source, WASM), join(ORT, WASM));
  const bundle = await rolldown({ input: join(source, NODE), platform: "node" });
  await bundle.write({ file: join(ORT, NODE), format: "es", minify: true });
  write(CHANGES, await changes());
  write(MADE_FROM, made);
}

async function changes(): Promise<string> {
  const edits = (await fasterProducts(wasm)).map(({ at, remove, insert }) => ({
    at,
    remove,
    insert: Buffer.from(insert).toString("base64"),
  }));
  return `// Made by build/make.ts.
/** What makes the products of ONNX Runtime's file of this size faster; bytes in base64. */
export const FASTER_PRODUCTS: {
  size: number;
  edits: readonly { at: number; remove: number; insert: string }[];
} = ${JSON.stringify({ size: wasm.length, edits }, undefined, 2)};
`;
}

/** Renamed when complete: another build may run at the same time. */
function write(file: string, content: string): void {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, content);
  renameSync(draft, file);
}
