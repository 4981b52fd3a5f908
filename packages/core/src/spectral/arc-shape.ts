/**
 * A camera that shakes: the bent path of a quadratic motion, blurred by τ,
 *
 *     p(t) = a t + b (t² − 1/3),   −1 ≤ t ≤ 1,      K(f) = exp(−½ (2π)² τ² |f|²) · ½ ∫ exp(2πi f·p(t)) dt.
 *
 * b across a bends the path, b along a makes the camera linger at one end. Its covariance is a aᵀ/3 + 4 b bᵀ/45 + τ²; so
 * the paths of one covariance Σ are a = √3 W e(φ), b = √(45/4) W e(φ + π/2), W Wᵀ = Σ − τ²: one arc that is turned by φ
 * and then mapped by W, as a disk is.
 *
 * Random smooth paths are near to such an arc: where the true kernels of camera shakes bring 100% of a gain, the nearest
 * arcs bring 95%, the same arcs mirrored −3%, and kernels symmetric about their centre 60% at best. The spectrum cannot
 * tell b from −b, phase-evidence.ts can.
 */
import type { ScaleFreeCovariance, ShapeParameters, Transfer } from "./blur-shapes.js";

/** Points on the path: for the transfer function, and to draw a kernel. */
const POINTS = 16;
const DRAWN_POINTS = 31;
/** m: mean of t² over the points. */
const MEAN_SQUARE = (1 - 1 / POINTS ** 2) / 3;
/** Range of τ in pixels of the image, and where the fit begins. */
const BLURS = [0.28, 0.5] as const;
const FIRST_BLUR = 0.3;

/** A point of a path, in pixels of the image. */
export interface PathPoint {
  readonly y: number;
  readonly x: number;
}

/** [a_x, a_y, b_x, b_y, log τ] for a covariance and angles φ/π, in [0, 1): the rest are the mirrored ones. */
export function arcStarts({ yy, yx, xx }: ScaleFreeCovariance, angles: readonly number[]): ShapeParameters[] {
  const mean = (yy + xx) / 2;
  const distance = Math.hypot((yy - xx) / 2, yx);
  const angle = 0.5 * Math.atan2(2 * yx, xx - yy);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const long = Math.sqrt(Math.max(0.05, mean + distance - FIRST_BLUR ** 2));
  const short = Math.sqrt(Math.max(0.01, mean - distance - FIRST_BLUR ** 2));
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

/** How far log τ lies outside its range. */
export function arcExcess([, , , , logBlur]: ShapeParameters): number {
  return Math.max(0, Math.log(BLURS[0]) - logBlur, logBlur - Math.log(BLURS[1]));
}

/** The trace of the covariance. */
export function arcTrace([ax, ay, bx, by, logBlur]: ShapeParameters): number {
  return (ax * ax + ay * ay) / 3 + (4 * (bx * bx + by * by)) / 45 + 2 * Math.exp(2 * logBlur);
}

/** The path with b the other way round: the kernel mirrored at its centre. */
export function mirroredArc([ax, ay, bx, by, logBlur]: ShapeParameters): ShapeParameters {
  return [ax, ay, -bx, -by, logBlur];
}

/** The path, evenly in t. Its mean is 0. */
export function arcPath([ax, ay, bx, by]: ShapeParameters): PathPoint[] {
  const times = Array.from({ length: DRAWN_POINTS }, (_, i) => (2 * i + 1) / DRAWN_POINTS - 1);
  const square = times.reduce((sum, t) => sum + t * t, 0) / DRAWN_POINTS;
  return times.map((t) => ({ y: ay * t + by * (t * t - square), x: ax * t + bx * (t * t - square) }));
}

/**
 * K(f), real and imaginary part. With u = 2π a·f, v = 2π b·f and t_i = (2i + 1)/N, the points t and −t together are
 * 2 cos(u t) exp(i v (t² − m)): cosines and phases of evenly spaced and of squared arguments, by recurrence.
 */
export function arcTransfer([ax, ay, bx, by, logBlur]: ShapeParameters): Transfer {
  const variance = (2 * Math.PI) ** 2 * Math.exp(2 * logBlur);
  return (y, x) => {
    const u = 2 * Math.PI * (ax * x + ay * y);
    const v = 2 * Math.PI * (bx * x + by * y);
    let wave = Math.cos(u / POINTS);
    let previous = wave;
    const twice = 4 * wave * wave - 2;
    const first = v * (1 / POINTS ** 2 - MEAN_SQUARE);
    let [phaseRe, phaseIm] = [Math.cos(first), Math.sin(first)];
    const [stepRe, stepIm] = [Math.cos((8 * v) / POINTS ** 2), Math.sin((8 * v) / POINTS ** 2)];
    let [turnRe, turnIm] = [stepRe, stepIm];
    let re = 0;
    let im = 0;
    for (let i = 0; i < POINTS / 2; i++) {
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
    const factor = (2 * Math.exp(-0.5 * variance * (y * y + x * x))) / POINTS;
    return [factor * re, factor * im];
  };
}
