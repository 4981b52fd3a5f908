/**
 * Option tables: the options of a task, defined once. From a table come the library's types and checks, the command's
 * flags, the schema of queued jobs, the page's address parameters, the command that a report repeats, and the reference
 * in the documentation.
 *
 *     const TABLE = {
 *       scale: { type: "choice", values: [2, 3, 4], default: 2, help: "upscaling factor" },
 *       seed: { type: "integer", min: 0, max: 2 ** 32 - 1, default: 0, help: "…", onlyWith: { method: ["zssr"] } },
 *     } as const satisfies OptionTable;
 *     type Options = OptionValues<typeof TABLE>; // { scale?: 2 | 3 | 4; seed?: number }
 *
 * Names are camel-case here; a flag of the command line is the same name in kebab-case ({@link flagName}).
 */

/** Values of other options, one of which is chosen: `{ method: ["zssr"] }`. `any`: the other option is given. */
export type OptionCondition = Readonly<Record<string, readonly string[] | "any">>;

/** Common to all options. */
interface OptionBase {
  /** One sentence fragment for `--help` and the reference, without the default and the range, which are added. */
  readonly help: string;
  /**
   * The option applies only where one of these other options has one of these values, e.g. `{ method: ["zssr"] }`;
   * several entries are alternatives. Given elsewhere it is an error, so that no option is ignored silently.
   */
  readonly onlyWith?: OptionCondition | undefined;
  /** The default where it is not a constant: "measured". */
  readonly defaultText?: string;
}

/** One of several words or numbers. */
export interface ChoiceOption extends OptionBase {
  readonly type: "choice";
  readonly values: readonly (string | number)[];
  readonly default?: string | number;
  /** What the flag stands for that is given without a value. */
  readonly bare?: string | number;
}

/** A whole number from `min` to `max`. */
export interface IntegerOption extends OptionBase {
  readonly type: "integer";
  readonly min: number;
  readonly max?: number;
  readonly default?: number;
}

/** A finite number from `min` to `max`. */
export interface NumberOption extends OptionBase {
  readonly type: "number";
  readonly min: number;
  readonly max?: number;
  readonly default?: number;
  /** "gray levels of 255", "seconds". */
  readonly unit?: string;
}

/** On or off. One that is on by default is switched off with `--no-…`. */
export interface BooleanOption extends OptionBase {
  readonly type: "boolean";
  readonly default: boolean;
}

/** Text that the task itself interprets, e.g. the name of a file. */
export interface TextOption extends OptionBase {
  readonly type: "text";
  /** The word for the value in `--help`: "FILE". */
  readonly placeholder: string;
  readonly default?: string;
  /** What the text must look like, and that in words, where not any text will do. */
  readonly pattern?: RegExp;
  readonly patternText?: string;
  /** Words that mean something by themselves: any other text is the name of a file. */
  readonly words?: readonly string[];
}

/** Several of these words, comma-separated on the command line. */
export interface ListOption extends OptionBase {
  readonly type: "list";
  readonly values: readonly string[];
  readonly default?: readonly string[];
}

/** One row of a table. */
export type Option = ChoiceOption | IntegerOption | NumberOption | BooleanOption | TextOption | ListOption;

/** The options of a task by name. */
export type OptionTable = Readonly<Record<string, Option>>;

/** The type of an option's values. */
export type OptionValue<O extends Option> = O extends {
  type: "choice" | "list";
  values: readonly (infer V)[];
}
  ? O extends { type: "list" }
    ? readonly V[]
    : V
  : O extends { type: "integer" | "number" }
    ? number
    : O extends { type: "boolean" }
      ? boolean
      : string;

/** Values of some of a table's options; an undefined one counts as not given. */
export type OptionValues<T extends OptionTable> = {
  -readonly [K in keyof T]?: OptionValue<T[K]> | undefined;
};

