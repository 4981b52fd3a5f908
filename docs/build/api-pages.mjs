/** The API's pages: TypeDoc on the packages' entries, as Markdown, one page for each package. TypeDoc has a TypeScript of its own. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Application } from "typedoc";

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
/** Folder of each package, and its name. What several export is on the page of the first. */
const PACKAGES = {
  core: "@kernelgan/core",
  formats: "@kernelgan/formats",
  figures: "@kernelgan/figures",
  cli: "kernelgan",
};

/** The page of a package. */
const pageOf = (name) => `${PACKAGES[name].replace("@kernelgan/", "")}.md`;

/** @param folder that is replaced */
export async function writeApiPages(folder) {
  const out = mkdtempSync(join(tmpdir(), "kernelgan-api-"));
  const application = await Application.bootstrapWithPlugins({
    plugin: ["typedoc-plugin-markdown"],
    entryPoints: Object.keys(PACKAGES).map((name) => file(`packages/${name}/src/index.ts`)),
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
  for (const name of Object.keys(PACKAGES)) {
    const text = readFileSync(join(out, name, "src.md"), "utf8")
      .replace(/^# .*$/m, `# ${PACKAGES[name]}`)
      .replaceAll(/(?:\.\.\/)+(\w+)\/src\.md/g, (_, other) => pageOf(other))
      .replaceAll("(src.md", `(${pageOf(name)}`);
    writeFileSync(join(folder, pageOf(name)), text);
  }
  rmSync(out, { recursive: true });
}
