/**
 * A camera that shakes: the bent path of a quadratic motion, blurred by τ,
 *
 *     p(t) = a t + b (t² − 1/3),   −1 ≤ t ≤ 1,      K(f) = exp(−½ (2π)² τ² |f|²) · ½ ∫ exp(2πi f·p(t)) dt,
 *
 * parameters: a_x, a_y, b_x, b_y, log τ. b across a bends the path, b along a lets the camera linger at one end. The
 * covariance is a aᵀ/3 + 4 b bᵀ/45 + τ²; so the paths of one covariance Σ are a = √3 W e(φ), b = √(45/4) W e(φ + π/2),
 * W Wᵀ = Σ − τ²: one arc that is turned by φ and then mapped by W.
 *
 * The power spectrum is the same for b and −b, the kernel mirrored at its centre; phase-evidence.ts chooses between
 * them.
 */
import { principalAxes } from "../../kernel/index.js";
import { arcPower, MAX_U, MAX_V } from "./arc-power.js";
import { drawnKernel, type PathPoint, pathPoints } from "./draw.js";
import type { MotionParameters } from "./motion.js";
import {
  FOUR_PI_SQUARED,
  outside,
  type ScaleFreeCovariance,
  type ShapeModel,
  type Transfer,
} from "./shape.js";
import { lineStarts } from "./starts.js";

export type ArcParameters = readonly [ax: number, ay: number, bx: number, by: number, logBlur: number];

/** Points on the path that the transfer function adds up: at least, and for each pixel of a long one. Even. */
const MIN_POINTS = 16;
const POINT_DENSITY = 2;
/** Largest part of b along a, in lengths of a: 0.5 makes the path stop at one end, more makes it return on itself. */
const MAX_RETURN = 1;
/** Range of τ in pixels of the image, and where a fit starts. */
const MIN_BLUR = 0.28;
const MIN_WIDE_BLUR = 0.12;
const MAX_BLUR = 0.5;
const FIRST_BLUR = 0.3;
/** b across over a, of an arc to start from that is almost straight. */
const FIRST_BEND = 0.1;
/** How far the blur reaches beyond the path, in τ. */
const REACH = 2;
/**
 * Angles φ/π, in [0, 1) because the others are the mirrored ones: around the Gaussian fit, and along lines. With all
 * four along lines the losses of random paths are 0.3 lower on average, but the traces of compression are explained by
 * an arc as well: a photograph under a Gaussian, as WebP of quality 50 to 60, then looks like one, with a confidence of
 * 0.6 in place of 0.3, and loses 0.3 dB.
 */
const START_ANGLES = [0, 0.25, 0.5, 0.75];
const LINE_START_ANGLES = [0.25];

export const ARC: ShapeModel<ArcParameters> = {
  starts: (covariance) => [
    ...arcStarts(covariance, START_ANGLES),
    ...lineStarts().flatMap((line) => arcStarts(line, LINE_START_ANGLES)),
  ],
  excess([ax, ay, bx, by, logBlur], wide) {
    const length = Math.hypot(ax, ay) + Number.EPSILON;
    const along = Math.abs(ax * bx + ay * by) / length;
    const minBlur = wide ? MIN_WIDE_BLUR : MIN_BLUR;
    return outside(logBlur, Math.log(minBlur), Math.log(MAX_BLUR)) + outside(along, 0, MAX_RETURN * length);
  },
  scaled: ([ax, ay, bx, by, logBlur], factor) => {
    const length = Math.sqrt(factor);
    return [length * ax, length * ay, length * bx, length * by, logBlur + Math.log(length)];
  },
  enlarged: ([ax, ay, bx, by, logBlur], times) => [
    times * ax,
    times * ay,
    times * bx,
    times * by,
    logBlur + Math.log(times),
  ],
  transfer(parameters) {
    const [ax, ay, bx, by, logBlur] = parameters;
    const blur = -FOUR_PI_SQUARED * Math.exp(2 * logBlur);
    const summed = arcTransfer(parameters);
    return (y, x, power) => {
      for (let i = 0; i < power.length; i++) {
        const fy = y[i]!;
        const fx = x[i]!;
        const u = 2 * Math.PI * (ax * fx + ay * fy);
        const v = 2 * Math.PI * (bx * fx + by * fy);
        if (Math.abs(u) < MAX_U && Math.abs(v) < MAX_V) {
          power[i] = arcPower(u, v) * Math.exp(blur * (fy * fy + fx * fx));
        } else {
          const [re, im] = summed(fy, fx);
          power[i] = re * re + im * im;
        }
      }
    };
  },
  reach(parameters) {
    const points = arcPath(parameters);
    return (
      Math.max(...points.flatMap(({ y, x }) => [Math.abs(y), Math.abs(x)])) + REACH * Math.exp(parameters[4])
    );
  },
  kernel: (parameters, scale, size) => drawnKernel(arcPath(parameters), Math.exp(parameters[4]), scale, size),
  asymmetry: { mirrored: mirroredArc, transfer: arcTransfer },
};

