/** Checks of options, with one wording for all. */
import { QueueError } from "./errors.js";

/** What an option must be; `any`: it is checked where it is used. */
export type OptionKind =
  | "any"
  | "text"
  | "function"
  | "positive integer"
  | "positive number"
  | "number of at least 0";

/** What each option must be; all but those in `required` may be absent. */
export type OptionKinds<T extends object> = { readonly [Name in keyof Required<T>]: OptionKind };

/** @throws QueueError `invalid-argument` that names the first option that is wrong, unknown or missing */
export function checkOptions<T extends object>(
  options: T,
  kinds: OptionKinds<T>,
  required: readonly (keyof T & string)[],
): void {
  if (typeof options !== "object" || options === null) throw invalid("the options must be an object");
  const given: Readonly<Record<string, unknown>> = Object.fromEntries(Object.entries(options));
  const known: Readonly<Record<string, OptionKind>> = kinds;
  for (const name of Object.keys(given)) {
    if (given[name] !== undefined && !Object.hasOwn(known, name)) {
      throw invalid(`there is no option "${name}"; valid options: ${Object.keys(known).join(", ")}`);
    }
  }
  for (const [name, kind] of Object.entries(known)) {
    const value = given[name];
    if (value === undefined && !required.some((one) => one === name)) continue;
    if (!isOfKind(value, kind)) throw invalid(`"${name}" must be a ${kind}`);
  }
}

function isOfKind(value: unknown, kind: OptionKind): boolean {
  switch (kind) {
    case "any":
      return true;
    case "text":
      return typeof value === "string" && value !== "";
    case "function":
      return typeof value === "function";
    case "positive integer":
      return Number.isSafeInteger(value) && (value as number) > 0;
    case "positive number":
      return Number.isFinite(value) && (value as number) > 0;
    case "number of at least 0":
      return Number.isFinite(value) && (value as number) >= 0;
  }
}

// Values are not shown: addresses may hold a password.
function invalid(message: string): QueueError {
  return new QueueError("invalid-argument", message);
}
