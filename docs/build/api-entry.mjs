/**
 * The entry of @kernelgan/core as the page of its API needs it. In the package a public function is a constant that
 * checks the arguments and calls the function behind it (a file of api/), which has the docstring: here the functions
 * behind are exported in its place.
 */
import { readFileSync } from "node:fs";

const SOURCE = new URL("../../packages/core/src/", import.meta.url);
const read = (path) => readFileSync(new URL(path, SOURCE), "utf8");

/** TypeScript that exports what the package does. */
export function coreEntry() {
  const index = read("index.ts");
  const ofApi = /^export \{([^}]*)\} from "\.\/(api\/[^"]+)\.js";$/gm;
  const functions = [...index.matchAll(ofApi)].flatMap(([, names, file]) =>
    functionsBehind(`${file}.ts`, listOf(names)),
  );
  if (functions.length === 0) throw new Error("index.ts exports nothing of api/");
  const others = index
    .replaceAll(ofApi, "")
    .replaceAll(/from "\.\/([^"]+)"/g, (_, path) => `from "${new URL(path, SOURCE).pathname}"`);
  return `${others}\n${functions.join("\n")}\n`;
}

/** Exports, under the names of a file's functions, of those behind them. */
function functionsBehind(file, names) {
  const source = read(file);
  const imports = source.matchAll(/^import (?:\* as (\w+)|\{([^}]*)\}) from "\.\.\/([^"]+)";$/gm);
  const places = [...imports].flatMap(([, namespace, list = "", path]) => {
    if (namespace) return [{ local: namespace, path }];
    const imported = listOf(list).map((one) => one.split(" as "));
    return imported.map(([name, alias = name]) => ({ local: alias, name, path }));
  });
  return names.map((name) => {
    const [, behind = ""] = source.match(new RegExp(`^export const ${name}: typeof ([\\w.]+)`, "m")) ?? [];
    const [local, member] = behind.split(".");
    const place = places.find((one) => one.local === local);
    if (!place) throw new Error(`${file}: what is behind ${name}?`);
    return `export { ${member ?? place.name} as ${name} } from "${new URL(place.path, SOURCE).pathname}";`;
  });
}

/** The names of a list of imports or exports. */
function listOf(names) {
  return names
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
}
