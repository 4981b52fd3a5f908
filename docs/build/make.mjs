/**
 * Builds the site into docs/dist: static files that work in any folder of any host. `npm run docs`; then `npm run docs:preview` shows it.
 *
 *     the API's pages    by TypeDoc, from the docstrings, into docs/reference/api (which git ignores)
 *     figures            by the scripts beside this one
 *     the pages          by VitePress, then relocate.mjs
 *     try/               the page to try, by packages/web
 */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { build as buildPage } from "vite";
import { build } from "vitepress";
import { writeApiPages } from "./api-pages.mjs";
import { relocate } from "./relocate.mjs";

const DOCS = fileURLToPath(new URL("../", import.meta.url));
const SITE = `${DOCS}dist`;

execFileSync(process.execPath, [fileURLToPath(new URL("grid-figure.mjs", import.meta.url))]);
await writeApiPages(`${DOCS}reference/api`);
await build(DOCS);
relocate(SITE);
await buildPage({
  root: fileURLToPath(new URL("../../packages/web", import.meta.url)),
  logLevel: "warn",
  build: { outDir: `${SITE}/try`, emptyOutDir: true },
});
