/**
 * The packages as a user gets them: packed, checked by publint and Are the Types Wrong, installed in an empty folder
 * (from the registry, but for themselves), and used from ESM, CommonJS, TypeScript, the command line and bundles. Run
 * after `npm run build`: `npm run smoke`.
 *
 *     node scripts/smoke/main.mjs [--keep]     --keep: leave the folder, and print where it is
 */
import { spawnSync } from "node:child_process";
import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as esbuild } from "esbuild";
import { build as vite } from "vite";
import { follow, GUIDES, makeClone } from "../../docs/build/blocks.mjs";
import { PACKAGES, pack } from "../pack.mjs";
import { visitSite } from "./site.mjs";

const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));
const MAX_MEGABYTES = 75;
const SAMPLE = join(REPOSITORY, "docs/sample/photo.png");
const INSTALL = "npm install onnxruntime-node --onnxruntime-node-install=skip";

/** npm and npx are scripts on Windows. */
const SHELL = { shell: process.platform === "win32" };
/** What has no types: files to be copied. */
const EXCLUDED = {
  engine: ["--exclude-entrypoints", "./onnxruntime.wasm"],
  figures: ["--exclude-entrypoints", "./shared.css"],
};

const root = mkdtempSync(join(tmpdir(), "kernelgan-smoke-"));
const project = join(root, "project");
let failed = 0;

let packed = [];
await step("packed, with licence, changes and read-me", () => {
  packed = pack(join(root, "packed"));
  for (const { name, files } of packed) {
    for (const wanted of ["LICENSE", "CHANGELOG.md", "README.md"])
      expect(files.includes(wanted), `${name}: ${wanted}`);
    const stray = files.filter((file) => /tsbuildinfo|\.d\.ts\.map$|made-from|^dist\/tools/.test(file));
    expect(stray.length === 0, `${name}: ${stray}`);
  }
});

for (const { name, tarball } of packed) {
  await step(`${name}: publint and Are the Types Wrong`, () => {
    run(REPOSITORY, "npx", "publint", "run", tarball, "--strict");
    // All are ESM; Node 20.19 and later require() it.
    run(
      REPOSITORY,
      "npx",
      "attw",
      tarball,
      "--profile",
      "esm-only",
      "--format",
      "ascii",
      ...(EXCLUDED[name] ?? []),
    );
  });
}

await step(`installed, with at most ${MAX_MEGABYTES} MB`, () => {
  cpSync(new URL("project/", import.meta.url), project, { recursive: true });
  copyFileSync(SAMPLE, join(project, "photo.png"));
  const defaults = packed.filter(({ isOptional }) => !isOptional).map(({ tarball }) => tarball);
  writeFileSync(join(project, "package.json"), JSON.stringify({ private: true }));
  const said = npm(project, "install", "--no-audit", "--no-fund", ...defaults);
  const megabytes = sizeOf(join(project, "node_modules")) / 1e6;
  console.log(`      ${megabytes.toFixed(1)} MB; ${said.trim().split("\n").at(-1)}`);
  expect(megabytes <= MAX_MEGABYTES, `${megabytes} MB`);
});

