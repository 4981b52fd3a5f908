/**
 * Bundles what Node loads of the core into a few files: its modules, some 300, take as long to load one by one as a
 * small picture takes to enlarge. Bundlers get the modules, and leave out what a program does not use.
 */
import { rm } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const DIST = fileURLToPath(new URL("../packages/core/dist/", import.meta.url));
const outdir = `${DIST}node`;

// Parts of it have names that change with their content.
await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: ["index.js", "internal.js"].map((name) => DIST + name),
  outdir,
  bundle: true,
  // What is loaded when it is needed stays apart.
  splitting: true,
  format: "esm",
  platform: "node",
  target: "node20",
  packages: "external",
});
