/**
 * The entry of @kernelgan/core as the page of its API needs it. In the package a public function is a constant that
 * checks the arguments and calls the function behind it (api/index.ts), which has the docstring: here the functions
 * behind are exported in its place.
 */
import { readFileSync } from "node:fs";

const SOURCE = new URL("../../packages/core/src/", import.meta.url);
const read = (path) => readFileSync(new URL(path, SOURCE), "utf8");

/** TypeScript that exports what the package does. */
export function coreEntry() {
  const api = read("api/index.ts");
  const imports = api.matchAll(/^import (?:\* as (\w+)|\{([^}]*)\}) from "\.\.\/([^"]+)";$/gm);
  const places = [...imports].flatMap(([, namespace, list = "", path]) => {
    if (namespace) return [{ local: namespace, path }];
    const imported = list.split(",").map((one) => one.trim().split(" as "));
    return imported.map(([name, alias = name]) => ({ local: alias, name, path }));
  });
  const index = read("index.ts");
  const listed = index.match(/^export \{([^}]*)\} from "\.\/api\/index\.js";$/m);
  if (!listed) throw new Error("index.ts exports nothing of api/index.ts");
  const names = listed[1].split(",").map((name) => name.trim());
  const functions = names.filter(Boolean).map((name) => {
    const [, behind = ""] = api.match(new RegExp(`^export const ${name}: typeof ([\\w.]+)`, "m")) ?? [];
    const [local, member] = behind.split(".");
    const place = places.find((one) => one.local === local);
    if (!place) throw new Error(`api/index.ts: what is behind ${name}?`);
    return `export { ${member ?? place.name} as ${name} } from "${new URL(place.path, SOURCE).pathname}";`;
  });
  const others = index
    .replace(listed[0], "")
    .replaceAll(/from "\.\/([^"]+)"/g, (_, path) => `from "${new URL(path, SOURCE).pathname}"`);
  return `${others}\n${functions.join("\n")}\n`;
}
