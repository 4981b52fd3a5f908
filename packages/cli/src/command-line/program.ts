/** The program as commander parses it: the one place that knows commander. */
import { existsSync } from "node:fs";
import { flagName } from "@kernelgan/core/internal";
import { Command, CommanderError, Option } from "commander";
import { EXIT_USAGE, UsageError } from "../errors/usage-error.js";
import type { CommandIo } from "../terminal/command-io.js";
import { version } from "../version.js";
import type { CliCommand } from "./command.js";
import type { Flag, FlagTable, GivenFlags } from "./flags.js";
import { argumentSyntax, bareValue, flagDescription, flagSyntax } from "./help.js";

/** An entry of the table of commands. Its module is loaded when the command is run, or its help is asked for. */
export interface CommandEntry {
  readonly name: string;
  /** A sentence. */
  readonly description: string;
  readonly load: () => Promise<CliCommand>;
}

/**
 * Runs the command that the arguments name.
 *
 * @returns The exit code.
 * @throws UsageError for wrong usage; what the command throws
 */
export async function runProgram(
  entries: readonly CommandEntry[],
  args: readonly string[],
  io: CommandIo,
): Promise<number> {
  let code = 0;
  const program = new Command("kernelgan")
    .description("Blind super-resolution from one image: finds its blur kernel, upscales for it.")
    .version(version, "-v, --version", "print the version")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: () => {},
    });
  const called = calledName(args);
  // Of a command that it does not know commander would show the help of all, without a word: as a call it is refused.
  const isUnknown = args[0] === "help" && called !== undefined && !isCommand(entries, called);
  let parsed = isUnknown ? [called] : args;
  // Sub-commands take over exitOverride and configureOutput.
  for (const { name, description, load } of entries) {
    const command = program.command(name).description(description);
    if (name !== called) continue;
    const loaded = await load();
    parsed = withBareValues(args, loaded.flags);
    addCommand(command, loaded, async (work) => {
      code = await work(io);
    });
  }
  try {
    await program.parseAsync(parsed, { from: "user" });
    return code;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) return 0;
    // Without a command, commander has shown the help.
    if (error.code === "commander.help") return EXIT_USAGE;
    throw new UsageError(oneLine(error.message) + hintOf(error, args), { cause: error });
  }
}

/** What was taken for an option may be a file, as of `*`. */
function hintOf({ code }: CommanderError, args: readonly string[]): string {
  if (code !== "commander.unknownOption") return "";
  const file = args.find((arg) => arg.startsWith("-") && existsSync(arg));
  return file === undefined ? "" : `; for the file of this name give ./${file}`;
}

/** The command that prints the help for wrong usage: `kernelgan help estimate`. */
export function helpFor(entries: readonly CommandEntry[], args: readonly string[]): string {
  const called = calledName(args);
  return called !== undefined && isCommand(entries, called) ? `kernelgan help ${called}` : "kernelgan --help";
}

function isCommand(entries: readonly CommandEntry[], called: string): boolean {
  return called === "help" || entries.some(({ name }) => name === called);
}

/** The command in `estimate photo.png`, `estimate --help` and `help estimate`. */
function calledName(args: readonly string[]): string | undefined {
  const [first, second] = args.filter((arg) => !arg.startsWith("-"));
  return first === "help" ? second : first;
}

/**
 * The arguments with the values of the flags that may be without: `--wrap photo.png` is `--wrap=both photo.png`, where
 * commander would take the file for the value.
 */
function withBareValues(args: readonly string[], flags: FlagTable): string[] {
  const bare = new Map(
    Object.entries(flags).flatMap(([name, flag]) => {
      const value = bareValue(flag);
      return value === undefined ? [] : [[flagName(name, flag), { value, known: valuesOf(flag) }] as const];
    }),
  );
  const end = args.includes("--") ? args.indexOf("--") : args.length;
  return args.map((arg, i) => {
    const flag = i < end ? bare.get(arg) : undefined;
    return flag && !flag.known.includes(args[i + 1] ?? "") ? `${arg}=${flag.value}` : arg;
  });
}

function valuesOf(flag: Flag): readonly string[] {
  return flag.type === "choice" ? flag.values.map(String) : [];
}

function addCommand(
  command: Command,
  { arguments: positional, flags, run }: CliCommand,
  start: (work: (io: CommandIo) => Promise<number>) => Promise<void>,
): void {
  for (const argument of Object.values(positional)) {
    command.argument(argumentSyntax(argument), argument.help);
  }
  for (const [name, flag] of Object.entries(flags)) command.addOption(commanderOption(name, flag, flags));
  command.action(() => {
    const values = command.processedArgs as (string | string[])[];
    for (const [i, { mayBeEmpty }] of Object.values(positional).entries())
      if (!mayBeEmpty && [values[i] ?? []].flat().includes(""))
        throw new UsageError("an argument is empty; leave it out");
    const named = Object.fromEntries(Object.keys(positional).map((name, i) => [name, values[i] ?? []]));
    return start((io) => run(named, givenFlags(command, flags), io));
  });
}

function commanderOption(name: string, flag: Flag, table: FlagTable): Option {
  const option = new Option(flagSyntax(name, flag), flagDescription(flag, table));
  if (flag.required) option.makeOptionMandatory();
  if (flag.environment !== undefined) option.env(flag.environment);
  if (flag.excludes !== undefined) option.conflicts(flag.excludes);
  return option;
}

/** The flags of the command line and the environment, without commander's own defaults. */
function givenFlags(command: Command, table: FlagTable): GivenFlags {
  const options = command.opts<Record<string, GivenFlags[string]>>();
  const given = Object.entries(options).filter(([name, value]) => {
    const source = command.getOptionValueSource(name);
    // A variable that is set to nothing is not set.
    return source !== "default" && !(source === "env" && value === "");
  });
  for (const [name, value] of given) {
    const flag = table[name];
    const isOpen = command.getOptionValueSource(name) === "cli";
    if (flag?.mayHoldPassword && isOpen && String(value).includes("@")) {
      throw new UsageError(
        `others can see a password on the command line; give the address in ${flag.environment}`,
      );
    }
  }
  return Object.fromEntries(given);
}

function oneLine(message: string): string {
  return message
    .replace(/^error: /, "")
    .trim()
    .replace(/\s*\n\s*/g, " ");
}
