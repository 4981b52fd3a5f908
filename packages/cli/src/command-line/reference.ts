/** docs/options.md: every option of every command, from the tables. `npm run docs:options` writes it. */
import type { Argument, CliCommand, FlagSection } from "./command.js";
import type { Flag, FlagTable } from "./flags.js";
import { argumentSyntax, conditionText, defaultText, flagSyntax, helpText, valuesText } from "./help.js";
import type { CommandEntry } from "./program.js";

const INTRODUCTION = `# Options

What every command accepts. This page is generated from the option tables by \`npm run docs:options\`; do not edit it.

An option that belongs to a method is an error with another one. Wrong usage ends with exit code 2 and one line on
stderr, before any work.`;

/** The page. */
export async function optionsReference(entries: readonly CommandEntry[]): Promise<string> {
  const sections = await Promise.all(entries.map(async (entry) => commandText(entry, await entry.load())));
  return `${[INTRODUCTION, ...sections].join("\n\n")}\n`;
}

function commandText({ name, description }: CommandEntry, command: CliCommand): string {
  const positional = Object.values(command.arguments);
  const usage = ["kernelgan", name, "[options]", ...positional.map(argumentSyntax)].join(" ");
  return [
    `## kernelgan ${name}`,
    description,
    `\`\`\`sh\n${usage}\n\`\`\``,
    ...(positional.length > 0 ? [positional.map(argumentText).join("\n")] : []),
    ...command.sections.map(sectionText),
  ].join("\n\n");
}

function argumentText(argument: Argument): string {
  return `- \`${argumentSyntax(argument)}\`: ${argument.help}`;
}

function sectionText({ title, flags }: FlagSection): string {
  const rows = Object.entries(flags).map(([name, flag]) => [
    `\`${flagSyntax(name, flag)}\``,
    meaning(flag),
    valuesText(flag),
    defaultText(flag),
    belongsTo(flag.onlyWith, flags),
  ]);
  const lines = tableLines(["option", "meaning", "value", "default", "only with"], rows);
  return [...(title ? [`### ${title}`] : []), lines.join("\n")].join("\n\n");
}

/** A table in Markdown, its columns aligned as the formatter wants them. */
function tableLines(titles: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const table = [titles, ...rows].map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const widths = titles.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  const rule = line(widths.map((width) => "-".repeat(width)));
  const [first = "", ...others] = table.map(line);
  return [first, rule, ...others];
}

function meaning(flag: Flag): string {
  const { required, environment } = flag;
  const notes = [
    ...(required ? ["required"] : []),
    ...(environment ? [`or \`${environment}\` in the environment`] : []),
  ];
  return notes.length > 0 ? `${helpText(flag)} (${notes.join("; ")})` : helpText(flag);
}

function belongsTo(condition: FlagTable[string]["onlyWith"], flags: FlagTable): string {
  return condition
    ? conditionText(condition, flags).replace(/--[\w-]+(?: (?!or\b)\w+(?: or (?!--)\w+)*)?/g, "`$&`")
    : "";
}
