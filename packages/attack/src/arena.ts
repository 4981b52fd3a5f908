/**
 * A folder to attack in: inputs, which must stay as they are; the outputs; and the temporary folder, which must be
 * empty in the end.
 */
import { createHash } from "node:crypto";
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Limits, type Watched, watch } from "./watch.js";

const BIN = fileURLToPath(new URL("../../cli/bin/kernelgan.js", import.meta.url));

/** Files larger than this are compared by their sizes. */
const HASHED_BYTES = 8 * 2 ** 20;

/** What is wrong with the program. */
export interface Finding {
  /** What was run, and on what. */
  run: string;
  what: string;
}

/** Figures over all runs. */
export interface Figures {
  /** Inputs that were run. */
  inputs: number;
  /** Processes. */
  runs: number;
  slowest: number;
  largest: number;
  /** Runs that were stopped by SIGINT, and the longest time that one took. */
  stopped: number;
  slowestStop: number;
  findings: Finding[];
}

export function noFigures(): Figures {
  return { inputs: 0, runs: 0, slowest: 0, largest: 0, stopped: 0, slowestStop: 0, findings: [] };
}

/** What a run has to be like, beyond what all have to. */
export interface Expectations {
  /** How many inputs it takes. */
  inputs: number;
  stopAfter?: number | undefined;
  /** Folder that it writes to; whatever is in it afterwards has to be accounted for. */
  out?: string | undefined;
  /** The files that it may leave there, by what it printed; undefined: none if it fails. */
  filesOf?: ((watched: Watched) => ReadonlySet<string>) | undefined;
}

/** A call with many images may take more time than one. */
const GROUP_TIME = 3;

/** What the program must never print. */
const NEVER: readonly (readonly [RegExp, string])[] = [
  [/^ {4}at .*[:(]\d+:\d+/m, "a stack trace"],
  [/----- Native stack trace -----|FATAL ERROR/, "a native stack trace"],
  [/unexpected error/i, "an unexpected error"],
  [
    /Error: |\bENO[A-Z]+\b|\bERR_[A-Z_]+\b|Vips|libvips|heif:|TypeError|undefined|NaN|\[object/,
    "words of libraries",
  ],
  // biome-ignore lint/suspicious/noControlCharactersInRegex: this is what must not be there.
  [/[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]/, "control characters"],
];

/** What the program has in an output folder only while it works there. */
const LEFTOVER = /(?:^|\/)\.(?:kernelgan-|lock|unfinished|working|manifest)|\.tmp$/;

/** A folder for one round of attacks. */
export class Arena {
  readonly folder = mkdtempSync(join(tmpdir(), "attack-"));
  readonly figures = noFigures();

  constructor(readonly limits: Limits) {
    for (const name of ["in", "out", "tmp"]) mkdirSync(join(this.folder, name));
  }

  at(...names: string[]): string {
    return join(this.folder, ...names);
  }

  /** Runs `kernelgan ARGS…` and looks at what it does. */
  async run(args: readonly string[], expected: Expectations): Promise<Watched> {
    const { out, stopAfter } = expected;
    const before = snapshot(this.at("in"));
    const watched = await watch([process.execPath, BIN, ...args], {
      cwd: this.at("in"),
      env: { TMPDIR: this.at("tmp"), HOME: this.at("tmp") },
      limits: { ...this.limits, seconds: this.limits.seconds * (expected.inputs > 1 ? GROUP_TIME : 1) },
      stopAfter,
    });
    const { figures } = this;
    figures.inputs += expected.inputs;
    figures.runs++;
    figures.slowest = Math.max(figures.slowest, watched.seconds);
    figures.largest = Math.max(figures.largest, watched.bytes);
    if (watched.stopSeconds !== undefined) {
      figures.stopped++;
      figures.slowestStop = Math.max(figures.slowestStop, watched.stopSeconds);
    }
    const find = (what: string): void => {
      figures.findings.push({ run: args.join(" ").slice(0, 300), what });
    };
    for (const what of watched.over) find(what);
    if (watched.over.length > 0) {
      this.clear("tmp");
      return watched;
    }
    const wasStopped = watched.stopSeconds !== undefined;
    if (!wasStopped) this.#checkEnd(watched, find);
    for (const [pattern, what] of NEVER) {
      const found = pattern.exec(watched.stderr);
      if (found && !args.includes(found[0]))
        find(`${what} on stderr: ${JSON.stringify(aroundOf(watched.stderr, found.index))}`);
    }
    const after = snapshot(this.at("in"));
    for (const [path, state] of before) {
      if (after.get(path) !== state) find(`${JSON.stringify(path)} was changed`);
    }
    for (const path of after.keys()) {
      if (!before.has(path)) find(`${JSON.stringify(path)} was left beside the inputs`);
    }
    for (const name of readdirSync(this.at("tmp"))) find(`${name} was left in the temporary folder`);
    this.clear("tmp");
    if (out !== undefined) {
      const allowed = wasStopped ? undefined : expected.filesOf?.(watched);
      for (const path of snapshot(out).keys()) {
        const isResult = !LEFTOVER.test(path);
        if (isResult && (wasStopped || allowed?.has(path))) continue;
        if (isResult && allowed === undefined && watched.code === 0) continue;
        find(`${JSON.stringify(path)} was left in the output folder`);
      }
    }
    return watched;
  }

  /** Empties one of the folders. */
  clear(name: "in" | "out" | "tmp"): void {
    rmSync(this.at(name), { recursive: true, force: true });
    mkdirSync(this.at(name));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #checkEnd({ code, signal, stderr }: Watched, find: (what: string) => void): void {
    if (signal !== null) find(`ended by ${signal}: ${JSON.stringify(stderr.slice(-300))}`);
    else if (code !== 0 && code !== 1 && code !== 2) find(`exit code ${code}`);
    const lines = stderr.split("\n").filter((line) => line !== "");
    const errors = lines.filter((line) => /^kernelgan: (?!warning: )/.test(line));
    if (code !== 0 && errors.length === 0) find(`exit code ${code} without a word`);
    if (code === 2 && lines.length !== 1) find(`wrong usage in ${lines.length} lines`);
    if (code === 0 && errors.length > 0) find(`exit code 0, but: ${errors[0]}`);
    for (const line of lines) {
      if (!line.startsWith("kernelgan: "))
        find(`a line that is no message: ${JSON.stringify(line.slice(0, 200))}`);
      if (line.length > 4000) find(`a line of ${line.length} characters`);
    }
  }
}

function aroundOf(text: string, at: number): string {
  return text.slice(Math.max(0, at - 150), at + 150);
}

/** Every path below a folder and what is there. */
export function snapshot(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(folder, name);
    const stats = lstatSync(path);
    if (stats.isDirectory()) continue;
    found.set(name, stats.isSymbolicLink() ? readlinkSync(path) : stateOf(path, stats.size, stats.isFile()));
  }
  return found;
}

function stateOf(path: string, size: number, isFile: boolean): string {
  if (!isFile) return "special";
  if (size > HASHED_BYTES) return `${size} bytes`;
  return createHash("sha256").update(readFileSync(path)).digest("hex");
}
