/** Builds the faster engine for src/worker/engine.ts, unless it is up to date. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { fasterEngine } from "./faster-engine.ts";
import { kernelModule } from "./product-kernel.ts";

const require = createRequire(import.meta.url);

/**
 * Makes packages/web/dist/engine/faster.wasm, and beside it a hash of what it was made from.
 *
 * @param root this package
 */
export async function makeFasterEngine(root: URL): Promise<void> {
  const folder = new URL("dist/engine/", root);
  const pathOf = (name: string): string => fileURLToPath(new URL(name, folder));
  const [file, note] = [pathOf("faster.wasm"), pathOf("made-from")];
  const engine = readFileSync(require.resolve("onnxruntime-web/ort-wasm-simd-threaded.wasm"));
  const source = createHash("sha256").update(engine).update(kernelModule()).digest("hex");
  if (existsSync(file) && existsSync(note) && readFileSync(note, "utf8") === source) return;
  mkdirSync(folder, { recursive: true });
  const bytes = await fasterEngine(engine);
  // Renamed when complete: tests build the page at the same time.
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, bytes);
  renameSync(draft, file);
  writeFileSync(note, source);
}
