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
    console.error(`${(error as Error).message} (see --help)`);
    process.exit(2);
  }
}

function header(script: string): string {
  const [, comment = ""] = HEADER.exec(readFileSync(script, "utf8").trimStart()) ?? [];
  return comment.replace(/^ \* ?/gm, "").trim();
}
