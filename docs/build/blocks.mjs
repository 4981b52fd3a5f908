/**
 * The code of a page, and how to do what the page says. A block of code that starts with a name, as in "```js [enlarge.mjs]", is a file for
 * the reader to save; blocks of shell are lines to paste. Both are done in order, in one shell that starts in a clone of the
 * repository. `<!-- not run: why -->` before a block says that it is only read.
 */
import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

export const REPOSITORY = fileURLToPath(new URL("../../", import.meta.url));

/** The pages that a reader follows, by their paths in the repository. */
export const GUIDES = ["photographer", "web", "node", "batch", "researcher"].map(
  (name) => `docs/guides/${name}.md`,
);
/** Printed before a block of shell, to say which one failed. */
const MARK = "# line";

/**
 * The blocks of code of a page.
 *
 * @param path in the repository
 * @returns language, name of the file, code, line, and why the block is not run, where it is not
 */
export function blocksOf(path) {
  const text = readFileSync(join(REPOSITORY, path), "utf8");
  const fences = /(?:<!-- not run: ([^>]*) -->\n+)?^([ ]*)```(\w+)(?: \[([^\]]+)\])?\n(.*?)^\2```$/gms;
  return [...text.matchAll(fences)].map(({ 1: notRun, 2: indent, 3: language, 4: name, 5: code, index }) => ({
    language,
    name,
    code: code.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    line: text.slice(0, index).split("\n").length,
    notRun,
  }));
}

/** A clone of the repository as a reader has it, as far as pages use it, in `folder`. */
export function makeClone(folder) {
  const clone = join(folder, "kernelgan");
  mkdirSync(clone, { recursive: true });
  for (const name of ["package.json", "docs/sample", "examples"])
    cpSync(join(REPOSITORY, name), join(clone, name), {
      recursive: true,
      filter: (from) => !/node_modules|dist/.test(from),
    });
  symlinkSync(join(REPOSITORY, "node_modules"), join(clone, "node_modules"), "junction");
  return clone;
}

/**
 * Does what a page says.
 *
 * @param clone as of makeClone
 * @param times how often, one after the other
 * @throws Error with what was printed, if a line fails
 */
export function follow(path, clone, times = 1) {
  const lines = blocksOf(path).flatMap((block) => scriptOf(block));
  const script = ["set -euo pipefail", ...Array.from({ length: times }, () => lines).flat()].join("\n");
  const done = spawnSync("bash", ["-c", script], {
    cwd: clone,
    encoding: "utf8",
    // NODE_ENV: Vite's build sets it for the process that calls it, and npm then leaves out what is for development.
    env: {
      ...process.env,
      NODE_ENV: "",
      NODE_OPTIONS: "",
      PATH: `${ownPrograms(clone)}${delimiter}${process.env.PATH}`,
    },
    timeout: 600_000,
  });
  if (done.status === 0) return done.stdout;
  const at = done.stdout.split("\n").findLast((line) => line.startsWith(MARK));
  throw new Error(`${path}, ${at}: exit code ${done.status}\n${done.stdout}${done.stderr}`);
}

function scriptOf({ language, name, code, line, notRun }) {
  const mark = `echo '${MARK} ${line}'`;
  if (notRun) return [];
  if (name) return [`cat > '${name}' <<'END_OF_BLOCK'\n${code}END_OF_BLOCK`];
  if (language === "sh") return [mark, code];
  return [];
}

/** A folder with an npm that leaves out what was done before: a clone's own installation and scripts, which must exist. */
function ownPrograms(clone) {
  const folder = join(clone, "../programs");
  if (existsSync(folder)) return folder;
  mkdirSync(folder);
  const real = spawnSync("bash", ["-c", "command -v npm"], { encoding: "utf8" }).stdout.trim();
  const npm = `#!/usr/bin/env bash
case "$*" in
  install | ci | test) exit 0 ;;
  run\\ *) exec node -e 'process.exit(process.argv[1] in require("./package.json").scripts ? 0 : 1)' "$2" ;;
  *) exec '${real}' "$@" ;;
esac
`;
  writeFileSync(join(folder, "npm"), npm);
  chmodSync(join(folder, "npm"), 0o755);
  return folder;
}
