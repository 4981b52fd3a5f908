/**
 * What a shape of blur is. Lengths are in pixels of the (low-resolution) image and frequencies f in cycles per pixel of
 * it: nothing here depends on the scale factor.
 */

import type { Covariance, Kernel } from "../../kernel/index.js";

/** A covariance in squared pixels of the low-resolution image: that of the kernel over s². */
export type ScaleFreeCovariance = Covariance;

/**
 * |K(f)|² at many frequencies f = (y[i], x[i]), in cycles per pixel; overwrites `power`. A call for each frequency
 * would take twice as long. What depends on the frequencies alone is kept with their arrays, which must not change.
 */
export type PowerTransfer = (y: Float64Array, x: Float64Array, power: Float64Array) => void;

/** The same of a K(f) that is real, as that of a symmetric blur is, in place of |K(f)|². */
export type RealTransfer = (y: Float64Array, x: Float64Array, values: Float64Array) => void;

/** K(f) = Σ k[p] exp(2πi f·p), real and imaginary part. */
export type Transfer = (y: number, x: number) => readonly [re: number, im: number];

/**
 * One shape, with its power transfer function in closed form.
 *
 * Its parameters P are what a fit varies: up to five numbers of order 1, a step of 0.1 being small.
 */
export interface ShapeModel<P extends readonly number[] = readonly number[]> {
  /** Where a fit starts, given the covariance of the Gaussian fit: one or several guesses. */
  starts(covariance: ScaleFreeCovariance): P[];
  /**
   * All over the range, close enough that one lies in the valley of the best fit: for wide blur, whose zeros make many
   * valleys. `wide` as for {@link excess}.
   */
  scan?(wide: boolean): P[];
  /**
   * How far the parameters lie outside their range, 0 inside.
   *
   * @param wide whether the model is one for wide blur, with which a path may be longer and sharper (spectrum-model.ts)
   * @param pitch as for {@link transfer}
   */
  excess(parameters: P, wide: boolean, pitch?: number): number;
  /** The parameters of the same shape with the covariance times a factor. */
  scaled(parameters: P, factor: number): P;
  /**
   * The parameters of a blur that is `times` as long and as wide: that of an image which was shrunk by so much, on its
   * own grid.
   */
  enlarged(parameters: P, times: number): P;
  /** @param pitch as of BlurModel (spectrum-model.ts): of the pixels that a shape with an edge begins and ends in */
  transfer(parameters: P, pitch?: number): PowerTransfer;
  /** How far from its middle a blur of this shape reaches that the usual frame may not hold, in pixels of the image. */
  reach?(parameters: P): number;
  /** The kernel for a scale factor, aligned, sum 1, of the size of {@link shapeKernelSize} unless it is given. */
  kernel(parameters: P, scale: number, size?: number): Kernel;
  /** The same for scale 1, if an edge between the pixels matters there; else it is that of own-grid.ts. */
  ownGridKernel?(parameters: P, size: number): Kernel;
  /** Parameters near those given that stand for whole pixels, of a shape that programs make of such. */
  wholePixels?(parameters: P, pitch: number): P[];
  /** Of shapes that are not their own mirror image: the mirrored parameters, and K with its phase. */
  readonly asymmetry?: {
    mirrored(parameters: P): P;
    transfer(parameters: P): Transfer;
  };
}

/** Of a |K|² that is given for one frequency. */
export function pointwise(powerAt: (y: number, x: number) => number): PowerTransfer {
  return (y, x, power) => {
    for (let i = 0; i < power.length; i++) power[i] = powerAt(y[i]!, x[i]!);
  };
}

/** |K|² of a K that is real. */
export function squared(transfer: RealTransfer): PowerTransfer {
  return (y, x, power) => {
    transfer(y, x, power);
    for (let i = 0; i < power.length; i++) power[i]! *= power[i]!;
  };
}

/** Places in a pixel, along an axis, by which the part of it that a blur covers is measured. */
export const PLACES_IN_PIXEL: readonly number[] = Array.from({ length: 16 }, (_, i) => (i + 0.5) / 16 - 0.5);

/** (2π)². */
export const FOUR_PI_SQUARED = (2 * Math.PI) ** 2;

/** How far a value lies outside a range. */
export function outside(value: number, min: number, max: number): number {
  return Math.max(0, min - value, value - max);
}

/** fᵀ Σ f. */
export function quadratic({ yy, yx, xx }: ScaleFreeCovariance, y: number, x: number): number {
  return yy * y * y + 2 * yx * y * x + xx * x * x;
}
