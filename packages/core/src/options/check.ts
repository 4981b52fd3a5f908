/** Checking values against a table, and reading them from text, with one wording for all. */

import { check, KernelGanError } from "../errors.js";
import { nearest } from "../nearest.js";
import { isInRange, rangeText } from "../range.js";
import { shown } from "../shown.js";
import { applies, type Option, type OptionTable, type OptionValues, withDefaults } from "./table.js";

/** How a message names an option: `"kernelSize"` in the library, `--kernel-size` on the command line. */
export type NameInMessages = (name: string, option: Option | undefined) => string;

const quoted: NameInMessages = (name) => `"${name}"`;

/** The valid values of an option in words: "one of fast, zssr", "an integer from 1 to 1024". */
export function expectation(option: Option): string {
  switch (option.type) {
    case "choice":
      return `one of ${option.values.join(", ")}`;
    case "integer":
      return `an integer ${rangeText(option)}`;
    case "number":
      return `a number ${rangeText(option)}`;
    case "boolean":
      return "true or false";
    case "text":
      return option.patternText ?? `a text (${option.placeholder})`;
    case "list":
      return `some of ${option.values.join(", ")}`;
  }
}

/** Whether a value is one of the option's. */
export function isValue(option: Option, value: unknown): boolean {
  switch (option.type) {
    case "choice":
      return option.values.some((known) => known === value);
    case "integer":
      return Number.isSafeInteger(value) && isInRange(value as number, option);
    case "number":
      return Number.isFinite(value) && isInRange(value as number, option);
    case "boolean":
      return typeof value === "boolean";
    case "text":
      return typeof value === "string" && (option.pattern?.test(value) ?? true);
    case "list":
      return (
        Array.isArray(value) &&
        value.length <= option.values.length &&
        new Set(value).size === value.length &&
        value.every((item) => option.values.includes(item))
      );
  }
}

/** What calls take in the argument after their options; other libraries have it among the options. */
const CONTROLS: ReadonlySet<string> = new Set([
  "signal",
  "onProgress",
  "onEstimateProgress",
  "onRestoreProgress",
  "onRows",
]);

/**
 * Checks the values of a task's options: names, types, ranges, and whether each applies to the methods chosen.
 *
 * @throws KernelGanError `invalid-argument` that names the first invalid option, its value and the valid ones
 */
export function checkOptions<T extends OptionTable>(
  table: T,
  values: OptionValues<T>,
  nameOf: NameInMessages = quoted,
): void {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  const resolved = withDefaults(table, values) as Readonly<Record<string, unknown>>;
  for (const [name, value] of given) {
    const option = Object.hasOwn(table, name) ? table[name] : undefined;
    check(option !== undefined, () => {
      if (CONTROLS.has(name)) {
        return `"${name}" is no option; it belongs in the argument after the options: (…, options, { ${name} })`;
      }
      const meant = nearest(name, Object.keys(table));
      const hint = meant === undefined ? "" : `; did you mean ${nameOf(meant, table[meant])}?`;
      return `there is no option ${nameOf(name, undefined)}${hint}`;
    });
    check(
      isValue(option, value),
      () => `${nameOf(name, option)} must be ${expectation(option)}, got ${shown(value)}`,
    );
    check(applies(option, resolved), () => strayMessage(table, name, option, resolved, nameOf));
  }
}

/** `--kernel-size is an option of --method kernelgan, not of auto; choose that, or leave it out` */
function strayMessage(
  table: OptionTable,
  name: string,
  option: Option,
  resolved: Readonly<Record<string, unknown>>,
  nameOf: NameInMessages,
): string {
  const entries = Object.entries(option.onlyWith ?? {});
  const wanted = entries.map(([other, values]) =>
    [nameOf(other, table[other]), ...(values === "any" ? [] : [values.join(" or ")])].join(" "),
  );
  const actual = entries.flatMap(([other, values]) => (values === "any" ? [] : [String(resolved[other])]));
  const instead = actual.length > 0 ? `, not of ${actual.join(" and ")}` : "";
  return `${nameOf(name, option)} is an option of ${wanted.join(" or ")}${instead}; choose that, or leave it out`;
}

/**
 * Reads a value from the text of a flag or an address parameter.
 *
 * @throws KernelGanError `invalid-argument` with the valid values
 */
export function parseOption(option: Option, text: string): unknown {
  const value = readValue(option, text);
  if (value !== undefined && isValue(option, value)) return value;
  throw new KernelGanError("invalid-argument", `give ${expectation(option)}`);
}

function readValue(option: Option, text: string): unknown {
  switch (option.type) {
    case "choice":
      return option.values.find((known) => String(known) === text);
    case "integer":
    case "number":
      return text.trim() === "" ? undefined : Number(text);
    case "boolean":
      return text === "true" ? true : text === "false" ? false : undefined;
    case "text":
      return text;
    case "list": {
      const names = text.split(",").map((name) => name.trim().toLowerCase());
      // In the table's order, each once.
      return names.every((name) => option.values.includes(name))
        ? option.values.filter((known) => names.includes(known))
        : undefined;
    }
  }
}
