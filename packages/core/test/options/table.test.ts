import { describe, expect, it } from "vitest";
import {
  applicableOptions,
  applies,
  flagName,
  mergeOptions,
  type OptionTable,
  onlyWith,
  pickOptions,
  renameCondition,
  withDefaults,
} from "../../src/options/index.js";

const seed = { type: "integer", min: 0, default: 0, help: "a seed" } as const;
const COMMON = {
  method: { type: "choice", values: ["fast", "slow"], default: "fast", help: "how" },
} as const satisfies OptionTable;
const SLOW = onlyWith({ method: ["slow"] }, {
  seed,
  keepBorders: { type: "boolean", default: true, help: "keep them" },
  size: { type: "number", min: 0, help: "a size" },
} as const satisfies OptionTable);
const TABLE = mergeOptions(COMMON, SLOW);
const conditionOf = (table: OptionTable, name: string) => table[name]?.onlyWith;

it("mergeOptions: any value of an option beside some of it is any value", () => {
  const some = onlyWith({ kernel: ["auto"] }, { seed });
  const any = onlyWith({ kernel: "any" }, { seed });
  for (const table of [mergeOptions(some, any), mergeOptions(any, some)]) {
    expect(conditionOf(table, "seed")).toEqual({ kernel: "any" });
    expect(applies(table.seed, { kernel: "k.mat" })).toBe(true);
    expect(applies(table.seed, {})).toBe(false);
  }
});

it("flagName: kebab case, --no- for what is on by default", () => {
  expect(flagName("kernelSize")).toBe("--kernel-size");
  expect(flagName("keepBorders", SLOW.keepBorders)).toBe("--no-keep-borders");
});

describe("onlyWith and mergeOptions", () => {
  it("keep the order of the tables and the conditions of their rows", () => {
    expect(Object.keys(TABLE)).toEqual(["method", "seed", "keepBorders", "size"]);
    expect(TABLE.seed).toEqual({ ...seed, onlyWith: { method: ["slow"] } });
    expect(conditionOf(TABLE, "method")).toBeUndefined();
  });

  it("let a row of two methods apply to both", () => {
    const both = mergeOptions(SLOW, onlyWith({ method: ["slower"] }, { seed }));
    expect(conditionOf(both, "seed")).toEqual({ method: ["slow", "slower"] });
    const other = mergeOptions(SLOW, renameCondition("method", "kernel", SLOW));
    expect(conditionOf(other, "seed")).toEqual({ method: ["slow"], kernel: ["slow"] });
    expect(conditionOf(mergeOptions(SLOW, { seed }), "seed")).toBeUndefined();
  });
});

it("applies: where one of the conditions holds", () => {
  const option = { ...seed, onlyWith: { method: ["slow"], kernel: ["gan"] } };
  expect(applies(option, { method: "slow", kernel: "auto" })).toBe(true);
  expect(applies(option, { method: "fast", kernel: "gan" })).toBe(true);
  expect(applies(option, { method: "fast", kernel: "auto" })).toBe(false);
  expect(applies(seed, {})).toBe(true);
});

it("withDefaults completes the values given, undefined ones too", () => {
  expect(withDefaults(TABLE, { seed: 3, keepBorders: undefined })).toEqual({
    method: "fast",
    seed: 3,
    keepBorders: true,
    size: undefined,
  });
});

describe("pickOptions and applicableOptions", () => {
  const values = { method: "fast", seed: 1, size: undefined, out: "folder" } as const;

  it("take what the table has, and what applies", () => {
    expect(pickOptions(TABLE, values)).toEqual({ method: "fast", seed: 1 });
    expect(applicableOptions(TABLE, values)).toEqual({ method: "fast" });
    expect(applicableOptions(TABLE, { ...values, method: "slow" })).toEqual({ method: "slow", seed: 1 });
    expect(applicableOptions(TABLE, { seed: 1 })).toEqual({});
  });
});
