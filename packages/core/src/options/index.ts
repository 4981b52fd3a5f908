/** Option tables, and what is derived from them. */
export { checkOptions, expectation, isValue, type NameInMessages, parseOption, rangeText } from "./check.js";
export {
  applies,
  type BooleanOption,
  type ChoiceOption,
  flagName,
  type IntegerOption,
  type ListOption,
  type NumberOption,
  type Option,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  pickOptions,
  type ResolvedOptions,
  type TextOption,
  withDefaults,
} from "./table.js";
