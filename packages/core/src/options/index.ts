/** Option tables, and what is derived from them. */
export { checkOptions, expectation, isValue, type NameInMessages, parseOption } from "./check.js";
export {
  applicableOptions,
  applies,
  flagName,
  type IntegerOption,
  mergeOptions,
  type Option,
  type OptionCondition,
  type OptionTable,
  type OptionValue,
  type OptionValues,
  onlyWith,
  pickOptions,
  type ResolvedOptions,
  renameCondition,
  withDefaults,
} from "./table.js";
