/**
 * Things in the place of a file that are none, files that are something else, and names that mean something to
 * programs.
 */
import { execFileSync } from "node:child_process";
import {
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  symlinkSync,
  writeFileSync,
  writeSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";

/** What to put there. */
export interface OddFile {
  what: string;
  make: (path: string) => void;
}

const SVG = `<svg xmlns="http://www.w3.org/2000/svg" width="96" height="80"><image href="good.png" width="96" height="80"/></svg>`;

/** Things that are no image and no kernel. */
export const ODD_FILES: readonly OddFile[] = [
  { what: "a pipe", make: (path) => void execFileSync("mkfifo", [path]) },
  { what: "a link to a pipe", make: linkToPipe },
  { what: "a link to /dev/zero", make: (path) => symlinkSync("/dev/zero", path) },
  { what: "a link to /dev/tty", make: (path) => symlinkSync("/dev/tty", path) },
  { what: "a link to itself", make: (path) => symlinkSync(path, path) },
  { what: "a link to nothing", make: (path) => symlinkSync("nowhere", path) },
  { what: "a link to /proc/self/mem", make: (path) => symlinkSync("/proc/self/mem", path) },
  { what: "a folder", make: (path) => mkdirSync(path) },
  { what: "nothing", make: () => {} },
  { what: "an empty file", make: (path) => writeFileSync(path, "") },
  { what: "one byte", make: (path) => writeFileSync(path, "\x89") },
  { what: "an SVG that shows its neighbour", make: (path) => writeFileSync(path, SVG) },
  { what: "an SVG of entities", make: (path) => writeFileSync(path, entities()) },
  { what: "a GIF", make: (path) => writeFileSync(path, "GIF89a\x01\0\x01\0\0\0\0;", "latin1") },
  { what: "a PDF", make: (path) => writeFileSync(path, "%PDF-1.7\n") },
  { what: "a script", make: (path) => writeFileSync(path, "#!/bin/sh\necho harm\n", { mode: 0o755 }) },
  { what: "a PNG's signature and 200 MB of nothing", make: (path) => sparse(path, "\x89PNG\r\n\x1a\n") },
  { what: "a JPEG's signature and 200 MB of nothing", make: (path) => sparse(path, "\xff\xd8\xff\xe0") },
  { what: "200 MB of nothing", make: (path) => sparse(path, "") },
];

/** Names that programs may take for something else. */
export const HOSTILE_NAMES: readonly string[] = [
  "\x1b[31mred\x1b[0m.png",
  "\x1b]0;title\x07.png",
  "new\nline.png",
  "back\rto start.png",
  "=cmd|'C calc'!A0.png",
  "@sum.png",
  "+1-2.png",
  "$(touch harm).png",
  "`touch harm`.png",
  "%s%n%x.png",
  "<script>alert(1)<script>.png",
  "\u202egnp.exe.png",
  "e\u0301.png",
  "\u009b31m.png",
  `${"n".repeat(200)}.png`,
  `${"n".repeat(251)}.png`,
  `${"ü".repeat(120)}.png`,
  "..png",
  "a_kernel_x2.png",
  "back\\slash.png",
  "c:.png",
];

function linkToPipe(path: string): void {
  const pipe = join(dirname(path), `.pipe-${basename(path)}`);
  execFileSync("mkfifo", [pipe]);
  symlinkSync(pipe, path);
}

/** A thousand million entities. */
function entities(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`);
  return `<!DOCTYPE svg [<!ENTITY e0 "x">${levels.join("")}]><svg xmlns="http://www.w3.org/2000/svg"><text>&e9;</text></svg>`;
}

function sparse(path: string, start: string): void {
  const file = openSync(path, "w");
  writeSync(file, Buffer.from(start, "latin1"));
  ftruncateSync(file, 200 * 2 ** 20);
  closeSync(file);
}
