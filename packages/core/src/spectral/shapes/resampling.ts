/**
 * How images are downscaled that were never blurred: |K(f)|² of the usual resampling filters, f in cycles per pixel of
 * the result.
 *
 *     none      1                              pixels taken or drawn as they are: text, screenshots
 *     box       (s(f_x) s(f_y))²               the mean of a block, s(f) = sin(π f)/(π f)
 *     bicubic   bicubic.ts
 *     Lanczos   (L(f_x) L(f_y))²               L the transform of s(x) s(x/3), |x| < 3
 */
import { LANCZOS_LOBES, lanczos, sinc } from "../../math/sinc.js";
import { bicubicPower } from "./bicubic.js";
import { type PowerTransfer, pointwise } from "./shape.js";

/** Points per unit of the quadrature. */
const POINTS = 16;

const LANCZOS = Float64Array.from({ length: LANCZOS_LOBES * POINTS }, (_, i) => lanczos((i + 0.5) / POINTS));
const LANCZOS_SUM = LANCZOS.reduce((sum, value) => sum + value, 0);

/** L(f), by the midpoint rule. */
function lanczosTransfer(f: number): number {
  let sum = 0;
  for (let i = 0; i < LANCZOS.length; i++)
    sum += LANCZOS[i]! * Math.cos((2 * Math.PI * f * (i + 0.5)) / POINTS);
  return sum / LANCZOS_SUM;
}

/** |K|² of no filter. */
export const UNFILTERED: PowerTransfer = (_y, _x, power) => power.fill(1);

/** The filters. */
export const RESAMPLING_FILTERS: readonly PowerTransfer[] = [
  UNFILTERED,
  pointwise((y, x) => (sinc(y) * sinc(x)) ** 2),
  pointwise(bicubicPower),
  pointwise((y, x) => (lanczosTransfer(y) * lanczosTransfer(x)) ** 2),
];
