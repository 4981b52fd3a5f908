/**
 * Tables of flags: the option tables of the library, and what only a command line has. From a table come what a command
 * accepts, the types and checks of the values, its help (help.ts) and the reference in docs/options.md (reference.ts).
 *
 *     const FLAGS = { ...ESTIMATE_OPTIONS, out: { type: "text", placeholder: "DIR", default: "kernels", help: "…" } }
 *     as const satisfies FlagTable;
 */
import { KernelGanError } from "@kernelgan/core";
import {
  checkOptions,
  expectation,
  flagName,
  type Option,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  parseOption,
  withDefaults,
} from "@kernelgan/core/internal";
import { UsageError } from "../errors/usage-error.js";

/** What an option can have beyond the library's tables. */
interface FlagExtras {
  /** The command does not work without it. */
  readonly required?: true | undefined;
  /** Takes several values. Text only. */
  readonly several?: true | undefined;
  /** The environment variable that can be set instead. */
  readonly environment?: string | undefined;
  /** A value with an @ in it may hold a password: it is refused unless it comes from the environment. */
  readonly mayHoldPassword?: true | undefined;
  /** Another flag that excludes this one. */
  readonly excludes?: string | undefined;
}

/** One row of a table. */
export type Flag = Option & FlagExtras;

/** The flags of a command by name. */
export type FlagTable = Readonly<Record<string, Flag>>;

type FlagValue<F extends Flag> = F extends { several: true } ? readonly string[] : OptionValue<F>;

type RequiredNames<T extends FlagTable> = {
  [K in keyof T]: T[K] extends { required: true } ? K : never;
}[keyof T];

/** The values that were given; required ones always are. */
export type FlagValues<T extends FlagTable> = {
  -readonly [K in RequiredNames<T>]: FlagValue<T[K]>;
} & { -readonly [K in Exclude<keyof T, RequiredNames<T>>]?: FlagValue<T[K]> | undefined };

/** The values given, and the table's defaults. */
export type ResolvedFlags<T extends FlagTable> = {
  -readonly [K in keyof T]: T[K] extends { required: true } | { default: unknown }
    ? FlagValue<T[K]>
    : FlagValue<T[K]> | undefined;
};

/** The flags that were given, by name, before they are checked: `true` or `false` for switches, otherwise text. */
export type GivenFlags = Readonly<Record<string, boolean | string | readonly string[]>>;

/**
 * Checks the flags that were given and gives them their types.
 *
 * @throws UsageError that names the first flag that is wrong, and says what it should be
 * @example
 * parseFlags({ scale: { type: "choice", values: [2, 3], help: "factor" } }, { scale: "3" }); // { scale: 3 }
 */
export function parseFlags<T extends FlagTable>(table: T, given: GivenFlags): FlagValues<T> {
  const texts: Record<string, readonly string[]> = {};
  const values: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(given)) {
    const flag = table[name];
    if (!flag) throw new UsageError(`there is no option ${flagName(name)}`);
    if (Array.isArray(value)) texts[name] = value;
    else values[name] = typeof value === "string" ? parsed(name, flag, value, table) : value;
  }
  asUsage(() => checkOptions(table, values as OptionValues<T>, flagName));
  return { ...values, ...texts } as FlagValues<T>;
}

/** Completes the values given by the table's defaults. */
export function resolveFlags<T extends FlagTable>(table: T, values: FlagValues<T>): ResolvedFlags<T> {
  return withDefaults<OptionTable>(table, values) as ResolvedFlags<T>;
}

/** Makes errors about arguments errors of usage. */
function asUsage<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof KernelGanError) || error.code !== "invalid-argument") throw error;
    throw new UsageError(error.message, { cause: error });
  }
}

function parsed(name: string, flag: Flag, text: string, table: FlagTable): unknown {
  if (text === "" && flag.type === "text") {
    throw new UsageError(`${flagName(name, flag)} is empty; give ${expectation(flag)}`);
  }
  try {
    return parseOption(flag, text);
  } catch (error) {
    const expected = `${flagName(name, flag)} must be ${expectation(flag)}, got "${text}"`;
    throw new UsageError(expected + hintOf(text, table), { cause: error });
  }
}

/** A word may be that of another flag: `upscale --method kernelgan`. */
function hintOf(text: string, table: FlagTable): string {
  const [name, flag] =
    Object.entries(table).find(([, other]) => other.type === "text" && other.words?.includes(text)) ?? [];
  return name === undefined ? "" : `; give that as ${flagName(name, flag)} ${text}`;
}
