/** What `--help` and docs/options.md say about flags and arguments. */
import { expectation, flagName, type OptionCondition } from "@kernelgan/core/internal";
import type { Argument } from "./command.js";
import type { Flag, FlagTable } from "./flags.js";

/** `--kernel-size <n>`, `--no-fallback`. */
export function flagSyntax(name: string, flag: Flag): string {
  const value = valueName(flag);
  if (!value) return flagName(name, flag);
  return `${flagName(name, flag)} ${bareValue(flag) === undefined ? `<${value}${flag.several ? "..." : ""}>` : `[${value}]`}`;
}

/** `<image...>`, `[input...]`. */
export function argumentSyntax({ placeholder, several, optional }: Argument): string {
  const name = several ? `${placeholder}...` : placeholder;
  return optional ? `[${name}]` : `<${name}>`;
}

/** The value of a flag that is given without one, where it may be. */
export function bareValue(flag: Flag): string | undefined {
  return flag.type === "choice" && flag.bare !== undefined ? String(flag.bare) : undefined;
}

/** What stands for the value; undefined for switches. */
export function valueName(flag: Flag): string | undefined {
  switch (flag.type) {
    case "boolean":
      return undefined;
    case "choice":
      return typeof flag.values[0] === "number" ? "n" : "name";
    case "integer":
      return "n";
    case "number":
      return "x";
    case "list":
      return "list";
    case "text":
      return flag.placeholder;
  }
}

/** `training iterations (with --method kernelgan; an integer of at least 1; default: 3000)`. */
export function flagDescription(flag: Flag, table: FlagTable): string {
  const facts = [
    ...(flag.onlyWith ? [`with ${conditionText(flag.onlyWith, table)}`] : []),
    ...(valuesText(flag) ? [valuesText(flag)] : []),
    ...(defaultText(flag) ? [`default: ${defaultText(flag)}`] : []),
  ];
  return facts.length > 0 ? `${helpText(flag)} (${facts.join("; ")})` : helpText(flag);
}

/** What the flag does. The help of an option that is on by default says what `--no-…` stops. */
export function helpText(flag: Flag): string {
  return flag.type === "boolean" && flag.default ? `do not ${flag.help}` : flag.help;
}

/** `--method kernelgan`. */
export function conditionText(condition: OptionCondition, table: FlagTable): string {
  return Object.entries(condition)
    .map(([name, values]) =>
      [flagName(name, table[name]), ...(values === "any" ? [] : [values.join(" or ")])].join(" "),
    )
    .join(" or ");
}

/** The values that a flag can have, in words; empty for switches and text. */
export function valuesText(flag: Flag): string {
  if (flag.type === "boolean" || flag.type === "text") return "";
  const unit = flag.type === "number" && flag.unit ? `, in ${flag.unit}` : "";
  const bare = bareValue(flag) === undefined ? "" : `; alone: ${bareValue(flag)}`;
  return `${expectation(flag)}${unit}${bare}`;
}

/** What happens without the flag; empty for switches and where nothing does. */
export function defaultText(flag: Flag): string {
  if (flag.defaultText !== undefined) return flag.defaultText;
  if (flag.type === "boolean" || flag.default === undefined) return "";
  if (flag.type === "list") return flag.default.join(",") || "none";
  return String(flag.default);
}
