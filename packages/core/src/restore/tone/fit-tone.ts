/**
 * The tone curve of the camera, from a blurred picture and its kernel: the curve f in whose light the blur explains most
 * (tone-blocks.ts), log q on average over the blocks. It is sRGB's function with another slope,
 *
 *     log f′(v) = log sRGB′(v) + u(v),   u straight between a few knots,
 *
 * where a change of u along the knots costs a little. Pixel values that were mixed as they are are such a curve too.
 */
import { lightSlope, TONE_STEPS, type ToneCurve } from "../../image/index.js";
import { minimise } from "../../math/minimise.js";
import type { ToneBlocks } from "./tone-blocks.js";

/** Where u is searched: closer where cameras' curves bend, at the dark and the bright end. */
const KNOTS = [0, 0.15, 0.35, 0.55, 0.75, 0.9, 1] as const;
/** The knot where u is 0: a factor of f makes no difference. */
const FIXED = 3;
/** The cost of squared second and first differences of u; `npm run bench:fit-tone` prints what pictures gain with it. */
const BEND_COST = 0.02;
const CHANGE_COST = 0.004;
/** The search's first step of u, and how long it takes: after 100 no curve changed by what could be seen. */
const STEP = 0.5;
const ITERATIONS = 120;

/** The curve that explains the blocks best. */
export function fitTone(blocks: ToneBlocks): ToneCurve {
  const cost = (point: readonly number[]): number => {
    const u = atKnots(point);
    const logs = blocks.logMisfits(curveOf(u));
    return logs.reduce((sum, log) => sum + log, 0) / logs.length + roughness(u);
  };
  const start = KNOTS.slice(1).map(() => 0);
  return curveOf(atKnots(minimise(cost, start, STEP, ITERATIONS).point));
}

function atKnots(point: readonly number[]): number[] {
  return [...point.slice(0, FIXED), 0, ...point.slice(FIXED)];
}

function roughness(u: readonly number[]): number {
  let cost = 0;
  for (let i = 1; i < u.length; i++) {
    const change = u[i]! - u[i - 1]!;
    cost += CHANGE_COST * change ** 2;
    if (i > 1) cost += BEND_COST * (change - (u[i - 1]! - u[i - 2]!)) ** 2;
  }
  return cost;
}

/** The curve of u: its slope by the trapezoidal rule, over its value at 1. */
function curveOf(u: readonly number[]): number[] {
  const curve = [0];
  let before = slopeOf(u, 0);
  for (let i = 1; i <= TONE_STEPS; i++) {
    const slope = slopeOf(u, i / TONE_STEPS);
    curve.push(curve[i - 1]! + before + slope);
    before = slope;
  }
  const whole = curve[TONE_STEPS]!;
  return curve.map((light) => light / whole);
}

function slopeOf(u: readonly number[], value: number): number {
  let i = 1;
  while (value > KNOTS[i]!) i++;
  const t = (value - KNOTS[i - 1]!) / (KNOTS[i]! - KNOTS[i - 1]!);
  return lightSlope(value) * Math.exp(u[i - 1]! + t * (u[i]! - u[i - 1]!));
}
