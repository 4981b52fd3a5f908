/** The options of a script of this repository: `--help` prints the comment at its head, which explains them. */
import { readFileSync } from "node:fs";
import { type ParseArgsConfig, parseArgs } from "node:util";

/** The comment at the head of a script. */
const HEADER = /^\/\*\*([\s\S]*?)\*\//;

/**
 * What the script was called with, as node's `parseArgs` gives it. With `--help` it prints the comment at the head of
 * the script and ends it; for an option that it does not have, or one without its value, it says so in one line and
 * ends it with exit code 2.
 *
 * @param config of `parseArgs`
 */
export function scriptArguments<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  const args = process.argv.slice(2);
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  if (args.slice(0, end).includes("--help")) {
    console.log(header(process.argv[1] ?? ""));
    process.exit(0);
  }
  try {
    return parseArgs(config);
  } catch (error) {
    wrongArgument(`${(error as Error).message} (see --help)`);
  }
}

/** Says in one line what is wrong with an argument, and ends the script with exit code 2. */
export function wrongArgument(message: string): never {
  console.error(message);
  process.exit(2);
}

/**
 * A name, which is one of those that the script knows; it ends for any other, and says which there are.
 *
 * @param what it is the name of
 */
export function nameAmong<T extends string>(name: string, what: string, known: readonly T[]): T {
  const found = known.find((one) => one === name);
  return found ?? wrongArgument(`unknown ${what} "${name}"; choose among ${known.join(", ")}`);
}

/** The names in a comma-separated list, each as for {@link nameAmong}. */
export function namesAmong<T extends string>(list: string, what: string, known: readonly T[]): T[] {
  return list.split(",").map((name) => nameAmong(name, what, known));
}

function header(script: string): string {
  const [, comment = ""] = HEADER.exec(readFileSync(script, "utf8").trimStart()) ?? [];
  return comment.replace(/^ \* ?/gm, "").trim();
}