/** A straight path, a little bent: the arc of a motion. */
export function straightArc([logLength, angle, logBlur]: MotionParameters): ArcParameters {
  const half = Math.exp(logLength) / 2;
  const [x, y] = [half * Math.cos(angle), half * Math.sin(angle)];
  return [x, y, -FIRST_BEND * y, FIRST_BEND * x, Math.min(logBlur, Math.log(MAX_BLUR))];
}

/** Parameters for a covariance and angles φ/π. */
function arcStarts(covariance: ScaleFreeCovariance, angles: readonly number[]): ArcParameters[] {
  const { along, across, angle } = principalAxes(covariance);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const long = Math.sqrt(Math.max(0.05, along - FIRST_BLUR ** 2));
  const short = Math.sqrt(Math.max(0.01, across - FIRST_BLUR ** 2));
  const mapped = (u: number, v: number): [number, number] => [
    cos * long * u - sin * short * v,
    sin * long * u + cos * short * v,
  ];
  return angles.map((turn) => {
    const [c, s] = [Math.cos(Math.PI * turn), Math.sin(Math.PI * turn)];
    const a = mapped(Math.sqrt(3) * c, Math.sqrt(3) * s);
    const b = mapped(-Math.sqrt(45 / 4) * s, Math.sqrt(45 / 4) * c);
    return [...a, ...b, Math.log(FIRST_BLUR)];
  });
}

/** The path with −b: the kernel mirrored at its centre. */
export function mirroredArc([ax, ay, bx, by, logBlur]: ArcParameters): ArcParameters {
  return [ax, ay, -bx, -by, logBlur];
}

/** The path, evenly in t. Its mean is 0. */
export function arcPath([ax, ay, bx, by, logBlur]: ArcParameters): PathPoint[] {
  const count = pathPoints(pathLength(ax, ay, bx, by), Math.exp(logBlur));
  const times = Array.from({ length: count }, (_, i) => (2 * i + 1) / count - 1);
  const square = times.reduce((sum, t) => sum + t * t, 0) / count;
  return times.map((t) => ({ y: ay * t + by * (t * t - square), x: ax * t + bx * (t * t - square) }));
}

/** At least the length of a path. */
function pathLength(ax: number, ay: number, bx: number, by: number): number {
  return 2 * Math.hypot(ax, ay) + 2 * Math.hypot(bx, by);
}

/**
 * K(f), real and imaginary part. With u = 2π a·f, v = 2π b·f and t_i = (2i + 1)/N, the points t and −t together are 2
 * cos(u t) exp(i v (t² − m)), m the mean of their t²: cosines and phases of evenly spaced and of squared arguments, by
 * recurrence.
 */
export function arcTransfer([ax, ay, bx, by, logBlur]: ArcParameters): Transfer {
  const variance = FOUR_PI_SQUARED * Math.exp(2 * logBlur);
  const points = Math.max(MIN_POINTS, 2 * Math.ceil((POINT_DENSITY * pathLength(ax, ay, bx, by)) / 2));
  const meanSquare = (1 - 1 / points ** 2) / 3;
  return (y, x) => {
    const u = 2 * Math.PI * (ax * x + ay * y);
    const v = 2 * Math.PI * (bx * x + by * y);
    let wave = Math.cos(u / points);
    let previous = wave;
    const twice = 4 * wave * wave - 2;
    const first = v * (1 / points ** 2 - meanSquare);
    let [phaseRe, phaseIm] = [Math.cos(first), Math.sin(first)];
    const [stepRe, stepIm] = [Math.cos((8 * v) / points ** 2), Math.sin((8 * v) / points ** 2)];
    let [turnRe, turnIm] = [stepRe, stepIm];
    let re = 0;
    let im = 0;
    for (let i = 0; i < points / 2; i++) {
      re += wave * phaseRe;
      im += wave * phaseIm;
      const next = twice * wave - previous;
      previous = wave;
      wave = next;
      const turned = phaseRe * turnRe - phaseIm * turnIm;
      phaseIm = phaseRe * turnIm + phaseIm * turnRe;
      phaseRe = turned;
      const faster = turnRe * stepRe - turnIm * stepIm;
      turnIm = turnRe * stepIm + turnIm * stepRe;
      turnRe = faster;
    }
    const factor = (2 * Math.exp(-0.5 * variance * (y * y + x * x))) / points;
    return [factor * re, factor * im];
  };
}
