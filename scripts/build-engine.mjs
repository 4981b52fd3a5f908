/**
 * Builds what TypeScript's compiler cannot: the WebAssembly module (packages/core/assembly, AssemblyScript) and the
 * script of the worker threads (packages/core/src/restore/fast/simd/worker.ts), each as a string in a module of its
 * own, the small prior (packages/core/assets/small-prior.onnx, which bench:train-prior has made) as another, and
 * workerpool for browsers. Skipped while nothing that goes into them has changed. The strings' type is given, or the
 * compiler would write each into its `.d.ts` as well.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const CORE = fileURLToPath(new URL("../packages/core/", import.meta.url));
/** Functions up to this size are inlined: all but the passes of the transform and what is called from outside. */
const INLINED_SIZE = 120;
/** What workerpool requires only in Node, and the parts of it that are not used. */
const NOT_IN_BROWSERS = /^(worker_threads|os|child_process)$|\/(worker|embeddedWorker)$/;
const require = createRequire(import.meta.url);

await build(join(CORE, "src/simd/generated/module.ts"), ["assembly"], ["assemblyscript"], buildModule);
await build(
  join(CORE, "src/restore/fast/simd/generated/worker.ts"),
  ["src"],
  ["rolldown", "workerpool"],
  buildWorker,
);
await buildSmallPrior();
await build(join(CORE, "dist/workers/workerpool.js"), [], ["rolldown", "workerpool"], buildPool);

/** Writes the file, unless it says that it was made from the same sources. */
async function build(target, folders, packages, make) {
  const hash = createHash("sha256").update(await readFile(fileURLToPath(import.meta.url)));
  for (const name of packages) hash.update(`${name} ${require(`${name}/package.json`).version}`);
  for (const folder of folders) {
    const files = await readdir(join(CORE, folder), { recursive: true });
    for (const file of files.filter((name) => name.endsWith(".ts") && !name.includes("generated")).sort()) {
      hash.update(file).update(await readFile(join(CORE, folder, file)));
    }
  }
  const sources = [...folders, ...packages].join(", ");
  const head = `// Made by scripts/build-engine.mjs from ${sources}: ${hash.digest("hex")}\n`;
  const existing = await readFile(target, "utf8").catch(() => "");
  if (existing.startsWith(head)) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, head + (await make()));
}

async function buildSmallPrior() {
  const target = join(CORE, "src/restore/prior/generated/small-prior.ts");
  const base64 = (await readFile(join(CORE, "assets/small-prior.onnx"))).toString("base64");
  const text = `// Made by scripts/build-engine.mjs from assets/small-prior.onnx.\n/** The model, in base64. */\nexport const SMALL_PRIOR_MODEL: string =\n  "${base64}";\n`;
  if ((await readFile(target, "utf8").catch(() => "")) === text) return;
  await mkdir(dirname(target), { recursive: true });
  await writeFile(target, text);
}

async function buildModule() {
  const asc = await import("assemblyscript/asc");
  const files = new Map();
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "simd.wasm", "--runtime", "stub", "--enable", "simd", "-O3", "--noAssert"],
    {
      readFile: (name, base) => readFile(join(CORE, "assembly", base, name), "utf8").catch(() => null),
      writeFile: (name, content) => void files.set(name, content),
      listFiles: () => [],
    },
  );
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const base64 = Buffer.from(await inlined(files.get("simd.wasm"))).toString("base64");
  return `/** The WebAssembly module, in base64. */\nexport const SIMD_MODULE: string =\n  "${base64}";\n`;
}

/** The module with its functions inlined into loops: a call spills all vectors that are in registers. */
async function inlined(wasm) {
  const { default: binaryen } = await import("assemblyscript/binaryen");
  const module = binaryen.readBinary(wasm);
  const { SIMD128, BulkMemory, BulkMemoryOpt, MutableGlobals, SignExt, NontrappingFPToInt } =
    binaryen.Features;
  module.setFeatures(SIMD128 | BulkMemory | BulkMemoryOpt | MutableGlobals | SignExt | NontrappingFPToInt);
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  binaryen.setAlwaysInlineMaxSize(INLINED_SIZE);
  module.optimize();
  return module.emitBinary();
}

async function buildWorker() {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: join(CORE, "src/restore/fast/simd/worker.ts"),
    platform: "browser",
    external: ["worker_threads"],
    logLevel: "warn",
  });
  const { output } = await bundle.generate({ format: "iife", minify: true });
  return `/** The worker's script. */\nexport const WORKER_SCRIPT: string = ${JSON.stringify(output[0].code)};\n`;
}

/** Bundlers look for Node's modules, which workerpool requires in Node alone, and stop where there are none. */
async function buildPool() {
  const { rolldown } = await import("rolldown");
  const bundle = await rolldown({
    input: require.resolve("workerpool"),
    platform: "browser",
    logLevel: "warn",
    plugins: [
      {
        name: "without-node",
        resolveId: (id) => (NOT_IN_BROWSERS.test(id) ? "\0nothing" : undefined),
        load: (id) => (id === "\0nothing" ? "module.exports = {};" : undefined),
      },
    ],
  });
  const { output } = await bundle.generate({ format: "es", minify: true, exports: "named" });
  return `/*! workerpool, Apache-2.0, https://github.com/josdejong/workerpool */\n${output[0].code}`;
}