await step("the read-mes' examples: a server, a folder against its originals, a canvas", () => {
  for (const [name, code] of examples()) writeFileSync(join(project, name), code);
  run(project, "node", "examples.mjs");
});
await step("from ESM", () => run(project, "node", "esm.mjs"));
await step("from CommonJS", () => run(project, "node", "commonjs.cjs"));
await step("from TypeScript, with all types checked", () =>
  run(
    project,
    process.execPath,
    join(REPOSITORY, "node_modules/typescript/bin/tsc"),
    "--project",
    ".",
    "--typeRoots",
    join(REPOSITORY, "node_modules/@types"),
  ),
);
await step("editors show what an option of a program does", () => {
  const types = readFileSync(join(project, "node_modules/@kernelgan/core/dist/upscale/options.d.ts"), "utf8");
  const rows = types.match(/readonly \w+: \{/g) ?? [];
  const comments = types.match(/\*\/\n *readonly \w+: \{/g) ?? [];
  expect(rows.length > 20 && comments.length === rows.length, `${comments.length} of ${rows.length} options`);
});
await step("editors show what a function takes and throws", () => {
  const types = readFileSync(join(project, "node_modules/@kernelgan/core/dist/api/upscaling.d.ts"), "utf8");
  const [docstring = ""] =
    types.match(/\/\*\*(?:(?!\*\/)[\s\S])*\*\/\nexport declare const upscaleImage/) ?? [];
  for (const tag of ["@param image", "@throws", "@example"])
    expect(docstring.includes(tag), `no ${tag} for upscaleImage`);
});
await step("kernelgan upscale, and a second time", () => {
  run(project, "npx", "--no", "kernelgan", "upscale", "photo.png");
  expect(statSync(join(project, "upscaled/photo_x2.png")).size > 1000, "the picture is empty");
  expect(
    fails(project, "npx", "--no", "kernelgan", "upscale", "photo.png").includes("replace it with --force"),
    "not what to do",
  );
});
await step("kernelgan estimate --method kernelgan, without the native runtime", () => {
  const { stderr: said } = run(
    project,
    "npx",
    "kernelgan",
    "estimate",
    "photo.png",
    "--method",
    "kernelgan",
    "--iterations",
    "20",
  );
  expect(said.split(INSTALL).length === 2, `it is not said once how to install the native runtime: ${said}`);
});
await step("what is asked for and missing is an error", () => {
  const args = ["--method", "kernelgan", "--device", "cpu", "--out", "native"];
  expect(
    fails(project, "npx", "--no", "kernelgan", "estimate", "photo.png", ...args).includes(INSTALL),
    "not how to install it",
  );
  const queue = fails(project, "npx", "--no", "kernelgan", "worker", "--queue", "redis://localhost:1");
  expect(queue.includes("npm install @kernelgan/queue"), "not how to install it");
});
await step("kernelgan doctor", () =>
  console.log(run(project, "npx", "--no", "kernelgan", "doctor").stdout.trimEnd().replace(/^/gm, "      ")),
);
await step("a page by Vite, with the engine in a file of its own", async () => {
  const outDir = join(root, "vite");
  await vite({ root: project, configFile: false, logLevel: "error", build: { outDir, target: "es2022" } });
  const files = readdirSync(join(outDir, "assets"));
  expect(files.filter((file) => file.endsWith(".wasm")).length === 1, `${files}`);
  const entry = readFileSync(join(outDir, "index.html"), "utf8").match(/assets\/[^"]+\.js/)?.[0] ?? "";
  expect(statSync(join(outDir, entry)).size < 1e6, "what is loaded at once is too large");
});
await step(
  "a server by esbuild: what needs no network works in the bundle, what does with the engine outside",
  async () => {
    const bundle = (outfile, external) =>
      esbuild({
        entryPoints: [join(project, "esm.mjs")],
        bundle: true,
        platform: "node",
        format: "esm",
        outfile: join(project, outfile),
        external: ["sharp", "@kernelgan/queue", ...external],
        logLevel: "error",
        // Packages of CommonJS in the bundle use them.
        banner: {
          js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
        },
      });
    await bundle("bundle.mjs", []);
    expect(
      fails(project, "node", "bundle.mjs").includes("leave @kernelgan/engine out of the bundle"),
      "no hint",
    );
    await bundle("bundle.mjs", ["@kernelgan/engine"]);
    run(project, "node", "bundle.mjs");
  },
);

const clone = makeClone(root);
symlinkSync(join(root, "packed"), join(clone, "packed"), "junction");
await step("README.md, followed twice", () => {
  // Of its own: the guides make files of the same names.
  const folder = makeClone(join(root, "readme"));
  const said = follow("README.md", folder, 2);
  for (const file of [
    "upscaled/photo_x2.html",
    "kernels/photo_kernel_x2.mat",
    "results/summary.html",
    "enlarged.webp",
  ])
    expect(existsSync(join(folder, file)), `${file} is missing`);
  // Bicubic interpolation, then the result.
  const [before, after] = [...said.matchAll(/_x2\.png +(\d+\.\d+)/g)].map(([, decibels]) => Number(decibels));
  expect(after > before + 2, `${before} dB, then ${after} dB`);
});
for (const page of GUIDES) await step(`${page}, followed`, () => follow(page, clone));
await step("the documentation's site, in a folder of a host", async () => {
  npm(REPOSITORY, "run", "docs");
  console.log(await visitSite(join(REPOSITORY, "docs/dist"), root));
});

if (process.argv.includes("--keep")) console.log(root);
else rmSync(root, { recursive: true });
process.exitCode = failed > 0 ? 1 : 0;

async function step(title, work) {
  const started = performance.now();
  try {
    await work();
    console.log(`ok    ${title} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed++;
    console.error(`FAIL  ${title}\n${error.stdout ?? ""}${error.stderr ?? ""}${error.message}`);
  }
}

function expect(condition, message) {
  if (!condition) throw new Error(message);
}

/** Runs a program. */
function run(cwd, program, ...args) {
  const env = { ...process.env, NODE_OPTIONS: "", npm_config_ignore_scripts: undefined };
  const done = spawnSync(program, args, {
    cwd,
    env,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    ...SHELL,
  });
  if (done.status === 0) return done;
  throw Object.assign(new Error(`${[program, ...args].join(" ")}: exit code ${done.status}`), done);
}

/** What a program says that must fail. */
function fails(cwd, program, ...args) {
  try {
    run(cwd, program, ...args);
  } catch (error) {
    return `${error.stdout}${error.stderr}`;
  }
  throw new Error(`${args.join(" ")} did not fail`);
}

/** The code in the packages' read-mes that is marked with a file's name. */
function examples() {
  return PACKAGES.flatMap((name) => {
    const readme = readFileSync(join(REPOSITORY, "packages", name, "README.md"), "utf8");
    return [...readme.matchAll(/<!-- scripts\/smoke runs this: (\S+) -->\n\n```js\n(.*?)```/gs)].map(
      ([, file, code]) => [file, code],
    );
  });
}

function npm(cwd, ...args) {
  return run(cwd, "npm", ...args).stdout;
}

function sizeOf(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, path, name }) => sum + statSync(join(parentPath ?? path, name)).size, 0);
}
