/**
 * Gives the public functions of a package's `dist/api/*.d.ts` the docstrings of the functions behind them. There a
 * public function is a constant (`typeof` the function, which it calls once its arguments are checked), and editors show
 * the comment of the constant where it is imported or completed.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const DOCUMENTED = /(\/\*\*(?:(?!\*\/)[\s\S])*\*\/)\nexport declare function (\w+)/g;
const ALIAS = /\b(\w+) as (\w+)/g;
const PUBLIC = /\/\*\* .* \*\/\n(export declare const \w+: typeof (?:\w+\.)?(\w+);)/g;

/**
 * @param folder of the package
 * @throws Error if a public function has no docstring behind it
 */
export function documentFunctions(folder) {
  const dist = join(folder, "dist");
  const api = join(dist, "api");
  if (!existsSync(api)) return;
  const docstrings = new Map();
  for (const name of readdirSync(dist, { recursive: true })) {
    if (!name.endsWith(".d.ts")) continue;
    for (const [, docstring, local] of readFileSync(join(dist, name), "utf8").matchAll(DOCUMENTED)) {
      docstrings.set(local, docstring);
    }
  }
  for (const name of readdirSync(api)) {
    if (!name.endsWith(".d.ts")) continue;
    const path = join(api, name);
    const types = readFileSync(path, "utf8");
    const aliases = new Map(Array.from(types.matchAll(ALIAS), ([, behind, local]) => [local, behind]));
    const documented = types.replace(PUBLIC, (_, declaration, local) => {
      const docstring = docstrings.get(aliases.get(local) ?? local);
      if (!docstring) throw new Error(`${path}: ${local} has no docstring`);
      return `${docstring}\n${declaration}`;
    });
    writeFileSync(path, documented);
  }
}
