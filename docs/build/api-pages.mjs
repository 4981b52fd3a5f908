/** The API's pages: TypeDoc on the packages' entries, as Markdown, one page for each package. TypeDoc has a TypeScript of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";
import { coreEntry } from "./api-entry.mjs";

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** The entry that the page of @kernelgan/core is made from. */
const CORE = "docs/build/generated/core.ts";
/** Name, entry, and where TypeDoc puts its page. What several packages export is on the page of the first. */
const PACKAGES = [
  { name: "@kernelgan/core", entry: CORE, made: "docs/build/generated/core.md" },
  { name: "@kernelgan/formats", entry: "packages/formats/src/index.ts", made: "packages/formats/src.md" },
  { name: "@kernelgan/figures", entry: "packages/figures/src/index.ts", made: "packages/figures/src.md" },
  { name: "kernelgan", entry: "packages/cli/src/index.ts", made: "packages/cli/src.md" },
];

/** The page of a package. */
const pageOf = (name) => `${name.replace("@kernelgan/", "")}.md`;

/** @param folder that is replaced */
export async function writeApiPages(folder) {
  mkdirSync(file("docs/build/generated"), { recursive: true });
  writeFileSync(file(CORE), coreEntry());
  const out = mkdtempSync(join(tmpdir(), "kernelgan-api-"));
  const application = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: PACKAGES.map(({ entry }) => file(entry)),
    basePath: file(""),
    tsconfig: file("docs/build/tsconfig.api.json"),
    out,
    readme: "none",
    excludeInternal: true,
    excludePrivate: true,
    excludeExternals: true,
    disableSources: true,
    logLevel: "Error",
    skipErrorChecking: true,
    outputFileStrategy: "modules",
    hideBreadcrumbs: true,
    hidePageHeader: true,
    useCodeBlocks: true,
    sanitizeComments: true,
    expandObjects: false,
    parametersFormat: "table",
    interfacePropertiesFormat: "table",
    typeDeclarationFormat: "table",
    groupOrder: ["Functions", "Classes", "Variables", "Interfaces", "Type Aliases"],
    sort: ["alphabetical"],
  });
  const project = await application.convert();
  if (!project) throw new Error("TypeDoc found nothing");
  await application.generateOutputs(project);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const { name, made } of PACKAGES) {
    const text = readFileSync(join(out, made), "utf8")
      .replace(/^# .*$/m, `# ${name}`)
      .replaceAll(/\]\(([^)#]*\.md)/g, (link, path) => {
        const other = PACKAGES.find((one) => one.made === join(dirname(made), path));
        return other ? `](${pageOf(other.name)}` : link;
      });
    writeFileSync(join(folder, pageOf(name)), text);
  }
  rmSync(out, { recursive: true });
}
