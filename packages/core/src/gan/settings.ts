/** The constants of a training: those of a preset, some of them replaced, each of which must make sense. */
import { check } from "../errors.js";
import { checkChoice, checkInteger, checkNumber, type Range } from "../range.js";
import { shown } from "../shown.js";
import { PATCH_SIZE } from "./discriminator.js";
import { type KernelGanSettings, PRESETS, type Preset, REDUCTIONS } from "./presets.js";

/** Constants to replace in a preset, to any depth; undefined keeps the preset's. */
export type SettingsOverrides = Overrides<KernelGanSettings>;

type Overrides<T> = { [K in keyof T]?: (T[K] extends object ? Overrides<T[K]> : T[K]) | undefined };

/** Adam's moments as they are kept (adam.ts) would leave float32 after some 80,000 iterations. */
export const MAX_ITERATIONS = 50_000;

/** The graph holds each of them apart. */
const MAX_POWER_ITERATIONS = 100;
/** Sides in pixels: no image that can be trained on is larger. */
const MAX_SIDE = 65_536;

/** @throws KernelGanError `invalid-argument` that names the constant */
type Rule = (name: string, value: unknown) => void;
type Rules<T> = { readonly [K in keyof T]: T[K] extends object ? Rules<T[K]> : Rule };

function integer(range: Range): Rule {
  return (name, value) => checkInteger(name, value as number, range);
}

function oneOf(...values: readonly string[]): Rule {
  return (name, value) => checkChoice(name, value as string, values);
}

function number(range: Range): Rule {
  return (name, value) => checkNumber(name, value as number, range);
}

const notNegative = number({ min: 0 });

const positive: Rule = (name, value) =>
  check(
    Number.isFinite(value) && (value as number) > 0,
    () => `${name} must be a positive number, got ${shown(value)}`,
  );

const share: Rule = (name, value) =>
  check(
    Number.isFinite(value) && (value as number) >= 0 && (value as number) < 1,
    () => `${name} must be a number from 0 to below 1, got ${shown(value)}`,
  );

const RULES: Rules<KernelGanSettings> = {
  iterations: integer({ min: 1, max: MAX_ITERATIONS }),
  learningRate: positive,
  learningRateDivisor: positive,
  learningRatePeriod: integer({ min: 1 }),
  adam: { beta1: share, beta2: share, epsilon: positive },
  initialGain: positive,
  initialScaleDeviation: notNegative,
  powerIterations: integer({ min: 1, max: MAX_POWER_ITERATIONS }),
  realNoise: notNegative,
  fakeNoise: notNegative,
  discriminatorCrop: integer({ min: PATCH_SIZE, max: MAX_SIDE }),
  borderShave: integer({ min: 0, max: MAX_SIDE }),
  sumToOne: notNegative,
  boundaries: { weight: notNegative, reduction: oneOf(...REDUCTIONS), penalty: notNegative },
  sparse: { weight: notNegative, reduction: oneOf(...REDUCTIONS), exponent: positive },
  centre: { weight: notNegative, distance: oneOf("euclidean", "mean-squared") },
  bicubic: {
    weight: notNegative,
    threshold: notNegative,
    times: integer({ min: 1 }),
    divisor: positive,
    period: integer({ min: 1 }),
    minimum: notNegative,
    lateBelow: notNegative,
  },
  postProcessCount: integer({ min: 0 }),
  postProcessFraction: number({ min: 0, max: 1 }),
};

/**
 * A preset with some constants replaced.
 *
 * @throws KernelGanError `invalid-argument` if there is no such preset or a constant makes no sense
 */
export function settingsOf(preset: Preset, overrides: SettingsOverrides = {}): KernelGanSettings {
  checkChoice("the preset", preset, Object.keys(PRESETS));
  return replaced(PRESETS[preset], overrides, RULES);
}

/** A copy of `base` with the values of `overrides`; `path` are the names that lead to it. */
function replaced<T extends object>(
  base: T,
  overrides: unknown,
  rules: Rules<T>,
  path: readonly string[] = [],
): T {
  const fullName = (...names: readonly string[]): string => `"${["settings", ...path, ...names].join(".")}"`;
  check(
    typeof overrides === "object" && overrides !== null && !Array.isArray(overrides),
    () => `${fullName()} must be an object of constants, got ${shown(overrides)}`,
  );
  const result: Record<string, unknown> = Object.fromEntries(Object.entries(base));
  for (const [name, value] of Object.entries(overrides)) {
    check(
      Object.hasOwn(base, name),
      () =>
        `the method has no constant "${[...path, name].join(".")}"; valid constants: ${Object.keys(base).join(", ")}`,
    );
    if (value === undefined) continue;
    const rule = rules[name as keyof T] as Rule | Rules<object>;
    if (typeof rule === "function") {
      rule(fullName(name), value);
      result[name] = value;
    } else result[name] = replaced(result[name] as object, value, rule, [...path, name]);
  }
  return result as T;
}
