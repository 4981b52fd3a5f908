/**
 * Uniform motion: a line of length ℓ in direction θ, blurred by τ,
 *
 *     |K(f)|² = (sin t / t)² · exp(−(2π)² τ² |f|²),   t = π ℓ (f · (cos θ, sin θ)),   parameters: log ℓ, θ, log τ.
 *
 * At scale 1 it falls on pixels (on-pixels.ts), and may be thin.
 */
import { type Kernel, normaliseKernel, principalAxes } from "../../kernel/index.js";
import { tabulatedSinc } from "../../math/sinc.js";
import { alongAxis } from "./along-axes.js";
import { drawnKernel, pathPoints } from "./draw.js";
import { onPixels } from "./on-pixels.js";
import {
  FOUR_PI_SQUARED,
  outside,
  PLACES_IN_PIXEL,
  type RealTransfer,
  type ScaleFreeCovariance,
  type ShapeModel,
  squared,
} from "./shape.js";
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
/**
 * Least τ of a line on the image's own pixels, which blur it themselves. An image that was shrunk says nothing of so
 * thin a line.
 */
const MIN_BLUR_ON_PIXELS = 0.02;
/** Least τ that it is drawn with: it has to be seen from the places in a pixel. */
const MIN_DRAWN_BLUR = 0.06;
/** Points that it is drawn with, for each pixel, and at least; and what is as good as 0 of one. */
const POINT_DENSITY = 16;
const MIN_POINTS = 31;
const NOTHING = 1e-9;
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
  excess([logLength, , logBlur], wide, pitch) {
    const range = wide ? WIDE_RANGE : RANGE;
    const minBlur = pitch === 1 ? MIN_BLUR_ON_PIXELS : range.minBlur;
    return (
      outside(logLength, Math.log(MIN_LENGTH), Math.log(range.maxLength)) +
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
  transfer([logLength, angle, logBlur], pitch) {
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const length = Math.exp(logLength);
    const blur = -0.5 * FOUR_PI_SQUARED * Math.exp(2 * logBlur);
    const blurAt = (f: number): number => Math.exp(blur * f * f);
    const line: RealTransfer = (y, x, values) => {
      const [blurOfRow, blurOfColumn] = [alongAxis(y, blurAt), alongAxis(x, blurAt)];
      for (let i = 0; i < values.length; i++) {
        const along = length * (x[i]! * cos + y[i]! * sin);
        values[i] = tabulatedSinc(along) * blurOfRow(i) * blurOfColumn(i);
      }
    };
    return pitch === undefined ? squared(line) : onPixels(line, pitch);
  },
  ownGridKernel([logLength, angle, logBlur], size): Kernel {
    const [length, blur] = [Math.exp(logLength), Math.max(MIN_DRAWN_BLUR, Math.exp(logBlur))];
    const count = Math.max(MIN_POINTS, Math.ceil(POINT_DENSITY * length));
    const middle = (size - 1) / 2;
    const profile = (place: number): Float64Array =>
      Float64Array.from({ length: size }, (_, i) =>
        PLACES_IN_PIXEL.reduce((sum, u) => sum + Math.exp(-0.5 * ((i - middle + u - place) / blur) ** 2), 0),
      );
    const data = new Float64Array(size * size);
    for (let point = 0; point < count; point++) {
      const along = length * ((point + 0.5) / count - 0.5);
      const [column, row] = [profile(along * Math.sin(angle)), profile(along * Math.cos(angle))];
      for (const [y, ofRow] of column.entries()) {
        if (ofRow < NOTHING) continue;
        for (let x = 0; x < size; x++) data[y * size + x]! += ofRow * row[x]!;
      }
    }
    return normaliseKernel({ size, data });
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
