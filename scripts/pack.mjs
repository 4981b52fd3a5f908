/**
 * Packs what is published, as npm would: `npm run pack` puts `*.tgz` into `packed`, which a project installs with
 * `npm install ../kernelgan/packed/*.tgz`. What is optional goes into `packed/optional`.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const REPOSITORY = fileURLToPath(new URL("../", import.meta.url));
/** npm is a script on Windows. */
const SHELL = { shell: process.platform === "win32" };
/** Not part of the default installation. */
const OPTIONAL = ["queue"];

/** The folders of the packages that are published, by what they need. */
export const PACKAGES = ["engine", "core", "figures", "formats", "queue", "cli"];

/**
 * Packs them all.
 *
 * @param folder that is replaced
 * @returns name, path of the tarball and the files in it, of each
 */
export function pack(folder) {
  rmSync(folder, { recursive: true, force: true });
  return PACKAGES.map((name) => {
    const isOptional = OPTIONAL.includes(name);
    const target = isOptional ? join(folder, "optional") : folder;
    mkdirSync(target, { recursive: true });
    const said = execFileSync("npm", ["pack", "--json", "--pack-destination", target], {
      cwd: join(REPOSITORY, "packages", name),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      ...SHELL,
    });
    const [packed] = JSON.parse(said);
    return {
      name,
      isOptional,
      tarball: join(target, packed.filename),
      files: packed.files.map(({ path }) => path),
    };
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { tarball } of pack(join(REPOSITORY, "packed"))) console.log(tarball);
}
