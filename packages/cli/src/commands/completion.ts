/** `kernelgan completion SHELL`: the script for a shell; with words of a command line, what could come next. */
import { type CliCommand, defineCommand } from "../command-line/command.js";
import { completions } from "../command-line/completion.js";
import type { CommandEntry } from "../command-line/program.js";
import { CANDIDATE_LINES, SHELL_SCRIPTS, SHELLS, type Shell } from "../command-line/shell-scripts.js";
import { UsageError } from "../errors/usage-error.js";

export function completionCommand(entries: readonly CommandEntry[]): CliCommand {
  return defineCommand({
    arguments: {
      shell: { placeholder: "shell", values: SHELLS, help: `one of ${SHELLS.join(", ")}` },
      words: {
        placeholder: "word",
        several: true,
        optional: true,
        mayBeEmpty: true,
        help: 'after "--": a command line so far; prints what its last word could become',
      },
    },
    flags: {},
    async run({ shell, words }, _, { stdout }) {
      if (!isShell(shell))
        throw new UsageError(`the shell must be one of ${SHELLS.join(", ")}, got "${shell}"`);
      if (words.length === 0) {
        stdout.write(SHELL_SCRIPTS[shell]);
        return 0;
      }
      for (const { word, help } of await completions(entries, words)) {
        stdout.write(`${CANDIDATE_LINES[shell](word, help)}\n`);
      }
      return 0;
    },
  });
}

function isShell(name: string): name is Shell {
  return SHELLS.some((shell) => shell === name);
}