/** The values of all options that have a default, and of those that were given. */
export type ResolvedOptions<T extends OptionTable> = {
  -readonly [K in keyof T]: T[K] extends { default: unknown }
    ? OptionValue<T[K]>
    : OptionValue<T[K]> | undefined;
};

/** `kernelSize` → `--kernel-size`; of a switch that is on by default, `--no-fallback`. */
export function flagName(name: string, option?: Option): string {
  const words = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return option?.type === "boolean" && option.default ? `--no-${words}` : `--${words}`;
}

/** Whether an option applies beside these values (`onlyWith`). */
export function applies(option: Option, values: Readonly<Record<string, unknown>>): boolean {
  if (!option.onlyWith) return true;
  return Object.entries(option.onlyWith).some(([name, allowed]) =>
    allowed === "any" ? values[name] !== undefined : allowed.includes(String(values[name])),
  );
}

/** The values given, completed by the table's defaults. Other names than the table's are left out. */
export function withDefaults<T extends OptionTable>(table: T, values: OptionValues<T>): ResolvedOptions<T> {
  const given = values as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, given[name] ?? option.default]),
  ) as ResolvedOptions<T>;
}

/** The options of a larger record that a table has and that were given. */
export function pickOptions<T extends OptionTable>(table: T, values: object): OptionValues<T> {
  return Object.fromEntries(
    Object.entries(values).filter(([name, value]) => Object.hasOwn(table, name) && value !== undefined),
  ) as OptionValues<T>;
}

/** Those of {@link pickOptions} that apply beside each other: the options that a task passes on to a part of it. */
export function applicableOptions<T extends OptionTable>(table: T, values: object): OptionValues<T> {
  const picked = pickOptions(table, values);
  const resolved = withDefaults(table, picked);
  return Object.fromEntries(
    Object.entries(picked).filter(([name]) => applies(table[name] as Option, resolved)),
  ) as OptionValues<T>;
}

/** The same rows, which apply only beside some values of another option: `onlyWith({ method: ["zssr"] }, ROWS)`. */
export function onlyWith<T extends OptionTable>(condition: OptionCondition, table: T): T {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, { ...option, onlyWith: condition }]),
  ) as unknown as T;
}

/** The same rows, with another option in their conditions: `to` instead of `from`. */
export function renameCondition<T extends OptionTable>(from: string, to: string, table: T): T {
  const renamed = (condition: OptionCondition): OptionCondition =>
    Object.fromEntries(
      Object.entries(condition).map(([name, values]) => [name === from ? to : name, values]),
    );
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [
      name,
      option.onlyWith ? { ...option, onlyWith: renamed(option.onlyWith) } : option,
    ]),
  ) as unknown as T;
}

/**
 * One table of several. A row in more than one of them is taken from the first and applies where any of them applies.
 */
export function mergeOptions<T extends readonly OptionTable[]>(...tables: T): MergedTables<T> {
  const merged: Record<string, Option> = {};
  for (const table of tables) {
    for (const [name, option] of Object.entries(table)) {
      const first = merged[name];
      merged[name] = first ? { ...first, ...eitherCondition(first, option) } : option;
    }
  }
  return merged as MergedTables<T>;
}

/** The rows of all tables of a list. */
export type MergedTables<T extends readonly OptionTable[]> = T extends readonly [
  infer First extends OptionTable,
  ...infer Rest extends readonly OptionTable[],
]
  ? First & Omit<MergedTables<Rest>, keyof First>
  : unknown;

function eitherCondition(a: Option, b: Option): Pick<Option, "onlyWith"> {
  if (!a.onlyWith || !b.onlyWith) return { onlyWith: undefined };
  const names = new Set([...Object.keys(a.onlyWith), ...Object.keys(b.onlyWith)]);
  const values = (name: string): readonly string[] | "any" => {
    const [first = [], second = []] = [a.onlyWith?.[name], b.onlyWith?.[name]];
    return first === "any" || second === "any" ? "any" : [...new Set([...first, ...second])];
  };
  return { onlyWith: Object.fromEntries([...names].map((name) => [name, values(name)])) };
}
