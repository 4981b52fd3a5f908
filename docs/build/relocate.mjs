/**
 * Makes a site that VitePress built work in any folder of any host. VitePress writes the folder, `base`, into every page and script. Here it
 * is built for a folder with a name that occurs nowhere else; then the name becomes a relative path in pages and styles, and in scripts
 * a variable that each page sets from its own address.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { parse } from "acorn";
import { simple } from "acorn-walk";

/** What VitePress is told. */
export const BASE = "/__kernelgan_base__/";
const VARIABLE = "__KERNELGAN_BASE__";

/** @param folder of the site, all files of which are changed in place */
export function relocate(folder) {
  const files = readdirSync(folder, { recursive: true });
  for (const name of files.filter((file) => /\.(html|js|css)$/.test(file))) {
    const path = join(folder, name);
    const text = readFileSync(path, "utf8");
    if (!text.includes(BASE)) continue;
    const up = relative(dirname(path), folder);
    writeFileSync(path, CHANGES[name.split(".").pop()](text, up === "" ? "./" : `${up}/`));
  }
}

const CHANGES = {
  css: (text, up) => text.replaceAll(BASE, up),
  html: (text, up) => {
    const base = `<script>var ${VARIABLE}=new URL(${JSON.stringify(up)},document.baseURI).pathname</script>`;
    // Addresses that are relative to this page would be wrong after the router has gone to another one.
    const fix = `<script>for(const e of document.querySelectorAll("a[href],link[rel=icon]"))e.href=e.href;for(const e of document.querySelectorAll("img[src]"))e.src=e.src</script>`;
    return text
      .replaceAll(BASE, up)
      .replace(/<meta charset="utf-8">/, `$&${base}`)
      .replace("</body>", `${fix}</body>`);
  },
  js: (text) => {
    const changes = [];
    const tree = parse(text, { ecmaVersion: "latest", sourceType: "module" });
    simple(tree, {
      Literal: (node) => {
        if (typeof node.value !== "string" || !node.value.includes(BASE)) return;
        const parts = node.value.split(BASE).map((part) => JSON.stringify(part));
        changes.push([node, `(${parts.join(`+${VARIABLE}+`)})`]);
      },
      TemplateElement: (node) => {
        const raw = text.slice(node.start, node.end);
        if (raw.includes(BASE)) changes.push([node, raw.replaceAll(BASE, `\${${VARIABLE}}`)]);
      },
    });
    changes.sort(([a], [b]) => b.start - a.start);
    return changes.reduce((now, [{ start, end }, by]) => now.slice(0, start) + by + now.slice(end), text);
  },
};
