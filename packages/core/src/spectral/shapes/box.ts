/**
 * A box along the axes: what programs blur with. They average the pixels of a rectangle, or cut their Gaussians off
 * early to be fast (libvips at a fifth of the peak). Along an axis
 *
 *     k(t) ∝ exp(−c t² / 2h²) for |t| ≤ h, else 0.
 *
 * K is the product of both axes' transfer functions; h, in pixels of the image, is that of each axis, and c, the cut, is
 * 0 for an even box, and 2 log 5 = 3.2 for a Gaussian that is cut off at a fifth of its peak. At scale 1, t are the
 * places of pixels, and one that lies inside in part has so much of its weight; else t is any place, and the edge is as
 * soft as that of the disk.
 */
import { type Kernel, normaliseKernel } from "../../kernel/index.js";
import { alongAxis } from "./along-axes.js";
import { drawnKernel, type PathPoint } from "./draw.js";
import { FOUR_PI_SQUARED, outside, type ScaleFreeCovariance, type ShapeModel, squared } from "./shape.js";
import { geometric } from "./starts.js";

export type BoxParameters = readonly [logY: number, logX: number, cut: number];

/** Blur of the edge, in pixels of the image; half a high-resolution pixel at ×2. */
const EDGE = 0.25;
/** Range of h. A narrower box looks like any other narrow blur. */
const MIN_HALF = 0.5;
const MAX_HALF = 5;
/** The longer side over the shorter: what is longer is a motion. */
const MAX_ELONGATION = 1.5;
/** A Gaussian that is cut off further out looks like one that is not. */
const MAX_CUT = 3.6;
/** The cuts that fits start from, and the factors on the covariance of the Gaussian fit. */
const CUTS = [0.2, 2.6] as const;
const FACTORS = [1, 0.75] as const;
/** Sides of the scan, for each cut, and their range. */
const SCANNED = 24;
const SCAN = [0.7, 4.5] as const;
/** Points that half of an axis is integrated over. */
const NODES = 24;
/** Distance of the values of a transfer function between which it is interpolated, in units of f h. */
const STEP = 0.02;
/** Points that a pixel of h is drawn with, and at least. */
const DENSITY = 4;
const MIN_POINTS = 8;

export const BOX: ShapeModel<BoxParameters> = {
  starts: (covariance) => CUTS.flatMap((cut) => FACTORS.map((factor) => boxOf(covariance, factor, cut))),
  scan: () =>
    CUTS.flatMap((cut) =>
      geometric(SCAN[0], SCAN[1], SCANNED).map(
        (half): BoxParameters => [Math.log(half), Math.log(half), cut],
      ),
    ),
  excess([logY, logX, cut]) {
    const [min, max, elongation] = [Math.log(MIN_HALF), Math.log(MAX_HALF), Math.log(MAX_ELONGATION)];
    return (
      outside(logY, min, max) +
      outside(logX, min, max) +
      outside(logY - logX, -elongation, elongation) +
      outside(cut, 0, MAX_CUT)
    );
  },
  scaled: ([logY, logX, cut], factor) => [logY + 0.5 * Math.log(factor), logX + 0.5 * Math.log(factor), cut],
  enlarged: ([logY, logX, cut], times) => [logY + Math.log(times), logX + Math.log(times), cut],
  transfer([logY, logX, cut], pitch) {
    const [halfY, halfX] = [Math.exp(logY), Math.exp(logX)];
    if (pitch !== undefined) {
      const [column, row] = [pixelTransfer(halfY, cut, pitch), pixelTransfer(halfX, cut, pitch)];
      return squared((y, x, values) => {
        const [ofRow, ofColumn] = [alongAxis(y, column), alongAxis(x, row)];
        for (let i = 0; i < values.length; i++) values[i] = ofRow(i) * ofColumn(i);
      });
    }
    const blur = -FOUR_PI_SQUARED * EDGE ** 2;
    return (y, x, power) => {
      const values = axisTransfer(cut, Math.max(largest(y) * halfY, largest(x) * halfX));
      const axisPower =
        (half: number) =>
        (f: number): number =>
          valueAt(values, f * half) ** 2 * Math.exp(blur * f * f);
      const [ofRow, ofColumn] = [alongAxis(y, axisPower(halfY)), alongAxis(x, axisPower(halfX))];
      for (let i = 0; i < power.length; i++) power[i] = ofRow(i) * ofColumn(i);
    };
  },
  reach: ([logY, logX]) => Math.exp(Math.max(logY, logX)) + 2 * EDGE,
  ownGridKernel([logY, logX, cut], size): Kernel {
    const [column, row] = [pixelWeights(Math.exp(logY), cut, 1), pixelWeights(Math.exp(logX), cut, 1)];
    const middle = (size - 1) / 2;
    const weight = (i: number, j: number): number =>
      (column[Math.abs(i - middle)] ?? 0) * (row[Math.abs(j - middle)] ?? 0);
    const data = Float64Array.from({ length: size * size }, (_, i) => weight(Math.floor(i / size), i % size));
    return normaliseKernel({ size, data });
  },
  wholePixels([logY, logX], pitch) {
    const nearest = (log: number): number[] => {
      const within = Math.max(1, Math.floor(Math.exp(log) / pitch - 0.5));
      return [within, within + 1].map((pixels) => Math.log((pixels + 0.5) * pitch));
    };
    return nearest(logY).flatMap((y) => nearest(logX).map((x): BoxParameters => [y, x, 0]));
  },
  kernel([logY, logX, cut], scale, size) {
    const count = Math.max(MIN_POINTS, Math.ceil(DENSITY * Math.exp(Math.max(logY, logX))));
    const places = quantiles(cut, count).flatMap((place) => [-place, place]);
    const points = places.flatMap((v) =>
      places.map((u): PathPoint => ({ y: Math.exp(logY) * v, x: Math.exp(logX) * u })),
    );
    return drawnKernel(points, EDGE, scale, size);
  },
};

