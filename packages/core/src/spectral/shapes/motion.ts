/**
 * Uniform motion: a line of length ℓ in direction θ, blurred by τ,
 *
 *     |K(f)|² = (sin t / t)² · exp(−(2π)² τ² |f|²),   t = π ℓ (f · (cos θ, sin θ)),   parameters: log ℓ, θ, log τ.
 */
import { drawnKernel } from "./draw.js";
import { FOUR_PI_SQUARED, outside, type ScaleFreeCovariance, type ShapeModel } from "./shape.js";
import { fittedStarts, geometric, lineStarts } from "./starts.js";

export type MotionParameters = readonly [logLength: number, angle: number, logBlur: number];

/** Ranges of ℓ and τ, in pixels of the image. */
const MIN_LENGTH = 0.6;
const MAX_LENGTH = 5.5;
const MIN_BLUR = 0.28;
const MAX_BLUR = 0.75;
/** What is scanned. */
const SCANNED_LENGTHS = 12;
const SCANNED_ANGLES = 12;
const SCANNED_BLUR = 0.35;
/** Points that the line is drawn with. */
const DRAWN_POINTS = 31;

export const MOTION: ShapeModel<MotionParameters> = {
  starts: (covariance) => [...fittedStarts(covariance), ...lineStarts()].map(toMotion),
  scan: () =>
    geometric(1, MAX_LENGTH, SCANNED_LENGTHS).flatMap((length) =>
      Array.from(
        { length: SCANNED_ANGLES },
        (_, i): MotionParameters => [
          Math.log(length),
          (Math.PI * i) / SCANNED_ANGLES,
          Math.log(SCANNED_BLUR),
        ],
      ),
    ),
  excess: ([logLength, , logBlur]) =>
    outside(logLength, Math.log(MIN_LENGTH), Math.log(MAX_LENGTH)) +
    outside(logBlur, Math.log(MIN_BLUR), Math.log(MAX_BLUR)),
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
    const variance = Math.exp(2 * logBlur);
    return (y, x) => {
      const t = half * (x * cos + y * sin);
      const sinc = Math.abs(t) < 1e-4 ? 1 : Math.sin(t) / t;
      return sinc * sinc * Math.exp(-FOUR_PI_SQUARED * variance * (y * y + x * x));
    };
  },
  kernel([logLength, angle, logBlur], scale, size) {
    const length = Math.exp(logLength);
    const points = Array.from({ length: DRAWN_POINTS }, (_, i) => {
      const along = length * (i / (DRAWN_POINTS - 1) - 0.5);
      return { x: along * Math.cos(angle), y: along * Math.sin(angle) };
    });
    return drawnKernel(points, Math.exp(logBlur), scale, size);
  },
};

/** The motion of a covariance: ℓ²/12 + τ² along, τ² across. */
function toMotion({ yy, yx, xx }: ScaleFreeCovariance): MotionParameters {
  const distance = Math.hypot((yy - xx) / 2, yx);
  const narrow = Math.min(Math.max((yy + xx) / 2 - distance, MIN_BLUR ** 2), MAX_BLUR ** 2);
  const length = Math.sqrt(12 * Math.max(0.08, (yy + xx) / 2 + distance - narrow));
  return [Math.log(length), 0.5 * Math.atan2(2 * yx, xx - yy), 0.5 * Math.log(narrow)];
}
