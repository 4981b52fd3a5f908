/**
 * Writes the version into packages/formats/src/version.ts after changesets has changed it: part of
 * `npm run release:version`.
 */
import { readFileSync, writeFileSync } from "node:fs";

const formats = new URL("../packages/formats/", import.meta.url);
const { version } = JSON.parse(readFileSync(new URL("package.json", formats), "utf8"));
const file = new URL("src/version.ts", formats);
const source = readFileSync(file, "utf8");
writeFileSync(file, source.replace(/"[^"]+";\n$/, `${JSON.stringify(version)};\n`));