/** The box of a cut whose variances along the axes are those of a covariance times a factor. */
function boxOf({ yy, xx }: ScaleFreeCovariance, factor: number, cut: number): BoxParameters {
  const ofUnit = weights(cut).reduce((sum, weight, i) => sum + weight * place(i) ** 2, 0);
  const logHalf = (variance: number): number =>
    Math.log(Math.min(MAX_HALF, Math.max(MIN_HALF, Math.sqrt((factor * variance) / ofUnit))));
  const [logY, logX] = [logHalf(yy), logHalf(xx)];
  const [middle, apart] = [(logY + logX) / 2, Math.log(MAX_ELONGATION) / 2];
  const within = (value: number): number => Math.min(middle + apart, Math.max(middle - apart, value));
  return [within(logY), within(logX), cut];
}

/** Node i of the half axis, in units of h. */
const place = (i: number): number => (i + 0.5) / NODES;

/** k at the nodes, of sum 1. */
function weights(cut: number): Float64Array {
  const bounded = Math.min(MAX_CUT, Math.max(0, cut));
  const values = Float64Array.from({ length: NODES }, (_, i) => Math.exp(-0.5 * bounded * place(i) ** 2));
  const sum = values.reduce((total, value) => total + value, 0);
  return values.map((value) => value / sum);
}

/**
 * ∫ k(t) cos(2π u t/h) dt at u = f h of 0, STEP, 2 STEP and so on, beyond `most` by one. Each cosine follows from the two
 * before it: cos((n + 1)φ) = 2 cos φ cos nφ − cos((n − 1)φ).
 */
function axisTransfer(cut: number, most: number): Float64Array {
  const values = new Float64Array(Math.floor(most / STEP) + 2);
  for (const [i, weight] of weights(cut).entries()) {
    const turn = 2 * Math.cos(2 * Math.PI * STEP * place(i));
    let [before, now] = [turn / 2, 1];
    for (let k = 0; k < values.length; k++) {
      values[k]! += weight * now;
      [before, now] = [now, turn * now - before];
    }
  }
  return values;
}

function valueAt(values: Float64Array, u: number): number {
  const at = Math.abs(u) / STEP;
  const i = at | 0;
  return values[i]! + (at - i) * (values[i + 1]! - values[i]!);
}

function largest(values: Float64Array): number {
  let most = 0;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

/** k at 0, d, 2d and so on, up to where a pixel is outside: the share of each that lies inside counts. */
function pixelWeights(half: number, cut: number, pitch: number): number[] {
  const bounded = Math.min(MAX_CUT, Math.max(0, cut));
  return Array.from({ length: Math.ceil(half / pitch + 0.5) }, (_, i) => {
    const inside = Math.min(1, half / pitch + 0.5 - i);
    return inside * Math.exp(-0.5 * bounded * ((i * pitch) / half) ** 2);
  });
}

/** f ↦ Σ_i k(i d) cos(2π f i d), the sum over both sides, 1 at f = 0. */
function pixelTransfer(half: number, cut: number, pitch: number): (frequency: number) => number {
  const onOneSide = pixelWeights(half, cut, pitch);
  const both = onOneSide.map((weight, i) => (i === 0 ? weight : 2 * weight));
  const sum = both.reduce((total, weight) => total + weight, 0);
  return (frequency) => {
    const turn = 2 * Math.cos(2 * Math.PI * frequency * pitch);
    let [value, before, now] = [0, turn / 2, 1];
    for (const weight of both) {
      value += weight * now;
      [before, now] = [now, turn * now - before];
    }
    return value / sum;
  };
}

/** Places on the half axis, in units of h, between which k has equal shares. */
function quantiles(cut: number, count: number): number[] {
  const shares = weights(cut);
  const places: number[] = [];
  let [node, below] = [0, 0];
  for (let n = 0; n < count; n++) {
    const share = (n + 0.5) / count;
    while (node < NODES - 1 && below + shares[node]! < share) below += shares[node++]!;
    places.push((node + (share - below) / shares[node]!) / NODES);
  }
  return places;
}
