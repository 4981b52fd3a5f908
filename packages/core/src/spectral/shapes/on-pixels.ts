/**
 * |K(f)|² of a blur that lies between the pixels of a grid, each of which takes what falls on its area, as a sensor
 * does: K of the samples, with the period 1/d, is
 *
 *     K(f) = Σ_m D(f + m/d) sinc(d f_y + m_y) sinc(d f_x + m_x),   m ∈ {−1, 0, 1}²;
 *
 * of pixels that are finer than the image's, m = 0: there is next to nothing of the others within its band.
 */
import { sinc } from "../../math/sinc.js";
import type { PowerTransfer, RealTransfer } from "./shape.js";

/** The repetitions of a spectrum that are summed, along an axis. */
const REPETITIONS = [-1, 0, 1] as const;

/**
 * |K(f)|² on the pixels.
 *
 * @param transfer D, the real transfer function of the blur, at many frequencies
 * @param pitch d ≤ 1, the distance of the pixels
 */
export function onPixels(transfer: RealTransfer, pitch: number): PowerTransfer {
  return (y, x, power) => {
    const { y: ys, x: xs, values, weights, starts } = repetitionsOf(y, x, pitch);
    transfer(ys, xs, values);
    for (let i = 0, at = 0; i < power.length; i++) {
      let sum = 0;
      for (; at < starts[i + 1]!; at++) sum += weights[at]! * values[at]!;
      power[i] = sum * sum;
    }
  };
}

/** The places f + m/d of all frequencies f, and the weights there. */
interface Repetitions {
  /** The columns of the frequencies, and d. */
  readonly columns: Float64Array;
  readonly pitch: number;
  /** The places. */
  readonly y: Float64Array;
  readonly x: Float64Array;
  readonly weights: Float64Array;
  /** Those of frequency i are from `starts[i]` to before `starts[i + 1]`. */
  readonly starts: Int32Array;
  /** Work space. */
  readonly values: Float64Array;
}

/** By the rows of frequencies. A fit asks for the same frequencies hundreds of times. */
const repetitions = new WeakMap<Float64Array, Repetitions>();

function repetitionsOf(y: Float64Array, x: Float64Array, pitch: number): Repetitions {
  const known = repetitions.get(y);
  if (known?.columns === x && known.pitch === pitch) return known;
  const made = makeRepetitions(y, x, pitch);
  repetitions.set(y, made);
  return made;
}

function makeRepetitions(y: Float64Array, x: Float64Array, pitch: number): Repetitions {
  const along = pitch < 1 ? [0] : REPETITIONS;
  const places: { y: number; x: number; weight: number }[] = [];
  const starts = [0];
  for (const [i, fy] of y.entries()) {
    const fx = x[i]!;
    for (const my of along) {
      // Where there is no frequency along an axis, there are no repetitions along it.
      if (fy === 0 && my !== 0) continue;
      for (const mx of along) {
        if (fx === 0 && mx !== 0) continue;
        const weight = sinc(pitch * fy + my) * sinc(pitch * fx + mx);
        places.push({ y: fy + my / pitch, x: fx + mx / pitch, weight });
      }
    }
    starts.push(places.length);
  }
  return {
    columns: x,
    pitch,
    y: Float64Array.from(places, (place) => place.y),
    x: Float64Array.from(places, (place) => place.x),
    weights: Float64Array.from(places, (place) => place.weight),
    starts: Int32Array.from(starts),
    values: new Float64Array(places.length),
  };
}
