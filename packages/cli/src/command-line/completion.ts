/**
 * Completion of command lines. The shells' scripts (shell-scripts.ts) ask `kernelgan completion SHELL -- WORDS…` what
 * could come next, so that commands and options are known in one place.
 */
import { flagName } from "@kernelgan/core/internal";
import type { FlagTable } from "./flags.js";
import { helpText } from "./help.js";
import type { CommandEntry } from "./program.js";

/** What a word could be. */
export interface Candidate {
  word: string;
  /** A few words on it; empty if it says what it is. */
  help: string;
}

const HELP: Candidate = { word: "--help", help: "display help for command" };

/**
 * What the last word could become. None: the name of a file, or any text, which shells complete themselves.
 *
 * @param words after `kernelgan`, the last one as far as it has been typed
 */
export async function completions(
  entries: readonly CommandEntry[],
  words: readonly string[],
): Promise<Candidate[]> {
  const typed = words.at(-1) ?? "";
  const [called, ...others] = words.slice(0, -1);
  return (await candidates()).filter(({ word }) => word.startsWith(typed));

  async function candidates(): Promise<Candidate[]> {
    if (called === undefined || (called === "help" && others.length === 0)) {
      const commands = entries.map(({ name, description }) => ({ word: name, help: description }));
      return [...commands, { word: "help", help: "display help for command" }, HELP];
    }
    const entry = entries.find(({ name }) => name === called);
    if (!entry) return [];
    const { flags, arguments: positional } = await entry.load();
    const values = valuesAfter(flags, others.at(-1));
    if (values) return values;
    if (typed.startsWith("-")) return [...flagCandidates(flags), HELP];
    const fixed = Object.values(positional)[others.length]?.values;
    return (fixed ?? []).map((word) => ({ word, help: "" }));
  }
}

/** The values of an option that takes one; undefined after anything else. */
function valuesAfter(flags: FlagTable, previous: string | undefined): Candidate[] | undefined {
  const found = Object.entries(flags).find(([name, flag]) => flagName(name, flag) === previous);
  const flag = found?.[1];
  if (!flag || flag.type === "boolean") return undefined;
  const values = flag.type === "choice" || flag.type === "list" ? flag.values : [];
  return values.map((value) => ({ word: String(value), help: "" }));
}

function flagCandidates(flags: FlagTable): Candidate[] {
  return Object.entries(flags).map(([name, flag]) => ({ word: flagName(name, flag), help: helpText(flag) }));
}
