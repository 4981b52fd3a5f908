/** The schema of a task's options, made of their table. */
import {
  expectation,
  isValue,
  type Option,
  type OptionTable,
  type OptionValue,
} from "@kernelgan/core/internal";
import * as v from "valibot";

/** A value of an option. A list has at least one entry: a job that writes nothing is none. */
type ValueSchema<O extends Option> = v.CustomSchema<
  OptionValue<O>,
  v.ErrorMessage<v.CustomIssue> | undefined
>;

/** `{ [name]: exactOptional(…) }` for each row of the table. */
export type OptionEntries<T extends OptionTable> = {
  [K in keyof T]: v.ExactOptionalSchema<ValueSchema<T[K]>, undefined>;
};

/** The entries of a strict object: every value in its range, all optional. */
export function optionEntries<T extends OptionTable>(table: T): OptionEntries<T> {
  return Object.fromEntries(
    Object.entries(table).map(([name, option]) => [name, v.exactOptional(valueSchema(option))]),
  ) as OptionEntries<T>;
}

function valueSchema<O extends Option>(option: O): ValueSchema<O> {
  return v.custom<OptionValue<O>>(
    (value) => isValue(option, value) && !(Array.isArray(value) && value.length === 0),
    `must be ${expectation(option)}`,
  );
}
