/**
 * Uniform motion: a line of length ℓ in direction θ, blurred by τ,
 *
 *     |K(f)|² = (sin t / t)² · exp(−(2π)² τ² |f|²),   t = π ℓ (f · (cos θ, sin θ)),   parameters: log ℓ, θ, log τ.
 */
import { principalAxes } from "../../kernel/index.js";
import { drawnKernel, pathPoints } from "./draw.js";
import { FOUR_PI_SQUARED, outside, type ScaleFreeCovariance, type ShapeModel } from "./shape.js";
import { fittedStarts, geometric, lineStarts } from "./starts.js";

export type MotionParameters = readonly [logLength: number, angle: number, logBlur: number];

/** Ranges of ℓ and τ, in pixels of the image, and what is scanned. */
const MIN_LENGTH = 0.6;
const MAX_BLUR = 0.75;
const SCANNED_BLUR = 0.35;
const RANGE = { maxLength: 5.5, minBlur: 0.28, lengths: 12, angles: 12 };
/**
 * The same where blur may be wide, and the model knows what fills a line's zeros: these show its length and direction.
 */
const WIDE_RANGE = { maxLength: 14, minBlur: 0.12, lengths: 18, angles: 16 };
/** How far the blur reaches beyond the line, in τ. */
const REACH = 2;

export const MOTION: ShapeModel<MotionParameters> = {
  starts: (covariance) => [...fittedStarts(covariance), ...lineStarts()].map(toMotion),
  scan(wide) {
    const { maxLength, lengths, angles } = wide ? WIDE_RANGE : RANGE;
    return geometric(1, maxLength, lengths).flatMap((length) =>
      Array.from(
        { length: angles },
        (_, i): MotionParameters => [Math.log(length), (Math.PI * i) / angles, Math.log(SCANNED_BLUR)],
      ),
    );
  },
  excess([logLength, , logBlur], wide) {
    const { maxLength, minBlur } = wide ? WIDE_RANGE : RANGE;
    return (
      outside(logLength, Math.log(MIN_LENGTH), Math.log(maxLength)) +
      outside(logBlur, Math.log(minBlur), Math.log(MAX_BLUR))
    );
  },
  scaled: ([logLength, angle, logBlur], factor) => [
    logLength + 0.5 * Math.log(factor),
    angle,
    logBlur + 0.5 * Math.log(factor),
  ],
  enlarged: ([logLength, angle, logBlur], times) => [
    logLength + Math.log(times),
    angle,
    logBlur + Math.log(times),
  ],
  transfer([logLength, angle, logBlur]) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const half = Math.PI * Math.exp(logLength);
    const blur = -FOUR_PI_SQUARED * Math.exp(2 * logBlur);
    return (y, x, power) => {
      for (let i = 0; i < power.length; i++) {
        const fy = y[i]!;
        const fx = x[i]!;
        const t = half * (fx * cos + fy * sin);
        const sinc = Math.abs(t) < 1e-4 ? 1 : Math.sin(t) / t;
        power[i] = sinc * sinc * Math.exp(blur * (fy * fy + fx * fx));
      }
    };
  },
  reach([logLength, angle, logBlur]) {
    const half = Math.exp(logLength) / 2;
    return half * Math.max(Math.abs(Math.cos(angle)), Math.abs(Math.sin(angle))) + REACH * Math.exp(logBlur);
  },
  kernel([logLength, angle, logBlur], scale, size) {
    const [length, blur] = [Math.exp(logLength), Math.exp(logBlur)];
    const count = pathPoints(length, blur);
    const points = Array.from({ length: count }, (_, i) => {
      const along = length * (i / (count - 1) - 0.5);
      return { x: along * Math.cos(angle), y: along * Math.sin(angle) };
    });
    return drawnKernel(points, blur, scale, size);
  },
};

/** The motion of a covariance: ℓ²/12 + τ² along, τ² across. */
function toMotion(covariance: ScaleFreeCovariance): MotionParameters {
  const { along, across, angle } = principalAxes(covariance);
  const narrow = Math.min(Math.max(across, RANGE.minBlur ** 2), MAX_BLUR ** 2);
  const length = Math.sqrt(12 * Math.max(0.08, along - narrow));
  return [Math.log(length), angle, 0.5 * Math.log(narrow)];
}
