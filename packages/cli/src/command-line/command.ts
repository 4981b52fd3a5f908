/** A command of the program: what it accepts, and what it does. */
import type { CommandIo } from "../terminal/command-io.js";
import { type FlagTable, type FlagValues, type GivenFlags, parseFlags } from "./flags.js";

/** A positional argument. */
export interface Argument {
  /** Stands for it in `--help`: "image". */
  readonly placeholder: string;
  readonly help: string;
  /** It takes all arguments that follow. */
  readonly several?: true | undefined;
  /** It can be left out. */
  readonly optional?: true | undefined;
  /** It can be an empty text. */
  readonly mayBeEmpty?: true | undefined;
  /** What it can be, for completion. */
  readonly values?: readonly string[] | undefined;
}

/** Flags that belong together, for the reference. */
export interface FlagSection {
  /** `With --task estimate`; empty for those that always apply. */
  readonly title: string;
  readonly flags: FlagTable;
}

/** The positional arguments by name, in their order. */
export type ArgumentTable = Readonly<Record<string, Argument>>;

type ArgumentValues<A extends ArgumentTable> = {
  -readonly [K in keyof A]: A[K] extends { several: true } ? readonly string[] : string;
};

/** What a command's file says. `Values` are what `parse` makes of the flags: by default the table's values. */
export interface CommandDefinition<
  Arguments extends ArgumentTable,
  Flags extends FlagTable,
  Values = FlagValues<Flags>,
> {
  readonly arguments: Arguments;
  readonly flags: Flags;
  /** The flags in sections, where there is more than one; `flags` has them all then. */
  readonly sections?: readonly FlagSection[];
  /** Checks the flags that were given, where a table alone cannot. Throws UsageErrors. */
  readonly parse?: ((given: GivenFlags) => Values) | undefined;
  /** Runs the command and returns the exit code. */
  readonly run: (args: ArgumentValues<Arguments>, flags: Values, io: CommandIo) => Promise<number>;
}

/** A command as the program sees it. */
export interface CliCommand {
  readonly arguments: ArgumentTable;
  readonly flags: FlagTable;
  readonly sections: readonly FlagSection[];
  run(
    args: Readonly<Record<string, string | readonly string[]>>,
    given: GivenFlags,
    io: CommandIo,
  ): Promise<number>;
}

/** Makes a command of its definition. */
export function defineCommand<
  Arguments extends ArgumentTable,
  Flags extends FlagTable,
  Values = FlagValues<Flags>,
>(definition: CommandDefinition<Arguments, Flags, Values>): CliCommand {
  const { flags, run, sections = [{ title: "", flags }] } = definition;
  const parse = definition.parse ?? ((given) => parseFlags(flags, given) as Values);
  return {
    arguments: definition.arguments,
    flags,
    sections,
    run: async (args, given, io) => run(args as ArgumentValues<Arguments>, parse(given), io),
  };
}
