/**
 * Builds the site into docs/dist: static files that work in any folder of any host. `npm run docs`; then `npm run docs:preview` shows it.
 *
 *     the API's pages    by TypeDoc, from the docstrings, into docs/reference/api (which git ignores)
 *     figures            by the scripts beside this one
 *     the pages          by VitePress, then relocate.mjs
 *     try/               the page to try, by packages/web
 */
import { execFileSync } from "node:child_process";
import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build as buildPage } from "vite";
import { build } from "vitepress";
import { writeApiPages } from "./api-pages.mjs";
import { relocate } from "./relocate.mjs";

/** A file of the repository. */
const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const DOCS = file("docs/");
const SITE = `${DOCS}dist`;

execFileSync(process.execPath, [file("docs/build/grid-figure.mjs")]);
await writeApiPages(`${DOCS}reference/api`);
await build(DOCS);
relocate(SITE);
copyFileSync(file("packages/web/assets/icon.svg"), `${SITE}/icon.svg`);
await buildPage({
  root: file("packages/web"),
  logLevel: "warn",
  define: { DOCUMENTATION: JSON.stringify("../index.html") },
  build: { outDir: `${SITE}/try`, emptyOutDir: true },
});
